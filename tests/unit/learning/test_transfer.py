"""Measuring on a set that somebody else labelled."""

from pathlib import Path

import pytest

from learning.evaluation.transfer import Foreign, measured, read


def test_the_columns_and_the_labels_that_mean_danger_are_the_users(tmp_path: Path) -> None:
    file = tmp_path / "calls.csv"
    file.write_text('Said,Priority\n"he has a gun, come",P1\nlost my cat,P4\n,P1\n', encoding="utf-8")

    assert list(read(file, "Said", "Priority", ["p1"])) == [
        Foreign("he has a gun, come", danger=True),
        Foreign("lost my cat", danger=False),
    ]


def test_a_column_that_is_not_there_is_named_with_those_that_are(tmp_path: Path) -> None:
    file = tmp_path / "calls.csv"
    file.write_text("Said,Priority\n", encoding="utf-8")

    with pytest.raises(SystemExit, match="no column 'text'; it has Said, Priority"):
        list(read(file, "text", "Priority", ["p1"]))


def test_the_figures_are_counts_and_never_a_message() -> None:
    messages = [Foreign("gun", danger=True), Foreign("knife", danger=True), Foreign("cat", danger=False)]
    judged = {"gun": (True, 0.9), "knife": (False, 0.4), "cat": (True, 0.6)}

    told = measured(messages, judged.__getitem__)

    assert "dangers that alert         0.500 (1 of 2; 0.09 to 0.91)" in told
    assert "alerts that tell of danger 0.500 (1 of 2" in told
    assert "area under the curve       0.500" in told
    assert "knife" not in told


def test_a_set_without_danger_asks_for_the_labels_that_mean_it() -> None:
    with pytest.raises(SystemExit, match="--danger"):
        measured([Foreign("cat", danger=False)], lambda _: (False, 0.0))
