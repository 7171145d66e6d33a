"""How counting fares: what went wrong with which call, what is missing, what waits for tomorrow's budget."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from shared.contracts.channel_reported import Limit

State = Literal["up", "recovering", "down", "refused"]

WORST_FIRST: tuple[State, ...] = ("refused", "down", "recovering")


@dataclass
class Faring:
    """What is known now; `changed` is set whenever a person might want to know at once."""

    share: Decimal
    """Dollars that may be spent in a UTC day."""
    troubles: dict[str, tuple[State, str]] = field(default_factory=dict)
    """By what was asked for: followers or posts."""
    missing: dict[str, str] = field(default_factory=dict)
    """Accounts that the platform does not tell of, and its reason."""
    put_off: Counter[str] = field(default_factory=Counter)
    """How many things of an account are not read before the next UTC day."""
    limits: dict[str, Limit] = field(default_factory=dict)
    answered: bool = False
    """Whether X has been asked at all, however it answered."""
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def fails(self, of: str, state: State, why: str) -> None:
        """This call does not work now."""
        self.answered = True
        if self.troubles.get(of) != (state, why):
            self.troubles[of] = (state, why)
            self.changed.set()

    def works(self, of: str, limits: Iterable[Limit]) -> None:
        """This call was answered."""
        self.limits |= {limit.name: limit for limit in limits}
        if self.troubles.pop(of, None) or not self.answered:
            self.answered = True
            self.changed.set()

    def misses(self, missing: Mapping[str, str], found: Iterable[str]) -> bool:
        """These accounts were not told of, and these were; whether that is news."""
        before = dict(self.missing)
        self.missing |= missing
        for account in found:
            self.missing.pop(account, None)
        if self.missing == before:
            return False
        self.changed.set()
        return True

    def puts_off(self, put_off: Counter[str]) -> bool:
        """These wait for the next UTC day; whether that is news."""
        if put_off == self.put_off:
            return False
        self.put_off = put_off
        self.changed.set()
        return True

    def state(self, account: str) -> tuple[State, str]:
        """An account's state for the report, and the words that explain it."""
        if not self.answered and not self.put_off[account]:
            return "recovering", "asking X for the first time"
        found: list[tuple[State, str]] = list(self.troubles.values())
        if account in self.missing:
            found.append(("down", f"X does not tell how many follow it: {self.missing[account]}"))
        if waiting := self.put_off[account]:
            found.append(("recovering", self._spent(waiting)))
        states = {state for state, _ in found}
        worst: State = next((state for state in WORST_FIRST if state in states), "up")
        return worst, "; ".join(dict.fromkeys(why for _, why in found))

    def _spent(self, waiting: int) -> str:
        what = "one count waits" if waiting == 1 else f"{waiting} counts wait"
        return (
            f"metrics has spent its share of X's budget for today (${self.share:.2f}), and {what} for 00:00 UTC; "
            "force.toml sets the share"
        )
