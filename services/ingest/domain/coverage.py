"""Up to when every mention has been delivered: what search has to fill in, and what may be promised after a crash.

Two things prove that nothing is missing: a stream that is connected proves it from its connect on, and a search
that was walked to its end proves it up to the index's lag before its start. When the second reaches the first,
the gap is closed.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Coverage:
    """Everything older than `until` was delivered; the stream has been delivering since `live_since`."""

    until: datetime
    live_since: datetime | None = None

    @property
    def complete(self) -> bool:
        """Whether nothing is missing now."""
        return self.live_since is not None and self.until >= self.live_since

    def connected(self, at: datetime) -> "Coverage":
        """The stream delivers from `at` on."""
        return replace(self, live_since=at)

    def lost(self) -> "Coverage":
        """The stream does not deliver any more."""
        return replace(self, live_since=None)

    def heard(self, at: datetime) -> "Coverage":
        """The stream said something at `at`: what came before has come."""
        return replace(self, until=max(self.until, at)) if self.complete else self

    def doubted(self, at: datetime) -> "Coverage":
        """The stream delivered something unreadable at `at`: it proves nothing of before."""
        return self if self.live_since is None else replace(self, live_since=max(self.live_since, at))

    def reopened(self, since: datetime) -> "Coverage":
        """The stream delivered, yet not everything: it proves nothing after `since`, and has to connect again."""
        return Coverage(until=min(self.until, since))

    def searched(self, started: datetime, lag: timedelta) -> "Coverage":
        """A search begun at `started` was walked to its end; its index is `lag` behind."""
        return replace(self, until=max(self.until, started - lag))
