"""Every failure is a line a person can act on and a status a script can, never a traceback."""

import subprocess
import sys
from pathlib import Path

import pytest

from operations.__main__ import VERBS, main
from operations.exits import BAD_DATA, UNAVAILABLE, USAGE
from shared.exits import FAULT, PERSON
from tests.support.ports import free_ports


@pytest.fixture(autouse=True)
def _nothing_runs_here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("BLUELAMP_HOME", str(tmp_path))
    monkeypatch.setenv("BLUELAMP_KAFKA", f"127.0.0.1:{free_ports(1)[0]}")


def test_help_has_a_line_for_each_verb(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    listed = capsys.readouterr().out
    for verb in VERBS:
        assert f"{verb.name} " in listed
        assert verb.summary.split()[0] in listed


@pytest.mark.parametrize("arguments", [[], ["dance"], ["play"], ["play", "f", "--rate", "0"], ["demo", "--speed", "x"]])
def test_a_slip_of_the_finger_shows_how_it_is_written(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == USAGE
    assert "usage: bluelamp" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["dead", "list"], ["tail", "x", "--once"], ["staff", "add", "--id", "a"]])
def test_without_a_broker_it_is_said_where_it_was_looked_for(
    arguments: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BLUELAMP_KAFKA", f"127.0.0.1:{free_ports(1)[0]}")
    if arguments[0] == "staff":
        arguments = [*arguments, "--name", "A", "--role", "it", "--district", "*"]
    assert main(arguments) == UNAVAILABLE
    said = capsys.readouterr().err
    assert "Kafka does not answer at 127.0.0.1:" in said
    assert said.count("\n") == 1


@pytest.mark.parametrize("arguments", [["play", "f.jsonl"], ["demo"]])
def test_without_a_sandbox_it_is_said_how_to_start_it(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == UNAVAILABLE
    assert "`make run`" in capsys.readouterr().err


def test_status_of_nothing_needs_a_person(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status"]) == 1
    assert "Kafka does not answer" in capsys.readouterr().out


def test_a_broken_registry_is_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("BLUELAMP_REGISTRY", str(tmp_path / "nowhere"))
    assert main(["status"]) == PERSON
    assert "BLUELAMP_REGISTRY" in capsys.readouterr().err


def test_endpoints_that_cannot_be_read_are_named(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "endpoints.json").write_text("{")
    assert main(["play", "f.jsonl"]) == UNAVAILABLE
    assert "endpoints.json" in capsys.readouterr().err


def test_bad_data_is_told_apart(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "staff.toml").write_text("")
    assert main(["staff", "add", "--from", str(tmp_path / "staff.toml")]) == BAD_DATA
    assert "[[person]]" in capsys.readouterr().err


def test_a_fault_of_our_own_is_kept_in_a_file_and_told_in_a_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def _broken(_: object) -> None:
        raise LookupError("never seen by a person")

    monkeypatch.setattr("operations.status.verb.assemble", lambda *_: _broken(None))
    assert main(["status"]) == FAULT
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "Traceback" not in said
    (kept,) = (tmp_path / "logs").iterdir()
    assert "never seen by a person" in kept.read_text()


def test_a_pipe_that_is_closed_ends_it_quietly() -> None:
    command = f"{sys.executable} -m operations --help | head -1; {sys.executable} -m operations status | head -1"
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, timeout=60, check=False)  # noqa: S603 - our own words
    assert done.stderr == ""
