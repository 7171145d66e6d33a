"""`make clean` removes what is ours, after a yes, and never while it is in use."""

from io import StringIO
from pathlib import Path

import pytest

from deploy.local import clean
from deploy.local.layout import Layout
from deploy.local.run.ground import one_at_a_time


@pytest.fixture
def local(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    local = tmp_path / ".local"
    (local / "venv").mkdir(parents=True)
    monkeypatch.setattr(clean, "LOCAL", local)
    monkeypatch.delenv("BLUELAMP_HOME", raising=False)
    return local


def answer(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", StringIO(text))


@pytest.mark.parametrize("said", ["no\n", "\n", "", "y\n"])
def test_anything_but_yes_removes_nothing(local: Path, monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    answer(monkeypatch, said)
    assert clean.main([]) == 1
    assert local.exists()


def test_yes_removes_everything_and_says_beforehand_what(
    local: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answer(monkeypatch, "yes\n")
    assert clean.main([]) == 0
    assert not local.exists()
    assert str(local) in capsys.readouterr().out


def test_data_elsewhere_go_too_but_only_a_folder_that_make_run_made(
    local: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, not_ours = tmp_path / "ours", tmp_path / "photographs"
    for folder in (ours, not_ours):
        folder.mkdir()
    with one_at_a_time(Layout(home=ours)):
        pass
    monkeypatch.setenv("BLUELAMP_HOME", str(not_ours))
    assert clean.main(["--yes"]) == 0
    assert not_ours.exists()
    monkeypatch.setenv("BLUELAMP_HOME", str(ours))
    assert clean.main(["--yes"]) == 0
    assert not ours.exists()
    assert not local.exists()


def test_nothing_is_removed_while_it_runs(local: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with one_at_a_time(Layout(home=local / "run")):
        assert clean.main(["--yes"]) == 1
    assert local.exists()
    assert "Stop it with Ctrl-C first" in capsys.readouterr().out
