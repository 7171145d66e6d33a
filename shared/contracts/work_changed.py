"""What people work on: claims, notes, closings, corrections, drafts, templates; each an item with its whole state."""

import hashlib
from typing import Literal

import orjson
from pydantic import Field

from shared.contracts.fact import Fact, Id, Moment
from shared.contracts.labels import Labels
from shared.contracts.post_requested import Attachment
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
    variants: dict[Id, str] = Field(default_factory=dict)
    """The words for further accounts, by account."""
    continued: tuple[str, ...] = ()
    """The parts of a thread after the first."""
    media: tuple[Attachment, ...] = ()
    answers: dict[Id, str] = Field(default_factory=dict)
    """To the guidance check, by rule."""
    reply_to: Id | None = None
    """The mention that it answers."""
    incident: str | None = None
    at: Moment


class TemplateApproval(Fact):
    """One of the two people who put their name to a template as it stands."""

    by: Id
    at: Moment
    hash: str


class Template(Fact):
    """A reply that sends people to a route, approved beforehand by two people, for these accounts, for 90 days."""

    id: Id
    name: str
    accounts: tuple[Id, ...]
    texts: dict[str, str]
    """By language (ISO 639-1): the words with `{handle}` and `{route}` where those go, and nothing else that varies."""
    use_for: tuple[str, ...] = ()
    """Tags, concerns (`concern:<value>`) and needs (`deaf`, `anonymous`) that it fits, as a route's."""
    author: Id
    written_at: Moment
    approvals: tuple[TemplateApproval, ...] = ()
    withdrawn_by: Id | None = None
    withdrawn_at: Moment | None = None
    withdrawn_because: str = ""
    at: Moment

    @property
    def hash(self) -> str:
        """SHA-256 of what is approved: accounts and words in every language."""
        whole = {"id": self.id, "accounts": sorted(self.accounts), "texts": self.texts}
        return hashlib.sha256(orjson.dumps(whole, option=orjson.OPT_SORT_KEYS)).hexdigest()


WorkFact = Claim | Note | Closing | Correction | Draft | Template


def _item(fact: WorkFact) -> str:
    if isinstance(fact, Note | Draft | Template):
        return f"{type(fact).__name__.lower()}:{fact.id}"
    return f"{type(fact).__name__.lower()}:{fact.mention}"


WORK_CHANGED: Topic[WorkFact] = Topic(
    name="work.changed.v1",
    what="What people work on: claims, notes, closings and corrections of mentions, drafts and templates.",
    writers=("desk",),
    readers=("desk", "triage", "publisher"),
    partitions=1,
    kept=Kept("compact"),
    transitions={
        "claim.changed": Claim,
        "note.added": Note,
        "mention.closed": Closing,
        "labels.corrected": Correction,
        "draft.saved": Draft,
        "template.changed": Template,
    },
    key=_item,
    scope=lambda _: "work",
)
