"""Growth in words, gaps in words, and rows that nobody invented."""

from datetime import date, datetime, timedelta

import pytest

from services.desk.domain.numbers import Row, growth_of, newest, number, rows, signed
from services.desk.domain.periods import period_of, span_of, week_of
from services.desk.pages.standing import FOLLOWERS, POSTS
from shared.clock import LONDON
from shared.contracts.district_measured import Measured
from tests.support.numbers import WEEKS, days, engagement, measured, weeks

NOW = datetime(2026, 5, 1, 12, tzinfo=LONDON)
THIS_WEEK = date(2026, 4, 27)


def by_week(told: list[Measured]) -> list[Row]:
    return rows(told, "week", FOLLOWERS)


def test_the_demos_eight_weeks() -> None:
    growth = growth_of(by_week(weeks(NOW, WEEKS)), THIS_WEEK)
    assert growth.said == "+24 this week, 25 a week on average"
    assert growth.weeks == 8


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ((), "Not counted this week yet"),
        ((600,), "No baseline for this week: the week before was not counted"),
        ((600, None), "Not counted this week yet"),
        ((600, None, 640), "No baseline for this week: the week before was not counted"),
        ((600, 610), "+10 this week"),
        ((600, 610, 610), "No change this week, 5 a week on average"),
        ((600, 601, 598), "\N{MINUS SIGN}3 this week, \N{MINUS SIGN}1 a week on average"),
        ((600, 601, 603), "+2 this week, 1.5 a week on average"),
        ((600, 2600, 3600), "+1,000 this week, 1,500 a week on average"),
        ((600, 610, None, 640, 660), "+20 this week, 15 a week on average"),
        ((600, 610, 630, None), "Not counted this week yet, 15 a week on average"),
    ],
)
def test_growth_in_words(counts: tuple[float | None, ...], said: str) -> None:
    assert growth_of(by_week(weeks(NOW, counts)), THIS_WEEK).said == said


def test_last_weeks_growth_is_not_this_weeks() -> None:
    assert growth_of(by_week(weeks(NOW - timedelta(weeks=1), WEEKS)), THIS_WEEK).said.startswith("Not counted")


def test_a_day_that_nobody_told_of_is_a_gap_among_the_rows() -> None:
    told = [each for each in days(NOW, [1, 2, 3, 4, 5]) if each.period != "2026-04-29"]
    found = rows(told, "day", FOLLOWERS)
    assert [row.period for row in found] == [f"2026-{day}" for day in ("05-01", "04-30", "04-29", "04-28", "04-27")]
    assert [row.value("followers") for row in found] == [5, 4, None, 2, 1]
    assert (found[2].as_of, found[2].why_not("followers")) == (None, "Not counted")


def test_each_gap_says_why() -> None:
    first, *_ = by_week(weeks(NOW, [600]))
    assert first.why_not("followers_growth") == "No baseline"
    missing = by_week(weeks(NOW, [600, None]))[0]
    assert {missing.why_not("followers"), missing.why_not("followers_growth")} == {"Not counted"}
    (idle,) = rows(engagement(NOW, posts=0, likes=0, replies=0), "week", POSTS)
    assert [idle.shown(each) for each in POSTS] == [None] * len(POSTS)
    assert idle.why_not("posts") == "None"
    assert {idle.why_not(each) for each in POSTS if each != "posts"} == {"No posts"}
    (unknown,) = rows(engagement(NOW, posts=1, likes=None, replies=2, complete=False), "week", POSTS)
    assert unknown.why_not("engagement_per_post") == unknown.why_not("likes") == "Not counted"
    assert not unknown.complete


def test_a_missing_like_does_not_make_followers_incomplete() -> None:
    told = [*weeks(NOW, [600, 610]), *engagement(NOW, posts=1, likes=None, replies=2, complete=False)]
    assert [row.complete for row in by_week(told)] == [True, True]


def test_the_newest_count_is_that_of_the_last_day_which_has_one() -> None:
    day_rows, week_rows = rows(days(NOW, [600, 610, None]), "day", FOLLOWERS), by_week(weeks(NOW, [600]))
    found = newest(day_rows, week_rows)
    assert found
    assert (found.period, found.value) == ("2026-04-30", 610)
    assert newest([], week_rows) == week_rows[0].told["followers"]
    assert newest([], by_week([measured("followers", "2026-W18", None, NOW)])) is None


@pytest.mark.parametrize(
    "period", ["2026-W54", "2026-W00", "2026-02-30", "20260501", "2026-W1", "2026-W18-1", "", "٢٠٢٦-05-01"]
)
def test_what_is_no_day_and_no_week(period: str) -> None:
    assert span_of(period) is None


def test_weeks_are_iso_weeks_also_around_new_year() -> None:
    span = span_of("2026-W01")
    assert span
    assert (span.first, span.last) == (date(2025, 12, 29), date(2026, 1, 4))
    assert period_of(span.first, "week") == "2026-W01"
    assert week_of(span.last) == span.first
    assert span_of("9999-W52") is None, "it would end after the last day that there is"


def test_numbers_as_people_read_them() -> None:
    assert [number(each) for each in (0, 1234.0, 9.333, 9.5, -3)] == ["0", "1,234", "9.33", "9.5", "\N{MINUS SIGN}3"]
    assert [signed(each) for each in (0, 24, -3)] == ["0", "+24", "\N{MINUS SIGN}3"]
