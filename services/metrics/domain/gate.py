"""When one of the platform's calls may be made again, after what it said or did not say."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.contracts.channel_reported import Limit

LONGEST = timedelta(days=1)
"""No limit of X's lasts longer: a reset that is further away is a clock gone wrong."""


@dataclass
class Gate:
    """Open, or shut until a time; the platform's own word on its limits wins over everything of ours."""

    first: timedelta
    most: timedelta
    opens_at: datetime | None = None
    failures: int = 0

    def is_open(self, now: datetime) -> bool:
        """Whether a call may be made."""
        return self.opens_at is None or now >= self.opens_at

    def answered(self, limits: Iterable[Limit], now: datetime) -> None:
        """A call was answered; where a limit is used up the gate stays shut until it is reset."""
        self.failures = 0
        resets = [limit.resets_at for limit in limits if limit.remaining <= 0 and limit.resets_at > now]
        self.opens_at = min(max(resets), now + LONGEST) if resets else None

    def failed(self, now: datetime) -> None:
        """No answer: wait, twice as long for each in a row."""
        self.failures += 1
        self.opens_at = now + min(self.first * 2 ** min(self.failures - 1, 32), self.most)

    def shut(self, now: datetime, wait: timedelta) -> None:
        """Nothing before that time has passed."""
        self.opens_at = now + min(wait, LONGEST)
