"""The scenario's followers: past weeks from a file, as a force brings them, and today's from the platform."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from operations.demo.desk import Desk, NotDone
from operations.demo.scenario import Numbers
from operations.demo.stage import Stage
from shared.clock import LONDON

WEEK = 7
SUNDAY = 7
"""The last day of an ISO week, as `date.isoweekday` counts."""


def past_followers(numbers: Numbers, now: datetime) -> Iterator[tuple[date, int]]:
    """A count for each past day: the scenario's on Sundays, those between on a straight line; one day is missing.

    The Sundays are those that ended the last weeks, so that this week's growth is what the scenario says on any day.
    """
    today = now.astimezone(LONDON).date()
    last = today - timedelta(days=today.isoweekday() % SUNDAY or WEEK)
    first = last - timedelta(days=WEEK * (len(numbers.weeks) - 1))
    missing = today - timedelta(days=numbers.missing_days_ago)
    for back in range((today - first).days, 0, -1):
        day = today - timedelta(days=back)
        week, rest = divmod((day - first).days, WEEK)
        ahead = numbers.weeks[week + 1] if week + 1 < len(numbers.weeks) else numbers.weeks[week]
        if day != missing:
            yield day, numbers.weeks[week] + (ahead - numbers.weeks[week]) * rest // WEEK


def write_csv(numbers: Numbers, now: datetime, file: Path) -> None:
    """The file that `bluelamp metrics import` takes."""
    lines = [f"{numbers.account},{day.isoformat()},{count}" for day, count in past_followers(numbers, now)]
    file.write_text("\n".join(("account,at,followers", *lines, "")), encoding="utf-8")


async def tell(numbers: Numbers, stage: Stage, desk: Desk, now: datetime) -> bool:
    """Say what the Numbers page shows by now; whether it is what the scenario's counts make of it."""
    year, week, _ = now.astimezone(LONDON).isocalendar()
    try:
        growth = await desk.look("/api/measures", district=numbers.district, measure="followers_growth")
        followers = await desk.look("/api/measures", district=numbers.district, measure="followers")
    except NotDone as reason:
        stage.say(f"THE NUMBERS could not be read: {reason}")
        return False
    this_week = _value(growth, f"{year}-W{week:02d}")
    weekly = [each["value"] for each in growth if "W" in each["period"] and each["value"] is not None]
    known = weekly[-len(numbers.weeks) :]
    gaps = sum(each["value"] is None for each in followers)
    if not known or this_week != numbers.now - numbers.weeks[-1] or not gaps:
        stage.say(f"THE NUMBERS are not as expected: {this_week} this week, {gaps} gaps.")
        return False
    average = sum(known) / len(known)
    stage.say(
        f"Numbers of Hastings, /numbers/{numbers.district}: {numbers.now} followers, {this_week:+.0f} this week, "
        f"{average:.0f} a week on average; {gaps} day without a count stays a gap."
    )
    return True


def _value(measures: list[dict[str, Any]], period: str) -> float | None:
    return next((each["value"] for each in measures if each["period"] == period), None)
