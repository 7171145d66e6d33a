"""Periods that numbers are of: a day in London (2026-05-01) or an ISO week (2026-W18), and the days each has."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Per = Literal["day", "week"]

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_WEEK = re.compile(r"(\d{4})-W(\d{2})", re.ASCII)
"""Python's own reading takes more: 20260501, and 2026-W18-1."""

LENGTH: dict[Per, timedelta] = {"day": timedelta(days=1), "week": timedelta(days=7)}


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The days of a period, the first and the last included."""

    first: date
    last: date

    @property
    def per(self) -> Per:
        """Which kind of period it is."""
        return "day" if self.first == self.last else "week"


def span_of(period: str) -> Span | None:
    """The days of a period as it is written; None where it is neither a day nor a week that exists."""
    try:
        if _DAY.fullmatch(period):
            day = date.fromisoformat(period)
            return Span(day, day)
        if week := _WEEK.fullmatch(period):
            monday = date.fromisocalendar(int(week[1]), int(week[2]), 1)
            return Span(monday, monday + timedelta(days=6))
    except (ValueError, OverflowError):
        return None
    return None


def period_of(first: date, per: Per) -> str:
    """How the period that begins on this day is written."""
    if per == "day":
        return first.isoformat()
    year, week, _ = first.isocalendar()
    return f"{year}-W{week:02}"


def week_of(day: date) -> date:
    """The Monday of its week."""
    return day - timedelta(days=day.weekday())


def every(first: date, last: date, per: Per) -> Iterator[date]:
    """The first day of each period from one to the other, the newest first."""
    while last >= first:
        yield last
        last -= LENGTH[per]
