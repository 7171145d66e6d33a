"""Contributions as tests speak of them."""

from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime, timedelta

from services.metrics.domain.measures import Name, measures_for
from services.metrics.domain.measures_index import Cell, Contributions
from services.metrics.domain.measures_reading import Reading
from shared.contracts.contribution_changed import Contribution
from shared.contracts.district_measured import MeasureName

HASTINGS = Cell("hastings", "x")
ALWAYS = date(2006, 1, 1)


def noon(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T12:00:00+00:00").astimezone(UTC)


def followers(
    day: str,
    count: int | None,
    account: str = "x_hastings",
    *,
    districts: tuple[str, ...] = ("hastings",),
    later: int = 0,
) -> Contribution:
    """An account's count on a day at noon, or `later` seconds after."""
    return Contribution(
        entity=f"account:{account}|{day}",
        account=account,
        platform="x",
        districts=districts,
        day=day,
        as_of=noon(day) + timedelta(seconds=later),
        amounts={"followers": count},
    )


def post(
    name: str,
    day: str,
    counts: tuple[int | None, int | None, int | None],
    *,
    districts: tuple[str, ...] = ("hastings",),
    later: int = 0,
) -> Contribution:
    """A post published on a day, with its likes, replies and reposts as counted `later` seconds after noon."""
    likes, replies, reposts = counts
    return Contribution(
        entity=f"post:{name}",
        account="x_hastings",
        platform="x",
        districts=districts,
        day=day,
        as_of=noon(day) + timedelta(seconds=later),
        amounts={"posts": 1, "likes": likes, "replies": replies, "reposts": reposts},
    )


def index_of(told: Iterable[Contribution]) -> Contributions:
    """What stands once these were told."""
    index = Contributions()
    for each in told:
        index.take(each)
    return index


def measures(
    told: Iterable[Contribution], *, cell: Cell = HASTINGS, active: Collection[str] = (), first_day: date = ALWAYS
) -> dict[Name, Reading]:
    """Every measure of a cell."""
    return measures_for(index_of(told).of(cell), active, first_day)


def values(readings: dict[Name, Reading], measure: MeasureName, *, weeks: bool = False) -> dict[str, float | None]:
    """One measure's values by day, or by week."""
    return {
        name.period: reading.value
        for name, reading in readings.items()
        if name.measure == measure and ("W" in name.period) == weeks
    }
