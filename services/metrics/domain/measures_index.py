"""The contributions as they stand: of each entity the newest, found by the district and platform it counts for."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from shared.contracts.contribution_changed import Contribution
from shared.contracts.district_measured import FORCE_ACCOUNT
from shared.errors import InvalidMessage

AHEAD = timedelta(days=1)
"""A day that begins elsewhere earlier; what lies further ahead is a wrong clock, and would make a gap of years."""


EARLIEST = date(2006, 1, 1)
"""No platform is older; what lies before is a wrong clock, and would make weeks that stay for ever."""


class Cell(NamedTuple):
    """What measures are of, beside the period."""

    district: str
    platform: str


class Contributions:
    """What stands, whatever came in which order, and however often."""

    def __init__(self) -> None:
        self._newest: dict[str, Contribution] = {}
        self._cells: dict[Cell, dict[str, Contribution]] = {}

    def __len__(self) -> int:
        return len(self._newest)

    def takes(self, told: Contribution) -> bool:
        """Whether this takes the place of what stands: the latest `as_of` does, of equal ones the one told later."""
        standing = self._newest.get(told.entity)
        return standing is None or (told.as_of >= standing.as_of and told != standing)

    def take(self, told: Contribution) -> frozenset[Cell]:
        """Put it in its place; the cells whose measures may be others now, none where a newer one stands."""
        if not self.takes(told):
            return frozenset()
        changed = self.forget(told.entity) | cells_of(told)
        self._newest[told.entity] = told
        for cell in cells_of(told):
            self._cells.setdefault(cell, {})[told.entity] = told
        return changed

    def forget(self, entity: str) -> frozenset[Cell]:
        """Take an entity out; the cells that it counted for."""
        standing = self._newest.pop(entity, None)
        if standing is None:
            return frozenset()
        for cell in cells_of(standing):
            del self._cells[cell][entity]
        return cells_of(standing)

    def cells(self) -> Iterator[Cell]:
        """Every cell that something counted for once."""
        return iter(tuple(self._cells))

    def of(self, cell: Cell) -> Collection[Contribution]:
        """What counts for a cell."""
        return self._cells.get(cell, {}).values()


def cells_of(contribution: Contribution) -> frozenset[Cell]:
    """Where it counts: the districts it names, or the force where it names none."""
    return frozenset(Cell(each, contribution.platform) for each in contribution.districts or (FORCE_ACCOUNT,))


def day_of(contribution: Contribution) -> date:
    """The day it counts for; raises InvalidMessage where that is none."""
    try:
        return date.fromisoformat(contribution.day)
    except ValueError as error:
        raise InvalidMessage(f"contribution {contribution.entity}: day is no date such as 2026-05-01") from error


def check(contribution: Contribution, today: date) -> None:
    """Raises InvalidMessage for a day that is none, has not come yet, or lies before there was anything to count."""
    if not EARLIEST <= day_of(contribution) <= today + AHEAD:
        raise InvalidMessage(f"contribution {contribution.entity}: its day lies before {EARLIEST} or has not come yet")
