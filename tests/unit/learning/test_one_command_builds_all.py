"""`make model` builds everything that triage learns, in the order in which one part needs the other."""

import shutil
import sys
from pathlib import Path

import pytest

from learning import build, words
from services.triage.model.loading import FILES


@pytest.mark.parametrize(
    ("asked", "done"),
    [([], ["tables read", "model", "words", "tables read", "heads"]), (["--heads"], ["tables read", "heads"])],
)
def test_the_weights_of_words_are_learnt_before_the_heads_read_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, asked: list[str], done: list[str]
) -> None:
    steps: list[str] = []
    monkeypatch.setattr(sys, "argv", ["make model", *asked])
    monkeypatch.setattr(words, "learn", lambda: steps.append("words"))
    monkeypatch.setattr(build, "labeller_of", lambda _: steps.append("tables read"))
    monkeypatch.setattr(build.Workshop, "build_model", lambda *_: steps.append("model"))
    monkeypatch.setattr(build.Workshop, "build_heads", lambda *_: steps.append("heads"))
    monkeypatch.setattr(build, "FILES", shutil.copytree(FILES, tmp_path / "files"))
    build.main()
    assert steps == done


def test_a_build_that_fails_leaves_the_model_of_before(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def breaks(workshop: build.Workshop, *_: object) -> None:
        (workshop.folder / "heads.json").write_text("half")
        raise KeyboardInterrupt

    files = shutil.copytree(FILES, tmp_path / "files")
    monkeypatch.setattr(sys, "argv", ["make model", "--heads"])
    monkeypatch.setattr(build, "FILES", files)
    monkeypatch.setattr(build.Workshop, "build_heads", breaks)

    with pytest.raises(KeyboardInterrupt):
        build.main()

    assert (files / "heads.json").read_bytes() == (FILES / "heads.json").read_bytes()
