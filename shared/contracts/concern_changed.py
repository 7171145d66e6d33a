"""A community concern for other systems of the force: thin, ids and a link, text only where a force switches it on."""

from typing import Annotated

from pydantic import Field

from shared.contracts.fact import Fact, Id, Moment
from shared.contracts.labels import Basis, Place, Urgency
from shared.contracts.topic import Kept, Topic


class Concern(Fact):
    """Something that affects where people live, as one message tells it."""

    id: Id
    """A UUIDv7 that follows from the mention: the same concern however often it is told."""
    force: Id
    mention: Id
    conversation: Id
    link: str
    district: Id
    police_area: str | None = None
    place: Place | None = None
    concern: Id
    urgency: Urgency
    basis: Basis
    posted_at: Moment
    raised_at: Moment
    masked_text: Annotated[str, Field(max_length=30_000)] | None = None
    """The words with personal data masked; only where the force's contract with the platform allows it."""


class ConcernWithdrawn(Fact):
    """The concern does not stand: a person corrected the label, or its author the message."""

    id: Id
    force: Id
    mention: Id
    conversation: Id
    reason: str
    withdrawn_at: Moment


class ConcernHeartbeat(Fact):
    """Nothing to tell but this: triage works, and told of every concern in what was received before `read_to`.

    From `owed_since` on, where it is there, some may still be missing.

    A subscriber that hears none for three hours is cut off, or triage is.
    """

    id: Id
    """A UUIDv7 of its own."""
    force: Id
    at: Moment
    running_since: Moment
    """When the process that says so started."""
    read_to: Moment
    """Every mention that Kafka had by then is labelled."""
    owed_since: Moment | None = None
    """Some of what was received since then was labelled without the language model and is to be read with it: concerns
    in it may yet be raised, revised or withdrawn. None where nothing is owed."""


CONCERN_CHANGED: Topic[Concern | ConcernWithdrawn | ConcernHeartbeat] = Topic(
    name="concern.changed.v1",
    what="A community concern that a message speaks of: ids, link, district, place, urgency; thin.",
    writers=("triage",),
    readers=("other force systems",),
    partitions=3,
    kept=Kept("delete", days=400),
    transitions={
        "concern.raised": Concern,
        "concern.revised": Concern,
        "concern.withdrawn": ConcernWithdrawn,
        "concern.heartbeat": ConcernHeartbeat,
    },
    key=lambda concern: concern.id,
    scope=lambda concern: concern.force if isinstance(concern, ConcernHeartbeat) else concern.conversation,
)
