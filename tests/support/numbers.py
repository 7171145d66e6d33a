"""Measures of a district as metrics tells them, for tests of the desk."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from services.desk.domain.periods import period_of, week_of
from shared.clock import LONDON
from shared.contracts.district_measured import Measured, MeasureName

WEEKS = (600, 627, 651, 673, 702, 726, 749, 776, 800)
"""The demo's followers at the end of each week, this one the last."""


def measured(
    measure: MeasureName,
    period: str,
    value: float | None,
    at: datetime,
    *,
    district: str = "hastings",
    complete: bool | None = None,
) -> Measured:
    """One value; a gap is not complete, anything else is, unless said otherwise."""
    return Measured(
        force="sussex",
        district=district,
        platform="x",
        measure=measure,
        period=period,
        value=value,
        as_of=at,
        complete=value is not None if complete is None else complete,
    )


def weeks(at: datetime, counts: Sequence[float | None] = WEEKS, *, district: str = "hastings") -> list[Measured]:
    """Followers of each of the last weeks and their growth; None is a week that was not counted."""
    monday = week_of(at.astimezone(LONDON).date())
    before: float | None = None
    told = []
    for back, count in zip(range(len(counts) - 1, -1, -1), counts, strict=True):
        period = period_of(monday - timedelta(weeks=back), "week")
        growth = None if count is None or before is None else count - before
        when = at - timedelta(weeks=back)
        told.append(measured("followers", period, count, when, district=district))
        told.append(measured("followers_growth", period, growth, when, district=district))
        before = count
    return told


def days(at: datetime, counts: Iterable[float | None], *, district: str = "hastings") -> list[Measured]:
    """Followers of the last days and their growth, today the last; None is a day that was not counted."""
    known = list(counts)
    today: date = at.astimezone(LONDON).date()
    before: float | None = None
    told = []
    for back, count in zip(range(len(known) - 1, -1, -1), known, strict=True):
        period = (today - timedelta(days=back)).isoformat()
        growth = None if count is None or before is None else count - before
        when = at - timedelta(days=back)
        told.append(measured("followers", period, count, when, district=district))
        told.append(measured("followers_growth", period, growth, when, district=district))
        before = count
    return told


def engagement(
    at: datetime, *, posts: int, likes: int | None, replies: int | None, back: int = 0, complete: bool = True
) -> list[Measured]:
    """A week's posts and what people did with them."""
    monday = week_of(at.astimezone(LONDON).date()) - timedelta(weeks=back)
    sums: dict[MeasureName, float | None] = {"posts": posts, "likes": likes, "replies": replies, "reposts": 0}
    known = [each for each in (likes, replies) if each is not None]
    each_post = sum(known) / posts if posts and len(known) == 2 else None
    told = {**sums, "engagement_per_post": each_post}
    when = at - timedelta(weeks=back)
    return [measured(name, period_of(monday, "week"), value, when, complete=complete) for name, value in told.items()]
