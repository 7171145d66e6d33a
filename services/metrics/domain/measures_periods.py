"""Periods that measures are of: days in London and ISO weeks, each known by the day it begins with."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

GAP_AT_MOST = 400
"""Periods without a count that are told between two with one: more than the days that are kept, fewer than a wrong
date would make."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Cuts time into periods of one length."""

    days: int

    def start_of(self, day: date) -> date:
        """The first day of the period that the day lies in."""
        return day if self.days == 1 else day - timedelta(days=day.weekday())

    def before(self, start: date) -> date:
        """The period before."""
        return start - timedelta(days=self.days)

    def name(self, start: date) -> str:
        """As it stands on the topic: 2026-05-01, or 2026-W18."""
        if self.days == 1:
            return start.isoformat()
        year, week, _ = start.isocalendar()
        return f"{year}-W{week:02}"

    def revealed(self, known: Iterable[date]) -> Iterator[tuple[date, date]]:
        """Every period from the first known one to the last, with the known one that it, or its gap, is known by."""
        before: date | None = None
        for start in sorted(known):
            missing = (start - before).days // self.days - 1 if before else 0
            for back in range(min(missing, GAP_AT_MOST), 0, -1):
                yield start - timedelta(days=back * self.days), start
            yield start, start
            before = start


DAYS = Calendar(1)
WEEKS = Calendar(7)
CALENDARS = (DAYS, WEEKS)


def first_day_kept(today: date) -> date:
    """Days before this one are no longer told: thirteen months, so that a month can be held against last year's."""
    year, month = (today.year - 2, 12) if today.month == 1 else (today.year - 1, today.month - 1)
    return date(year, month, 1)


def is_day(period: str) -> bool:
    """Whether this names a day; anything else is a week."""
    return "W" not in period
