"""Days as a calendar shows them: weeks from Monday on, in London, where a day may have 23 or 25 hours."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from shared.clock import LONDON

Span = Literal["week", "month"]

WEEK = timedelta(days=7)
EARLIEST, LATEST = date(2006, 1, 1), date(2200, 1, 1)
"""No post is older than the oldest platform, and nobody plans beyond."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of the calendar: whole weeks, and what stands before and after it."""

    span: Span
    first: date
    """The day that it is about begins: a Monday, or the first of a month."""
    days: tuple[date, ...]
    before: date
    after: date

    @property
    def begins(self) -> datetime:
        """Midnight in London."""
        return _midnight(self.days[0])

    @property
    def ends(self) -> datetime:
        """The midnight after the last day."""
        return _midnight(self.days[-1] + timedelta(days=1))

    def within(self, day: date) -> bool:
        """Whether a day belongs to it, and does not only fill a week."""
        return self.span == "week" or (day.year, day.month) == (self.first.year, self.first.month)


def sheet(span: Span, day: date) -> Sheet:
    """The week or month that has this day."""
    day = min(max(day, EARLIEST), LATEST)
    if span == "week":
        monday = day - timedelta(days=day.weekday())
        return Sheet(span, monday, _from(monday, 7), monday - WEEK, monday + WEEK)
    first = day.replace(day=1)
    after = (first + timedelta(days=31)).replace(day=1)
    monday = first - timedelta(days=first.weekday())
    weeks = -(-(after - monday).days // 7)
    return Sheet(span, first, _from(monday, 7 * weeks), (first - timedelta(days=1)).replace(day=1), after)


def clocks_change(day: date) -> Literal["forward", "back"] | None:
    """Whether London's clocks change on that day."""
    hours = (_midnight(day + timedelta(days=1)) - _midnight(day)) / timedelta(hours=1)
    return "forward" if hours < 24 else "back" if hours > 24 else None  # noqa: PLR2004 - the hours of a day


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LONDON).astimezone(UTC)


def _from(day: date, count: int) -> tuple[date, ...]:
    return tuple(day + timedelta(days=n) for n in range(count))
