"""A mention as the desk knows it: the message, its labels, who answers it, and whether it is done."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from shared.contracts.labels import Basis, Labels
from shared.contracts.mention_changed import Mention
from shared.contracts.post_changed import State as Delivered
from shared.contracts.work_changed import Claim, Closing

State = Literal["open", "claimed", "closed"]


@dataclass(frozen=True, slots=True)
class DeskMention:
    """One mention, folded from its topics."""

    mention: Mention
    audience: frozenset[str]
    labels: Labels | None = None
    basis: Basis | None = None
    claim: Claim | None = None
    closing: Closing | None = None
    alert: str | None = None
    """The state of its alert, where it raised one."""
    unsent: bool = False
    """It was closed, and then its reply did not go out: that is no end."""
    reply: Delivered | None = None
    """How the last reply to it stands, where somebody replied."""

    @property
    def id(self) -> str:
        """The mention's id."""
        return self.mention.id

    @property
    def closed(self) -> bool:
        """Whether somebody said that nothing is left to do, and knew how its reply had fared."""
        return self.closing is not None and self.closing.reason is not None and not self.unsent

    @property
    def watched(self) -> bool:
        """Whether every view of it is audited: an alert, or a report in the wrong place."""
        tags = self.labels.tags if self.labels else ()
        return self.alert is not None or "emergency" in tags or "wrong_place_report" in tags

    def claimed_by(self, now: datetime) -> str | None:
        """Who answers it at this moment; a claim that has run out counts no more."""
        if self.claim is None or self.claim.by is None:
            return None
        return None if self.claim.until is not None and self.claim.until <= now else self.claim.by

    def state(self, now: datetime) -> State:
        """Open, claimed or closed."""
        if self.closed:
            return "closed"
        return "claimed" if self.claimed_by(now) else "open"
