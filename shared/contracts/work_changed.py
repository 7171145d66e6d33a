"""What people work on: claims, notes, closings, corrections, drafts; each an item with its whole state."""

from typing import Literal

from shared.contracts.fact import Fact, Id, Moment
from shared.contracts.labels import Labels
from shared.contracts.topic import Kept, Topic

ClosingReason = Literal["answered", "redirected", "passed_on", "none_needed", "duplicate", "removed"]


class Claim(Fact):
    """Who answers a mention, until when; `by` None is a claim given back."""

    mention: Id
    by: Id | None
    at: Moment
    until: Moment | None


class Note(Fact):
    """A remark for colleagues."""

    id: Id
    mention: Id
    by: Id
    at: Moment
    text: str


class Closing(Fact):
    """A mention is done, or opened again where `reason` is None."""

    mention: Id
    by: Id
    at: Moment
    reason: ClosingReason | None


class Correction(Fact):
    """The labels as a person says they are: final for that mention."""

    mention: Id
    conversation: Id
    accounts: tuple[Id, ...]
    link: str
    posted_at: Moment
    received_at: Moment
    labels: Labels
    was_concern: bool
    """Whether a concern stood before: triage then revises or withdraws it."""
    by: Id
    at: Moment


class Draft(Fact):
    """A post that is being written, as it was last saved; a tombstone follows when it is submitted or thrown away."""

    id: Id
    by: Id
    account: Id | None = None
    text: str = ""
    not_before: Moment | None = None
    replaces: Id | None = None
    """The delivery that it is an edit of."""
    at: Moment


WorkFact = Claim | Note | Closing | Correction | Draft


def _item(fact: WorkFact) -> str:
    if isinstance(fact, Note | Draft):
        return f"{type(fact).__name__.lower()}:{fact.id}"
    return f"{type(fact).__name__.lower()}:{fact.mention}"


WORK_CHANGED: Topic[WorkFact] = Topic(
    name="work.changed.v1",
    what="What people work on: claims, notes, closings and corrections of mentions, drafts of posts.",
    writers=("desk",),
    readers=("desk", "triage"),
    partitions=1,
    kept=Kept("compact"),
    transitions={
        "claim.changed": Claim,
        "note.added": Note,
        "mention.closed": Closing,
        "labels.corrected": Correction,
        "draft.saved": Draft,
    },
    key=_item,
    scope=lambda _: "work",
)
