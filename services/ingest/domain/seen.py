"""Which posts have been received: so that each goes onto the topic once, and an edit as an edit."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal

Transition = Literal["mention.received", "mention.edited"]

REMEMBERED = timedelta(days=8)
"""A day more than the platform's search can reach back: what is older can come from nowhere again."""


class Seen:
    """Posts by the id of their first version, with the newest version that is on the topic."""

    def __init__(self) -> None:
        self._newest: dict[str, tuple[str, datetime]] = {}

    def __len__(self) -> int:
        return len(self._newest)

    def remember(self, first: str, version: str, at: datetime) -> None:
        """A version stands on the topic since `at`."""
        self._newest[first] = (version, at)

    def transition(self, versions: Sequence[str], version: str) -> Transition | None:
        """What this version is to readers; None where they have it, or a newer one, already."""
        known = self._newest.get(versions[0])
        if known is None:
            return "mention.received"
        older = versions[: versions.index(version)] if version in versions else versions
        return "mention.edited" if known[0] in older else None

    def forget(self, now: datetime) -> None:
        """Let go of what was remembered too long ago to come again."""
        horizon = now - REMEMBERED
        self._newest = {first: known for first, known in self._newest.items() if known[1] >= horizon}
