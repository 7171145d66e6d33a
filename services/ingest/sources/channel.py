"""How the connection to a platform fares: what its parts know, put together for the report."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from shared.contracts.channel_reported import Gap, Limit

State = Literal["up", "recovering", "down", "refused"]

GAPS = 20
"""Gaps that are told: more than this, and their number says it all."""


@dataclass
class Channel:
    """What is known now; `changed` is set whenever a person might want to know at once."""

    stream: Literal["connecting", "up", "down", "refused"] = "connecting"
    detail: str = "connecting for the first time"
    search: str = ""
    """Why search does not work; empty while it does."""
    rules: str = ""
    """What the platform would not take; empty when all stand."""
    limits: dict[str, Limit] = field(default_factory=dict)
    gaps: list[Gap] = field(default_factory=list)
    troubles: dict[str, str] = field(default_factory=dict)
    """Accounts that the platform cannot serve, and why."""
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def becomes(self, stream: Literal["connecting", "up", "down", "refused"], detail: str = "") -> None:
        """The stream's state is this now."""
        if (stream, detail) != (self.stream, self.detail):
            self.stream, self.detail = stream, detail
            self.changed.set()

    def told(self, limits: Iterable[Limit]) -> None:
        """The platform's last word on its limits."""
        self.limits |= {limit.name: limit for limit in limits}

    def lost(self, gap: Gap) -> None:
        """Nothing can fill this gap any more; one with the same beginning is only known better now."""
        others = [known for known in self.gaps if known.since != gap.since]
        self.gaps = [*others, gap][-GAPS:]
        self.changed.set()

    def state(self, account: str, *, complete: bool) -> tuple[State, str]:
        """An account's state for the report, and the words that explain it."""
        if account in self.troubles:
            return "down", self.troubles[account]
        match self.stream:
            case "up":
                notes = (self.rules, "" if complete else "filling a gap by search", "" if complete else self.search)
                return "up" if complete else "recovering", "; ".join(note for note in notes if note)
            case "connecting":
                return "recovering", self.detail
            case "down" | "refused" as state:
                search = f"search: {self.search}" if self.search else "mentions still come by search"
                return state, f"{self.detail.rstrip('.')}; {search}"
