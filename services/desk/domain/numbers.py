"""Numbers of a district as a page shows them: rows without invented values, and growth in words."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from services.desk.domain.periods import Per, every, period_of, span_of
from shared.contracts.district_measured import Measured, MeasureName

EXACT_BELOW = 10
"""An average of more than this needs no decimals."""

OF_POSTS = frozenset({"posts", "likes", "replies", "reposts", "engagement_per_post"})
"""Measures of what went out through Blue Lamp: where nothing did, they say nothing about the account."""

ENOUGH_FOR_AVERAGE = 2
"""The average of one week is that week again."""


@dataclass(frozen=True, slots=True)
class Row:
    """One period and what was measured in it, as far as one table shows it; what is not there was never told."""

    first: date
    period: str
    told: Mapping[MeasureName, Measured]

    def value(self, measure: MeasureName) -> float | None:
        """The value, or None for a gap."""
        found = self.told.get(measure)
        return found.value if found else None

    def shown(self, measure: MeasureName) -> float | None:
        """The value as a number to show; None for a gap, and for sums of no posts: no likes of none is no zero."""
        return None if measure in OF_POSTS and self.value("posts") == 0 else self.value(measure)

    @property
    def as_of(self) -> datetime | None:
        """The oldest time of what is shown; the change since the period before is as old as the count before it."""
        return min((each.as_of for name, each in self.told.items() if name != "followers_growth"), default=None)

    @property
    def complete(self) -> bool:
        """Whether the values that it has are of everything that there is."""
        return all(each.complete for each in self.told.values() if each.value is not None)

    def why_not(self, measure: MeasureName) -> str:
        """Why there is no value, in words: a gap is no zero."""
        if measure == "followers_growth" and self.value("followers") is not None:
            return "No baseline"
        if measure in OF_POSTS and self.value("posts") == 0:
            return "None" if measure == "posts" else "No posts"
        return "Not counted"


def rows(measured: Iterable[Measured], per: Per, shown: Collection[MeasureName]) -> list[Row]:
    """The periods from the first that is known to the last, the newest first; one that nobody told of is a gap."""
    told: dict[date, dict[MeasureName, Measured]] = {}
    for each in measured:
        span = span_of(each.period)
        if span and span.per == per and each.measure in shown:
            told.setdefault(span.first, {})[each.measure] = each
    if not told:
        return []
    return [Row(first, period_of(first, per), told.get(first, {})) for first in every(min(told), max(told), per)]


@dataclass(frozen=True, slots=True)
class Growth:
    """How the followers grew: in words, and how many weeks the average is of, since which Monday."""

    said: str
    weeks: int
    since: date | None


def growth_of(weeks: Sequence[Row], this_week: date) -> Growth:
    """Growth in this week and the average of the weeks known, this one so far included."""
    found = {row.first: value for row in weeks if (value := row.value("followers_growth")) is not None}
    known = list(found.values())
    now = next((row for row in weeks if row.first == this_week), None)
    said = _this_week(now)
    if len(known) >= ENOUGH_FOR_AVERAGE:
        said += f", {_average(sum(known) / len(known))} a week on average"
    return Growth(said, len(known), min(found, default=None))


def newest(days: Sequence[Row], weeks: Sequence[Row]) -> Measured | None:
    """The newest followers that were counted, of a day where there is one."""
    for row in (*days, *weeks):
        if row.value("followers") is not None:
            return row.told["followers"]
    return None


def number(value: float) -> str:
    """A value as people read it: whole where it is, else with at most two decimals."""
    said = f"{value:,.0f}" if value == round(value) else f"{value:,.2f}".rstrip("0")
    return said.replace("-", "\N{MINUS SIGN}")


def signed(value: float) -> str:
    """A change, with its sign."""
    return f"+{number(value)}" if value > 0 else number(value)


def _this_week(row: Row | None) -> str:
    if row is None or row.value("followers") is None:
        return "Not counted this week yet"
    growth = row.value("followers_growth")
    if growth is None:
        return "No baseline for this week: the week before was not counted"
    return f"{signed(growth)} this week" if growth else "No change this week"


def _average(value: float) -> str:
    return number(round(value) if abs(value) >= EXACT_BELOW else round(value, 1))
