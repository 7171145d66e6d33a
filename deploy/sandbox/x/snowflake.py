"""Ids as X makes them: the time of arrival in milliseconds, then a sequence; they grow, over restarts too."""

from datetime import datetime

from deploy.sandbox.control import times

EPOCH_MS = 1_288_834_974_657
"""X counts its milliseconds from here."""

SEQUENCE_BITS = 22

LARGEST = 2**63 - 1
"""Anything above is no id: X's own are signed 64-bit numbers, and so are SQLite's."""


class Snowflakes:
    """Gives ids, each larger than every one before."""

    def __init__(self, last: int) -> None:
        self._last = last

    def next(self, moment: datetime) -> int:
        """The id of something that arrives at this moment; a clock that goes back does not take ids back."""
        self._last = max(self._last + 1, first_at(moment))
        return self._last


def first_at(moment: datetime) -> int:
    """The smallest id that could have been given at this moment."""
    return max(0, times.to_ms(moment) - EPOCH_MS) << SEQUENCE_BITS


def moment_of(identifier: int) -> datetime:
    """When the thing of this id arrived."""
    return times.from_ms((identifier >> SEQUENCE_BITS) + EPOCH_MS)
