"""`make model` builds everything that triage learns, in the order in which one part needs the other."""

import sys

import pytest

from learning import build, words


@pytest.mark.parametrize(
    ("asked", "done"), [([], ["words", "tables read", "model", "heads"]), (["--heads"], ["tables read", "heads"])]
)
def test_the_weights_of_words_are_learnt_before_anything_reads_them(
    monkeypatch: pytest.MonkeyPatch, asked: list[str], done: list[str]
) -> None:
    steps: list[str] = []
    monkeypatch.setattr(sys, "argv", ["make model", *asked])
    monkeypatch.setattr(words, "learn", lambda: steps.append("words"))
    monkeypatch.setattr(build, "labeller_of", lambda _: steps.append("tables read"))
    monkeypatch.setattr(build.Workshop, "build_model", lambda *_: steps.append("model"))
    monkeypatch.setattr(build.Workshop, "build_heads", lambda *_: steps.append("heads"))
    build.main()
    assert steps == done
