"""endpoints.json says where everything is, and lets the demo's people in."""

import hashlib
import hmac
import json
from pathlib import Path

import pytest

from deploy.local.layout import Layout
from deploy.local.run import endpoints
from deploy.local.run.ground import prepare_folders


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    layout = Layout(home=tmp_path / "home", port_base=9400)
    prepare_folders(layout)
    return layout


def test_it_says_where_everything_is(layout: Layout) -> None:
    endpoints.write(layout, {"kafka": 11, "ingest": 12})
    written = json.loads(layout.endpoints.read_text())
    assert written["kafka"] == "127.0.0.1:9401"
    assert written["desk"] == "http://127.0.0.1:9400"
    assert written["sandbox"] == {"x": "http://127.0.0.1:9403"}
    assert written["metrics"]["ingest"] == "http://127.0.0.1:9411/metrics"
    assert written["pids"] == {"kafka": 11, "ingest": 12}
    assert {"officer", "approver", "supervisor", "it"} <= written["sign_in"].keys()


def test_a_sign_in_link_carries_the_persons_id_and_its_seal(layout: Layout) -> None:
    key = (layout.secrets / "demo_sign_in_key").read_text()
    seal = hmac.new(key.encode(), b"officer", hashlib.sha256).hexdigest()
    assert endpoints.sign_in_links(layout)["officer"] == f"http://127.0.0.1:9400/sign-in?token=officer.{seal}"


def test_links_stay_the_same_from_start_to_start(layout: Layout) -> None:
    before = endpoints.sign_in_links(layout)
    prepare_folders(layout)
    assert endpoints.sign_in_links(layout) == before


def test_only_the_owner_may_read_it_and_the_secrets(layout: Layout) -> None:
    endpoints.write(layout, {})
    for file in (layout.endpoints, *layout.secrets.iterdir()):
        assert file.stat().st_mode & 0o077 == 0, file


def test_a_reader_never_sees_a_part(layout: Layout) -> None:
    endpoints.write(layout, {"kafka": 1})
    with layout.endpoints.open() as opened_before:
        endpoints.write(layout, {"kafka": 2})
        assert json.load(opened_before)["pids"] == {"kafka": 1}
    assert json.loads(layout.endpoints.read_text())["pids"] == {"kafka": 2}


def test_it_is_gone_when_nothing_runs(layout: Layout) -> None:
    endpoints.write(layout, {})
    endpoints.remove(layout)
    endpoints.remove(layout)
    assert not layout.endpoints.exists()


def test_secrets_are_random(layout: Layout) -> None:
    values = [file.read_text() for file in layout.secrets.iterdir()]
    assert len(set(values)) == len(values) >= 4
    assert all(len(value.rpartition("-")[2]) == 64 for value in values)
