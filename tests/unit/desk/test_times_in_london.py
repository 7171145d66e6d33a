"""A day and an hour typed in London: what they mean, and those that do not exist."""

from datetime import UTC, datetime, timedelta

import pytest

from services.desk.domain.refusal import Refused
from services.desk.domain.when import comes_twice, due, typed_as
from services.desk.pages import times

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "clock", "utc"),
    [
        ("2026-12-01", "02:14", "2026-12-01T02:14+00:00"),
        ("2027-06-01", "02:14", "2027-06-01T01:14+00:00"),
        ("2027-03-28", "00:59", "2027-03-28T00:59+00:00"),
        ("2027-03-28", "02:00", "2027-03-28T01:00+00:00"),
        ("2027-10-31", "01:30", "2027-10-31T00:30+00:00"),
        ("2027-10-31", "02:00", "2027-10-31T02:00+00:00"),
    ],
)
def test_a_time_is_meant_as_the_clocks_are_in_london(day: str, clock: str, utc: str) -> None:
    moment = due(day, clock, NOW)
    assert moment == datetime.fromisoformat(utc)
    assert typed_as(moment) == (day, clock)


@pytest.mark.parametrize("clock", ["01:00", "01:30", "01:59"])
def test_a_time_that_the_clocks_leave_out_is_refused_with_words(clock: str) -> None:
    with pytest.raises(Refused, match=f"{clock} does not exist on 28 March 2027.*Choose a time before 01:00"):
        due("2027-03-28", clock, NOW)


@pytest.mark.parametrize(
    ("day", "clock", "said"),
    [
        ("", "10:00", "The day is missing"),
        ("2026-13-01", "10:00", "no day"),
        ("2026-12-01", "", "The time is missing"),
        ("2026-12-01", "25:00", "no time of day"),
        ("2026-11-22", "11:59", "has passed"),
        ("0001-01-01", "00:00", "has passed"),
    ],
)
def test_what_is_no_time_to_come_says_what_to_type(day: str, clock: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        due(day, clock, NOW)


@pytest.mark.parametrize(("utc", "twice"), [("00:30", True), ("01:30", True), ("02:00", False), ("23:59", False)])
def test_the_hour_that_comes_twice_is_known(utc: str, twice: object) -> None:
    assert comes_twice(datetime.fromisoformat(f"2027-10-31T{utc}+00:00")) is twice


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (-5, "due now"),
        (0, "due now"),
        (30, "in less than a minute"),
        (90, "in 1 min"),
        (6_900, "in 1 h 55 min"),
        (86_400, "in 1 day"),
        (3 * 86_400, "in 3 days"),
    ],
)
def test_how_long_until_then(seconds: int, said: str) -> None:
    assert times.ahead(NOW + timedelta(seconds=seconds), NOW) == said
