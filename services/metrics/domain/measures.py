"""Measures of a district on a platform, computed anew from the contributions that stand: no order, no counters."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date
from typing import NamedTuple

from services.metrics.domain.measures_followers import Followers
from services.metrics.domain.measures_index import Cell, day_of
from services.metrics.domain.measures_periods import CALENDARS, DAYS, Calendar
from services.metrics.domain.measures_posts import post_measures
from services.metrics.domain.measures_reading import Reading
from shared.contracts.contribution_changed import Contribution
from shared.contracts.district_measured import Measured, MeasureName


class Name(NamedTuple):
    """What one value is of, within a cell."""

    measure: MeasureName
    period: str


def measures_for(
    contributions: Collection[Contribution], active: Collection[str], first_day: date
) -> dict[Name, Reading]:
    """Every measure of one cell, from its first day or week with a contribution to its last.

    `active`: the accounts that the cell has by the registry. Days before `first_day` are left out, weeks never.
    """
    return {
        name: reading for calendar in CALENDARS for name, reading in _of(calendar, contributions, active, first_day)
    }


def measured(force: str, cell: Cell, name: Name, reading: Reading) -> Measured:
    """The fact."""
    return Measured(
        force=force,
        district=cell.district,
        platform=cell.platform,
        measure=name.measure,
        period=name.period,
        value=reading.value,
        as_of=reading.as_of,
        complete=reading.complete,
    )


def _of(
    calendar: Calendar, contributions: Collection[Contribution], active: Collection[str], first_day: date
) -> Iterator[tuple[Name, Reading]]:
    followers = Followers(contributions, active, calendar)
    by_period: defaultdict[date, list[Contribution]] = defaultdict(list)
    for each in contributions:
        by_period[calendar.start_of(day_of(each))].append(each)
    for start, revealed_by in calendar.revealed(tuple(by_period)):
        if calendar is DAYS and start < first_day:
            continue
        revealed = by_period[revealed_by]
        readings: dict[MeasureName, Reading] = {
            "followers": followers.at(start, revealed),
            "followers_growth": followers.growth_at(start, revealed),
            **post_measures(by_period.get(start, ()), revealed),
        }
        for measure, reading in readings.items():
            yield Name(measure, calendar.name(start)), reading
