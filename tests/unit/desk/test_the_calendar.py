"""Posts as a calendar: whole weeks in London, nights in which the clocks change included."""

import re
from datetime import UTC, date, datetime

import pytest

from services.desk.domain.calendar import clocks_change, sheet
from shared.contracts.post_requested import Content
from tests.support.desk import PaperDesk
from tests.support.publishing import PaperPublisher, delivery


def _planned(desk: PaperDesk, text: str, at: datetime) -> None:
    content = Content(account="x_hastings", text=text, not_before=at)
    PaperPublisher(desk).say(delivery(text, desk.clock(), content=content, hash=content.hash))


async def _days(desk: PaperDesk, query: str) -> dict[str, str]:
    """What stands on each day, by its date."""
    async with desk.signed_in() as client:
        page = (await client.get(f"/posts?view=calendar&{query}")).text
    cut = re.split(r'<li class="bl-cal__day', page)[1:]
    return {re.findall(r'datetime="([\d-]+)"', day)[0]: re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", day)) for day in cut}


def test_a_week_begins_on_its_monday_and_a_month_has_whole_weeks() -> None:
    week, month = sheet("week", date(2026, 11, 22)), sheet("month", date(2026, 11, 22))
    assert (week.days[0], week.days[-1], week.before, week.after) == (
        date(2026, 11, 16),
        date(2026, 11, 22),
        date(2026, 11, 9),
        date(2026, 11, 23),
    )
    assert (month.days[0], month.days[-1]) == (date(2026, 10, 26), date(2026, 12, 6))
    assert (month.before, month.after) == (date(2026, 10, 1), date(2026, 12, 1))
    assert [month.within(day) for day in (date(2026, 10, 31), date(2026, 11, 1))] == [False, True]


@pytest.mark.parametrize("day", [date.min, date.max])
def test_no_day_is_too_far_away_to_be_shown(day: date) -> None:
    for span in ("week", "month"):
        assert len(sheet(span, day).days) % 7 == 0


def test_the_nights_in_which_the_clocks_change_are_told() -> None:
    days = (date(2026, 3, 29), date(2026, 10, 25), date(2026, 10, 26))
    assert [clocks_change(day) for day in days] == ["forward", "back", None]
    assert sheet("week", date(2026, 10, 25)).ends == datetime(2026, 10, 26, tzinfo=UTC)
    assert sheet("week", date(2026, 3, 29)).ends == datetime(2026, 3, 29, 23, tzinfo=UTC)


async def test_a_post_stands_on_its_day_in_london(desk: PaperDesk) -> None:
    _planned(desk, "Before midnight", datetime(2027, 6, 14, 22, 30, tzinfo=UTC))
    _planned(desk, "After midnight", datetime(2027, 6, 14, 23, 30, tzinfo=UTC))
    days = await _days(desk, "from=2027-06-16")
    assert next(iter(days)) == "2027-06-14"
    assert "23:30 Waits for approval Before midnight" in days["2027-06-14"]
    assert "00:30 Waits for approval After midnight" in days["2027-06-15"]


async def test_an_hour_that_comes_twice_says_which_it_is(desk: PaperDesk) -> None:
    _planned(desk, "First", datetime(2027, 10, 31, 0, 30, tzinfo=UTC))
    _planned(desk, "Second", datetime(2027, 10, 31, 1, 30, tzinfo=UTC))
    night = (await _days(desk, "from=2027-10-31"))["2027-10-31"]
    assert "comes twice" in night
    assert night.index("01:30 BST Waits for approval First") < night.index("01:30 GMT Waits for approval Second")


async def test_a_month_shows_posts_of_its_accounts_alone(desk: PaperDesk) -> None:
    _planned(desk, "In Hastings", datetime(2027, 6, 14, 12, tzinfo=UTC))
    assert "In Hastings" in (await _days(desk, "span=month&from=2027-06-01&account=x_hastings"))["2027-06-14"]
    assert "In Hastings" not in (await _days(desk, "span=month&from=2027-06-01&account=x_rother"))["2027-06-14"]
    async with desk.signed_in("officer_crawley") as client:
        assert "In Hastings" not in (await client.get("/posts?view=calendar&from=2027-06-14")).text


@pytest.mark.parametrize("said", ["", "tomorrow", "0001-01-01", "9999-12-31"])
async def test_any_day_asked_for_is_answered(desk: PaperDesk, said: str) -> None:
    for span in ("week", "month"):
        assert len(await _days(desk, f"span={span}&from={said}")) % 7 == 0
