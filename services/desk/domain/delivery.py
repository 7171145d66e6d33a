"""A delivery as the desk knows it: one post on one account, as the publisher last said, and what was asked since."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from shared.contracts.fact import Fact
from shared.contracts.post_changed import CommandRefused, Delivery, State
from shared.contracts.post_requested import Submit
from shared.contracts.post_sampled import PostSample

STATES: Mapping[State, str] = {
    "submitted": "Waits for approval",
    "approved": "Approved",
    "returned": "Sent back",
    "void": "Called off",
    "missed": "Missed its time",
    "sending": "Being sent",
    "posted": "Published",
    "refused": "Refused by the platform",
    "unknown": "Unknown, checking",
    "abandoned": "Given up",
    "deleting": "Being taken down",
    "deleted": "Taken down",
    "delete_unknown": "Unknown whether taken down",
}
"""The states, in words."""


@dataclass(frozen=True, slots=True)
class DeskDelivery:
    """One delivery, folded from its topic."""

    delivery: Delivery
    audience: frozenset[str]
    """The districts of its account; none where it is the force's own."""
    counts: PostSample | None = None
    """The newest that the platform said; None where it has said none."""
    expected: bool = False
    """Sent to the publisher and not yet taken by it: `delivery` is as it will begin."""
    successor: str | None = None
    """The delivery that took its place, or is on its way to: the publisher's word on which counts."""

    @property
    def id(self) -> str:
        """The delivery's id."""
        return self.delivery.id

    @property
    def state(self) -> State:
        """How far it has come."""
        return self.delivery.state

    @property
    def account(self) -> str:
        """The registry's id of its account."""
        return self.delivery.content.account

    @property
    def text(self) -> str:
        """What is, or will be, on the platform."""
        return self.delivery.content.text

    @property
    def due_at(self) -> datetime | None:
        """When it is to go out; None is as soon as it is approved."""
        return self.delivery.content.not_before

    @property
    def approver(self) -> str | None:
        """Who put their name to it."""
        return self.delivery.approval.by if self.delivery.approval else None

    def decided(self, command: str) -> bool:
        """Whether the publisher has decided this command, whichever way."""
        return command in self.delivery.commands

    def why_refused(self, command: str) -> CommandRefused | None:
        """Why the publisher did not do what this command asked; None where it did, or has not decided."""
        return next((each for each in self.delivery.refusals if each.command == command), None)


class Expected(Fact):
    """A delivery as the publisher will begin it, for those who look before it has; on no topic."""

    delivery: Delivery


def expected(submit: Submit, platform: str) -> Expected:
    """What is to come of this command."""
    begun = Delivery(
        id=submit.delivery,
        post=submit.post,
        platform=platform,
        content=submit.content,
        hash=submit.content.hash,
        version=1,
        state="submitted",
        author=submit.by,
        submitted_at=submit.at,
        findings=submit.findings,
        guidance=submit.guidance,
        replaces=submit.replaces,
        template=submit.template,
        changed_at=submit.at,
    )
    return Expected(delivery=begun)
