"""How long to wait before the next connect, as X documents it."""

from collections import Counter
from dataclasses import dataclass
from typing import Literal

Cause = Literal["broken", "http", "limit", "refused"]
"""Closed or broken by the network; a refusal; asked to wait; our key is not accepted."""

JITTER = 0.25
"""Up to a quarter more, so that many who were cut off together do not come back together."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Waits in seconds; the defaults are X's own."""

    broken_step: float = 0.25
    broken_most: float = 16.0
    http_first: float = 5.0
    http_most: float = 320.0
    limit_first: float = 60.0
    limit_most: float = 900.0
    refused: float = 300.0
    """Not of X's: a refused key is cured by a person, so it is only looked at again."""
    settled: float = 60.0
    """A connection that lived this long was a good one: what went wrong before no longer counts."""


class BackOff:
    """Counts what went wrong since the last good connection; the first break is followed by an immediate connect."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._failures: Counter[Cause] = Counter()

    def lived(self, seconds: float) -> None:
        """A connection lived that long."""
        if seconds >= self._pace.settled:
            self.succeeded()

    def succeeded(self) -> None:
        """All is well: what went wrong before no longer counts."""
        self._failures.clear()

    def failures(self, cause: Cause) -> int:
        """How often that has happened since the last good connection."""
        return self._failures[cause]

    def after(self, cause: Cause, *, jitter: float, asked: float | None = None) -> float:
        """Seconds to wait now that `cause` has happened (again); `jitter` is in [0, 1), `asked` is X's own wish."""
        self._failures[cause] += 1
        number = self._failures[cause] - 1
        pace = self._pace
        match cause:
            case "broken":
                wait = min(pace.broken_step * number, pace.broken_most)
            case "http":
                wait = _doubled(pace.http_first, number, pace.http_most)
            case "limit":
                wait = asked if asked is not None else _doubled(pace.limit_first, number, pace.limit_most)
            case "refused":
                wait = pace.refused
        return wait * (1 + JITTER * jitter)


def _doubled(first: float, number: int, most: float) -> float:
    return min(first * 2.0 ** min(number, 32), most)
