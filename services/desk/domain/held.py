"""Approved, and yet it does not go out: the publisher says that its account is stopped, paused or out of reach."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from shared.contracts.channel_reported import ChannelReport
from shared.reported import service_of

SENDER = "publisher"
"""Who alone sends posts; what the others say of an account keeps none back."""

HeldState = Literal["recovering", "down", "refused"]

BECAUSE: Mapping[HeldState, tuple[str, str]] = {
    "refused": ("is stopped", ", because the platform refuses its key"),
    "recovering": ("may not post", ", because the platform asked for a pause"),
    "down": ("is out of reach", ""),
}
"""What is wrong with an account, before and after since when it is."""


@dataclass(frozen=True, slots=True)
class Held:
    """What keeps the posts of an account back, and since when."""

    state: HeldState
    since: datetime

    @property
    def said(self) -> tuple[str, str]:
        """In words, to go before and after the time."""
        return BECAUSE[self.state]


def held_by(reports: Iterable[ChannelReport], account: str) -> Held | None:
    """By the publisher's last word on this account; None where it knows of nothing."""
    ours = [each for each in reports if each.account == account and service_of(each) == SENDER]
    last = max(ours, key=lambda report: report.reported_at, default=None)
    return None if last is None or last.state == "up" else Held(last.state, last.since)
