"""What a process writes appears on the terminal with its name, in colour where there is one to see it."""

import json
from io import StringIO
from pathlib import Path

import pytest

from deploy.local.run.forward import QUIET_S, Forwarder, readable


class Terminal(StringIO):
    """An output that a person watches."""

    def isatty(self) -> bool:
        """It is one."""
        return True


def test_each_line_carries_its_process(tmp_path: Path) -> None:
    output = StringIO()
    forwarder = Forwarder(tmp_path, ("kafka", "sandbox-x"), output)
    (tmp_path / "kafka.log").write_text("up\n")
    (tmp_path / "sandbox-x.log").write_text("listening\n")
    forwarder.pump()
    assert output.getvalue() == "kafka     | up\nsandbox-x | listening\n"
    forwarder.close()


def test_a_terminal_sees_colours_and_a_file_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert Forwarder(tmp_path, ("desk",), Terminal()).prefixed("desk", "up") == "\033[36mdesk |\033[0m up"
    assert Forwarder(tmp_path, ("desk",), StringIO()).prefixed("desk", "up") == "desk | up"
    monkeypatch.setenv("NO_COLOR", "1")
    assert Forwarder(tmp_path, ("desk",), Terminal()).prefixed("desk", "up") == "desk | up"


def test_what_an_earlier_run_wrote_is_not_shown_again(tmp_path: Path) -> None:
    (tmp_path / "desk.log").write_text("yesterday\n")
    output = StringIO()
    forwarder = Forwarder(tmp_path, ("desk",), output)
    with (tmp_path / "desk.log").open("a") as log:
        log.write("today\n")
    forwarder.close()
    assert output.getvalue() == "desk | today\n"


def test_what_is_said_many_times_a_second_is_shown_once_and_counted(tmp_path: Path) -> None:
    output, time = StringIO(), [0.0]
    forwarder = Forwarder(tmp_path, ("desk",), output, lambda: time[0])
    with (tmp_path / "desk.log").open("a") as log:
        log.write("no broker\nno metadata\n" * 50)
        log.flush()
        forwarder.pump()
        time[0] += QUIET_S
        log.write("no broker\nup\n")
    forwarder.close()
    assert output.getvalue().splitlines() == [
        "desk | no broker",
        "desk | no metadata",
        "desk | no broker (and 49 times before)",
        "desk | up",
    ]


def test_half_a_line_waits_for_its_other_half(tmp_path: Path) -> None:
    output = StringIO()
    forwarder = Forwarder(tmp_path, ("desk",), output)
    with (tmp_path / "desk.log").open("ab") as log:
        log.write("café".encode()[:-1])
        log.flush()
        forwarder.pump()
        assert output.getvalue() == ""
        log.write("café".encode()[-1:] + b"\n")
    forwarder.close()
    assert output.getvalue() == "desk | café\n"


def test_nothing_is_missed_when_the_file_is_rotated(tmp_path: Path) -> None:
    output = StringIO()
    forwarder = Forwarder(tmp_path, ("desk",), output)
    log = tmp_path / "desk.log"
    log.write_text("one\n")
    forwarder.pump()
    with log.open("a") as still_open:
        still_open.write("two\n")
    log.rename(tmp_path / "desk.log.1")
    log.write_text("three\n")
    forwarder.close()
    assert output.getvalue().split("\n")[:3] == ["desk | one", "desk | two", "desk | three"]


def test_a_services_json_is_read_as_a_sentence() -> None:
    line = {"at": "2026-11-22T12:00:00", "level": "info", "service": "ingest", "logger": "x", "message": "connected"}
    assert readable(json.dumps(line)) == ("connected", False)
    failed = {**line, "level": "error", "message": "gave up", "account": "x_force", "exception": "Trace\nOSError: no"}
    assert readable(json.dumps(failed)) == ("error: gave up account=x_force OSError: no", True)


def test_a_log_cannot_steer_the_terminal() -> None:
    text, _ = readable(json.dumps({"message": "a\x1b[2Jb\rc", "level": "info"}))
    assert text == "a [2Jb c"


@pytest.mark.parametrize("line", ["12", "[]", "null", '{"no": "message"}', "plain"])
def test_other_lines_stay_as_they_are(line: str) -> None:
    assert readable(line) == (line, False)
