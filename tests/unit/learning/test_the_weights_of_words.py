"""Learning how much words weigh: the threshold, the clues that count, and the table that is written."""

import csv
from pathlib import Path

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from learning import words
from learning.words import PRECISION, Material, fit, threshold, unseen, write

LINE = (
    '{{"id":"{author}-{n}","text":"{text}","account":"force","slice":"plain","expected":{{"tags":["{tag}"],'
    '"urgency":"none","needs_reply":false,"district":"unknown","language":"en","sentiment":"neutral"}}}}'
)


@pytest.fixture
def material(tmp_path: Path) -> Material:
    """Two authors; `zorbing` is danger to both, and only the first one writes `quaggy`."""
    for author, extra in (("one", " quaggy"), ("two", "")):
        lines = [LINE.format(author=author, n=n, text=f"zorbing here {n}{extra}", tag="emergency") for n in range(6)]
        lines += [LINE.format(author=author, n=n, text=f"lovely day {n}", tag="chat") for n in range(6, 12)]
        (tmp_path / f"{author}.jsonl").write_text("\n".join(lines))
    return Material(sorted(tmp_path.glob("*.jsonl")))


def test_the_threshold_is_the_lowest_that_is_precise_enough() -> None:
    odds = np.array([3.0, 2.0, 1.0, 0.0, -1.0])
    dangerous = np.array([True, True, True, False, False])
    assert threshold(odds, dangerous) == 1.0
    assert 3 / 4 < PRECISION <= 1


def test_a_word_of_one_author_is_not_learnt(material: Material) -> None:
    known, _ = fit(material, np.arange(len(material.authors)))
    assert ("words", "zorbing") in known
    assert ("words", "quaggy") not in known


def test_each_author_is_judged_by_the_others_weights(material: Material, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "FEWEST_AUTHORS", dict.fromkeys(words.FEWEST_AUTHORS, 1))
    odds = unseen(material)
    assert odds[material.dangerous].min() > odds[~material.dangerous].max()


def test_the_table_says_each_weight_in_whole_hundredths(tmp_path: Path) -> None:
    learnt = LogisticRegression()
    learnt.coef_, learnt.intercept_ = np.array([[1.234, -0.001]]), np.array([-2.0])
    write({("words", "knife"): 0, ("words", "cake"): 1}, learnt, 0.5, tmp_path / "weights.csv")
    rows = list(csv.reader((tmp_path / "weights.csv").read_text(encoding="utf-8").splitlines()))
    assert rows == [["kind", "what", "hundredths"], ["always", "", "-250"], ["words", "knife", "123"]]
