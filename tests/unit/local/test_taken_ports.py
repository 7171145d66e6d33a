"""A port that another program has is told before anything starts, with who needs it and what helps."""

import socket
from pathlib import Path

import pytest

from deploy.local.layout import Layout
from deploy.local.processes import PROCESSES
from deploy.local.run.ground import check_ports, is_free
from shared.errors import Misconfigured
from shared.settings import read_settings
from tests.support.ports import free_ports


def layout_on_free_ports(home: Path) -> Layout:
    while True:
        layout = Layout(home=home, port_base=free_ports(1)[0])
        if all(is_free(port) for port in layout.ports_needed()):
            return layout


def test_a_taken_port_is_named_with_who_needs_it_and_a_base_that_is_free(tmp_path: Path) -> None:
    layout = layout_on_free_ports(tmp_path)
    with socket.create_server(("127.0.0.1", layout.port(3))), pytest.raises(Misconfigured) as refused:
        check_ports(layout)
    assert f"port {layout.port(3)} (for sandbox-x)" in str(refused.value)
    assert f"port {layout.port(1)}" not in str(refused.value)
    other = int(str(refused.value).partition("BLUELAMP_PORT_BASE=")[2].split()[0])
    check_ports(layout.model_copy(update={"port_base": other}))


def test_free_ports_are_no_reason_to_stop(tmp_path: Path) -> None:
    check_ports(layout_on_free_ports(tmp_path))


def test_a_port_just_closed_is_free(tmp_path: Path) -> None:
    """A client was connected a moment ago: the system keeps the pair for a while."""
    layout = layout_on_free_ports(tmp_path)
    with socket.create_server(("127.0.0.1", layout.port(0))) as server:
        client = socket.create_connection(server.getsockname())
        accepted, _ = server.accept()
        accepted.close()
        client.close()
    check_ports(layout)


def test_no_two_processes_want_the_same_port() -> None:
    offsets = [offset for process in PROCESSES for offset in process.ports.values()]
    assert len(set(offsets)) == len(offsets)
    assert Layout(port_base=8400).ports_needed() == {
        8400: "desk",
        8401: "kafka",
        8402: "kafka",
        8403: "sandbox-x",
        8404: "the supervisor",
        8411: "ingest",
        8412: "triage",
        8413: "desk",
        8414: "publisher",
        8415: "metrics-sampler",
        8416: "metrics-aggregator",
    }


@pytest.mark.parametrize("wrong", ["eighty", "80", "70000"])
def test_a_wrong_base_is_named_in_one_line(
    wrong: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BLUELAMP_PORT_BASE", wrong)
    with pytest.raises(SystemExit):
        read_settings(Layout)
    said = capsys.readouterr().err
    assert "BLUELAMP_PORT_BASE" in said
    assert wrong in said
    assert "Traceback" not in said
