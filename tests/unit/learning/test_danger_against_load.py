"""The curve of danger against load, and calibration, on cases reckoned by hand."""

import pytest

from learning.evaluation.alerts import alerts_of
from learning.evaluation.calibration import bins_of, brier, calibration_error
from learning.evaluation.danger import Point, area_under, curve, load_at, recall_at
from tests.unit.learning.answers import danger, harmless, told
from tests.unit.learning.lines import line

SCORES = [0.9, 0.8, 0.8, 0.4, 0.1]
DANGERS = [True, True, False, False, True]


def test_messages_of_the_same_score_come_together() -> None:
    assert curve(SCORES, DANGERS) == [Point(0, 0), Point(1 / 3, 0), Point(2 / 3, 0.5), Point(2 / 3, 1), Point(1, 1)]


def test_load_counts_dangers_and_harmless_as_they_are_in_traffic() -> None:
    point = Point(found=0.9, false=0.04)

    assert point.load(0.05) == pytest.approx(0.05 * 0.9 + 0.95 * 0.04)
    assert point.precision(0.05) == pytest.approx(0.045 / 0.083)
    assert Point(0, 0).precision(0.05) is None


def test_what_a_load_finds_is_never_more_than_it_allows() -> None:
    points = curve(SCORES, DANGERS)

    assert recall_at(points, load=0.3, danger=0.6) == 1 / 3, "the next two would be 0.6"
    assert recall_at(points, load=0.6, danger=0.6) == 2 / 3
    assert load_at(points, recall=0.6, danger=0.6) == pytest.approx(0.6)
    assert load_at(points, recall=0.9, danger=0.6) == 1


def test_the_area_counts_pairs_ranked_right_and_ties_half() -> None:
    assert area_under(curve(SCORES, DANGERS)) == pytest.approx((2 + 1.5 + 0) / 6)
    assert area_under(curve([0.5], [True])) is None


def test_what_the_words_alert_is_ranked_before_all_that_the_model_says() -> None:
    spoken = told(line("t1-1", "help", "emergency"), likely=0.1, fast=True)
    lines = [spoken, danger(2, likely=0.7), harmless(3, likely=0.8), harmless(4)]

    alerts = alerts_of(lines, 0.5)

    assert alerts["curves"]["words, then model"]["area"] == pytest.approx(3 / 4)
    assert alerts["curves"]["model alone"]["area"] == pytest.approx(1 / 4 + 0.5 / 4)


def test_missed_dangers_are_told_by_their_ids_alone() -> None:
    alerts = alerts_of([danger(1), danger(2, "words nobody may see", seen=False), harmless(3, alerts=True)], 0.5)

    assert alerts["missed"] == ["t1-2"]
    assert "nobody may see" not in repr(alerts)
    shipped = alerts["shipped"]
    assert (shipped["recall"].value, shipped["precision"].value, shipped["false"].value) == (0.5, 0.5, 1)


def test_honest_probabilities_have_no_error_and_boastful_ones_have() -> None:
    were = [True] * 7 + [False] * 3

    assert calibration_error(bins_of([0.7] * 10, were)) == pytest.approx(0)
    assert calibration_error(bins_of([0.95] * 10, were)) == pytest.approx(0.25)
    assert calibration_error([]) is None
    assert brier([0.9, 0.2], [True, False]) == pytest.approx((0.01 + 0.04) / 2)


def test_certainty_belongs_to_the_last_step() -> None:
    assert [(each.low, each.lines) for each in bins_of([1.0, 0.95, 0.0], [True, True, False])] == [(0.0, 1), (0.9, 2)]
