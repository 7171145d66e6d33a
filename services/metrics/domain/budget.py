"""What X has cost today, and what may still be read: X charges for a thing once in a UTC day, however often it is read.

Amounts are decimals, so that a hundred cents are a dollar.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Literal, NamedTuple

Kind = Literal["user", "post"]


class Thing(NamedTuple):
    """Something that X charges for: a user or a post by its id, read for one of our accounts."""

    kind: Kind
    id: str
    account: str


class Budget:
    """A service's share of what X may cost in a UTC day."""

    def __init__(self, usd_per_day: Decimal, prices: Mapping[Kind, Decimal]) -> None:
        self.usd_per_day = usd_per_day
        self._prices = prices
        self._day: date | None = None
        self._read: set[Thing] = set()

    def affordable(self, things: Iterable[Thing], at: datetime) -> frozenset[Thing]:
        """Those that may be read, in their order: read today already, or paid for by what is left."""
        self._turn_to(at)
        left = self.usd_per_day - self.spent(at)
        picked = set()
        for thing in things:
            price = Decimal(0) if thing in self._read or thing in picked else self._prices[thing.kind]
            if price <= left:
                left -= price
                picked.add(thing)
        return frozenset(picked)

    def read(self, things: Iterable[Thing], at: datetime) -> None:
        """X gave these, or may have; what is said of another day than the present one changes nothing."""
        if self._day is None or at.astimezone(UTC).date() > self._day:
            self._turn_to(at)
        if at.astimezone(UTC).date() == self._day:
            self._read.update(things)

    def spent(self, at: datetime, account: str | None = None) -> Decimal:
        """Dollars so far in the UTC day of `at`: all of them, or those for one account."""
        self._turn_to(at)
        charged = (self._prices[thing.kind] for thing in self._read if account in (None, thing.account))
        return sum(charged, start=Decimal(0))

    def _turn_to(self, at: datetime) -> None:
        """A new day begins with an empty bill; a clock that is set back does not."""
        day = at.astimezone(UTC).date()
        if self._day is None or day > self._day:
            self._day, self._read = day, set()
