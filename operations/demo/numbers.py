"""The scenario's followers: past weeks from a file, as a force brings them, and today's from the platform."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from operations.demo.desk import Desk, NotDone
from operations.demo.scenario import Numbers
from operations.demo.stage import Stage
from shared.clock import LONDON

WEEK = 7
SUNDAY = 7
"""The last day of an ISO week, as `date.isoweekday` counts."""

PATIENCE = timedelta(seconds=30)
"""A count comes every few seconds, and is on the page within one more."""

PAUSE_S = 0.5


def past_followers(numbers: Numbers, now: datetime) -> Iterator[tuple[date, int]]:
    """A count for each past day: the scenario's on Sundays, those between on a straight line; one day is missing.

    The Sundays are those that ended the last weeks, so that this week's growth is what the scenario says on any day.
    """
    today = now.astimezone(LONDON).date()
    last = today - timedelta(days=today.isoweekday() % SUNDAY or WEEK)
    sundays = [last - timedelta(days=WEEK * back) for back in range(len(numbers.weeks))][::-1]
    missing = today - timedelta(days=numbers.missing_days_ago)
    ends = [*zip(sundays, numbers.weeks, strict=True), (today, numbers.now)]
    for (begin, count), (end, rises_to) in pairwise(ends):
        for days in range((end - begin).days):
            if (day := begin + timedelta(days=days)) != missing:
                yield day, count + (rises_to - count) * days // (end - begin).days


def write_csv(numbers: Numbers, now: datetime, file: Path) -> None:
    """The file that `bluelamp metrics import` takes."""
    lines = [f"{numbers.account},{day.isoformat()},{count}" for day, count in past_followers(numbers, now)]
    file.write_text("\n".join(("account,at,followers", *lines, "")), encoding="utf-8")


async def tell(numbers: Numbers, stage: Stage, desk: Desk, now: Callable[[], datetime]) -> bool:
    """Say what the Numbers page shows; whether it is what the scenario's counts make of it, before patience ends."""
    deadline = now() + PATIENCE
    while True:
        shown = await _shown(numbers, desk, now())
        if shown.growth == numbers.now - numbers.weeks[-1] and shown.gaps:
            stage.say(
                f"Numbers of Hastings, /numbers/{numbers.district}: {numbers.now} followers, {shown.growth:+.0f} this "
                f"week, {shown.average:.0f} a week on average; {shown.gaps} day without a count stays a gap."
            )
            return True
        if now() > deadline:
            stage.say(f"THE NUMBERS are not as expected: {shown}.")
            return False
        await asyncio.sleep(PAUSE_S)


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the desk's call gives by now."""

    growth: float | None = None
    average: float = 0.0
    gaps: int = 0


async def _shown(numbers: Numbers, desk: Desk, now: datetime) -> _Shown:
    year, week, _ = now.astimezone(LONDON).isocalendar()
    try:
        growth = await desk.look("/api/measures", district=numbers.district, measure="followers_growth")
        followers = await desk.look("/api/measures", district=numbers.district, measure="followers")
    except NotDone:  # the desk is being started again
        return _Shown()
    weekly = [each["value"] for each in growth if "W" in each["period"] and each["value"] is not None]
    known = weekly[-len(numbers.weeks) :]
    return _Shown(
        growth=_value(growth, f"{year}-W{week:02d}"),
        average=sum(known) / len(known) if known else 0.0,
        gaps=sum(each["value"] is None for each in followers),
    )


def _value(measures: list[dict[str, Any]], period: str) -> float | None:
    return next((each["value"] for each in measures if each["period"] == period), None)
