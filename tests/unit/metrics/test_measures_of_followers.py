"""Followers of a district: the last count of a period, its growth, and gaps that stay gaps."""

from datetime import date

import pytest

from services.metrics.domain.measures import Name
from services.metrics.domain.measures_index import Cell, check
from services.metrics.domain.measures_periods import GAP_AT_MOST, first_day_kept
from shared.errors import InvalidMessage
from tests.unit.metrics.contributions import followers, measures, noon, values


def test_growth_is_the_difference_to_the_day_before() -> None:
    readings = measures([followers("2026-05-01", 600), followers("2026-05-02", 627)])
    assert values(readings, "followers") == {"2026-05-01": 600, "2026-05-02": 627}
    assert values(readings, "followers_growth") == {"2026-05-01": None, "2026-05-02": 27}


def test_a_fall_is_a_negative_growth() -> None:
    readings = measures([followers("2026-05-01", 600), followers("2026-05-02", 580)])
    assert values(readings, "followers_growth")["2026-05-02"] == -20


def test_days_without_a_count_between_two_with_one_are_told_as_gaps() -> None:
    readings = measures([followers("2026-05-01", 600), followers("2026-05-04", 627)])
    assert values(readings, "followers") == {
        "2026-05-01": 600,
        "2026-05-02": None,
        "2026-05-03": None,
        "2026-05-04": 627,
    }
    gap = readings[Name("followers", "2026-05-02")]
    assert not gap.complete
    assert gap.as_of == noon("2026-05-04"), "the count that showed that there was none before"


def test_growth_is_not_claimed_across_a_gap() -> None:
    readings = measures([followers("2026-05-01", 600), followers("2026-05-03", 627)])
    assert set(values(readings, "followers_growth").values()) == {None}


def test_a_count_that_the_platform_did_not_give_is_a_gap() -> None:
    assert values(measures([followers("2026-05-01", None)]), "followers") == {"2026-05-01": None}


def test_a_district_with_two_accounts_has_the_followers_of_both_or_a_gap() -> None:
    readings = measures(
        [
            followers("2026-05-01", 600),
            followers("2026-05-01", 50, "x_second", later=-60),
            followers("2026-05-02", 601),
            followers("2026-05-03", 602),
            followers("2026-05-03", 51, "x_second"),
        ]
    )
    assert values(readings, "followers") == {"2026-05-01": 650, "2026-05-02": None, "2026-05-03": 653}
    first = readings[Name("followers", "2026-05-01")]
    assert (first.as_of, first.complete) == (noon("2026-05-01").replace(hour=11, minute=59), True)


def test_an_active_account_that_is_no_longer_counted_makes_a_gap_and_a_retired_one_does_not() -> None:
    told = [followers("2026-05-01", 600), followers("2026-05-01", 50, "x_second"), followers("2026-05-02", 601)]
    assert values(measures(told, active={"x_hastings", "x_second"}), "followers")["2026-05-02"] is None
    assert values(measures(told, active={"x_hastings"}), "followers")["2026-05-02"] == 601


def test_an_active_account_that_was_never_counted_leaves_all_values_incomplete() -> None:
    told = [followers("2026-05-01", 600), followers("2026-05-02", 601)]
    readings = measures(told, active={"x_hastings", "x_misspelt"})
    assert values(readings, "followers") == {"2026-05-01": 600, "2026-05-02": 601}
    followed = [reading for name, reading in readings.items() if name.measure.startswith("followers")]
    assert not any(reading.complete for reading in followed)
    assert measures(told, active={"x_hastings"})[Name("followers", "2026-05-02")].complete


def test_an_account_counts_from_its_first_day_and_its_followers_are_no_growth() -> None:
    readings = measures(
        [followers("2026-05-01", 600), followers("2026-05-02", 601), followers("2026-05-02", 50, "x_second")]
    )
    assert values(readings, "followers") == {"2026-05-01": 600, "2026-05-02": 651}
    assert values(readings, "followers_growth")["2026-05-02"] is None


def test_a_week_has_the_last_count_of_its_days() -> None:
    readings = measures(
        [
            followers("2026-04-29", 590),
            followers("2026-05-03", 600),  # a Sunday
            followers("2026-05-04", 601),
            followers("2026-05-07", 627),
        ]
    )
    assert values(readings, "followers", weeks=True) == {"2026-W18": 600, "2026-W19": 627}
    assert values(readings, "followers_growth", weeks=True) == {"2026-W18": None, "2026-W19": 27}


def test_a_week_without_a_count_is_a_gap_too() -> None:
    readings = measures([followers("2026-12-28", 600), followers("2027-01-12", 627)])
    assert values(readings, "followers", weeks=True) == {"2026-W53": 600, "2027-W01": None, "2027-W02": 627}
    assert values(readings, "followers_growth", weeks=True)["2027-W02"] is None


def test_an_account_of_two_districts_counts_for_both_and_the_forces_own_for_the_force() -> None:
    told = [
        followers("2026-05-01", 600, "x_both", districts=("adur", "worthing")),
        followers("2026-05-01", 9, "x_force", districts=()),
    ]
    for district, count in {"adur": 600, "worthing": 600, "force": 9}.items():
        assert values(measures(told, cell=Cell(district, "x")), "followers") == {"2026-05-01": count}


def test_an_account_that_moved_counts_for_its_new_district_from_then_on() -> None:
    told = [followers("2026-05-01", 600), followers("2026-05-02", 601, districts=("rother",))]
    active = {"x_hastings"}  # by the registry of today, for rother alone
    assert values(measures(told), "followers") == {"2026-05-01": 600}
    assert values(measures(told, cell=Cell("rother", "x"), active=active), "followers") == {"2026-05-02": 601}


def test_a_day_said_anew_for_another_district_leaves_the_old_one() -> None:
    told = [followers("2026-05-01", 600), followers("2026-05-01", 600, districts=("rother",), later=1)]
    assert measures(told) == {}


def test_days_that_are_no_longer_kept_are_left_out_and_weeks_never() -> None:
    told = [followers("2026-04-30", 600), followers("2026-05-01", 627)]
    readings = measures(told, first_day=date(2026, 5, 1))
    assert values(readings, "followers") == {"2026-05-01": 627}
    assert values(readings, "followers_growth") == {"2026-05-01": 27}
    assert values(readings, "followers", weeks=True) == {"2026-W18": 627}


@pytest.mark.parametrize(
    ("today", "first"), [("2026-11-22", "2025-10-01"), ("2026-01-31", "2024-12-01"), ("2026-02-01", "2025-01-01")]
)
def test_days_are_kept_for_thirteen_months(today: str, first: str) -> None:
    assert first_day_kept(date.fromisoformat(today)) == date.fromisoformat(first)


def test_an_old_date_makes_no_endless_gap() -> None:
    readings = measures([followers("2010-01-01", 5), followers("2026-05-01", 600)])
    assert len(values(readings, "followers")) == 2 + GAP_AT_MOST


@pytest.mark.parametrize("day", ["", "2026-02-30", "yesterday", "2005-12-31", "2026-05-03", "9999-12-31"])
def test_a_day_that_is_none_or_has_not_come_is_refused(day: str) -> None:
    contribution = followers("2026-05-01", 1).model_copy(update={"day": day})
    with pytest.raises(InvalidMessage):
        check(contribution, date(2026, 5, 1))
