"""One table says what runs; the supervisor's file follows from it."""

from configparser import RawConfigParser
from pathlib import Path

import pytest

from deploy.local.layout import Layout
from deploy.local.paths import LOCAL
from deploy.local.processes import PROCESSES
from deploy.local.run.supervisor import configuration


def read(layout: Layout) -> RawConfigParser:
    parser = RawConfigParser()
    parser.read_string(configuration(layout, "secret"))
    return parser


def test_kafka_is_first_to_start_and_last_to_stop(tmp_path: Path) -> None:
    """The supervisor stops programs from the highest priority down."""
    parser = read(Layout(home=tmp_path))
    priorities = {each.name: parser.getint(f"program:{each.name}", "priority") for each in PROCESSES}
    in_order = sorted(priorities, key=lambda name: priorities[name])
    assert in_order == [each.name for each in PROCESSES]
    assert (in_order[0], in_order[-1]) == ("kafka", "desk")


def test_every_process_is_started_again_and_keeps_a_log(tmp_path: Path) -> None:
    parser = read(Layout(home=tmp_path))
    for process in PROCESSES:
        section = dict(parser.items(f"program:{process.name}"))
        assert (section["autorestart"], section["exitcodes"]) == ("unexpected", "78")
        assert section["command"].endswith(" ".join((" -m", process.module, *process.arguments)))
        assert section["stdout_logfile"] == str(tmp_path / "logs" / f"{process.name}.log")
        assert section["redirect_stderr"] == "true"


def test_the_supervisor_listens_on_loopback_with_a_password(tmp_path: Path) -> None:
    server = dict(read(Layout(home=tmp_path, port_base=9400)).items("inet_http_server"))
    assert server == {"port": "127.0.0.1:9404", "username": "bluelamp", "password": "secret"}


def test_a_percent_sign_in_the_folders_name_is_no_expansion(tmp_path: Path) -> None:
    parser = read(Layout(home=tmp_path / "100%d"))
    assert parser.get("supervisord", "pidfile").endswith("100%%d/supervisor.pid")


def test_each_process_is_told_its_ports_and_that_this_is_a_sandbox(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BLUELAMP_X_ORIGIN", "https://api.x.com")
    told = Layout(home=tmp_path, port_base=9400).environment()
    assert told["BLUELAMP_SANDBOX"] == "true"
    assert told["BLUELAMP_X_ORIGIN"] == "http://127.0.0.1:9403"
    assert told["BLUELAMP_KAFKA"] == "127.0.0.1:9401"
    assert (told["DESK_PORT"], told["DESK_HEALTH_PORT"], told["INGEST_HEALTH_PORT"]) == ("9400", "9413", "9411")


def test_the_home_folder_does_not_depend_on_where_one_stands(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BLUELAMP_HOME", "here")
    assert Layout().home == tmp_path / "here"


def test_data_are_never_put_into_a_persons_own_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("BLUELAMP_HOME", raising=False)
    monkeypatch.delenv("BLUELAMP_PORT_BASE", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PORT_BASE", "1234")
    assert Layout().home == LOCAL / "run"
    assert Layout().port_base == 8400
