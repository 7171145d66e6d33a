"""Intervals, F1 and kappa against cases reckoned by hand."""

import pytest

from learning.evaluation.agreement import agreements, kappa
from learning.evaluation.intervals import share, wilson
from learning.evaluation.scores import gain, macro_f1, micro_f1, rows_of
from tests.unit.learning.answers import answer


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(44, 44, 0.9197, 1.0), (8, 10, 0.4902, 0.9433), (0, 10, 0.0, 0.2775), (81, 263, 0.2553, 0.3662)],
)
def test_wilsons_interval_is_the_one_of_the_books(part: int, whole: int, low: float, high: float) -> None:
    assert wilson(part, whole) == pytest.approx((low, high), abs=0.0001)


def test_a_share_of_nothing_is_not_measured_rather_than_perfect() -> None:
    assert share(0, 0).value is None


WANTED = [answer("emergency"), answer("emergency", "question"), answer("chat"), answer("question")]
GIVEN = [answer("emergency"), answer("question"), answer("emergency"), answer("question")]


def test_precision_recall_and_f1_are_counted_by_value() -> None:
    rows = {row.value: row for row in rows_of(WANTED, GIVEN, "tags")}

    emergency = rows["emergency"]
    assert (emergency.wanted, emergency.given) == (2, 2)
    assert (emergency.precision.value, emergency.recall.value, emergency.f1.value) == (0.5, 0.5, 0.5)
    assert rows["question"].f1.value == 1
    assert (rows["chat"].precision.value, rows["chat"].recall.value, rows["chat"].f1.value) == (None, 0, 0)


def test_macro_f1_counts_every_tag_the_same_and_micro_f1_every_label() -> None:
    figure = macro_f1(WANTED, GIVEN)

    assert figure.value == pytest.approx((0.5 + 1 + 0) / 3)
    assert figure.low is not None
    assert figure.high is not None
    assert figure.low < 0.5 < figure.high
    assert micro_f1(WANTED, GIVEN) == pytest.approx(2 * 3 / (5 + 4))


def test_resampling_is_the_same_every_time() -> None:
    assert macro_f1(WANTED, GIVEN) == macro_f1(list(WANTED), list(GIVEN))


def test_a_gain_over_oneself_is_nothing_and_over_a_worse_one_is_the_difference() -> None:
    assert gain(WANTED, GIVEN, GIVEN).value == gain(WANTED, GIVEN, GIVEN).high == 0
    assert gain(WANTED, WANTED, GIVEN).value == pytest.approx(0.5)


def test_kappa_takes_out_what_chance_would_agree_on() -> None:
    one, other = "y" * 25 + "n" * 25, "y" * 20 + "n" * 5 + "y" * 10 + "n" * 15

    assert kappa(one, other) == pytest.approx(0.4)
    assert kappa("ab", "ab") == 1
    assert kappa("aa", "aa") is None, "nothing to disagree on"


def test_agreement_is_told_for_the_whole_field_and_for_each_tag() -> None:
    told = {(each.field, each.value): each.same.value for each in agreements(WANTED, GIVEN)}

    assert told["tags", ""] == 0.5
    assert told["tags", "emergency"] == 0.5
    assert told["tags", "question"] == 1
