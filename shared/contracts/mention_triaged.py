"""The labels of a mention, by machine or as a person corrected them; never its text."""

from shared.contracts.fact import Fact, Id, Moment
from shared.contracts.labels import Basis, Labels
from shared.contracts.topic import Kept, Topic


class Triaged(Fact):
    """All labels of one mention as they stand."""

    id: Id
    conversation: Id
    accounts: tuple[Id, ...]
    link: str
    labels: Labels
    basis: Basis
    posted_at: Moment
    received_at: Moment
    triaged_at: Moment
    version: Id | None = None
    """The version of the words that were labelled, `<platform>:<platform_id>`: another than `id` after an edit."""
    read_at: int | None = None
    """The offset of those words on mention.changed, on the partition of the same number as this record's."""


MENTION_TRIAGED: Topic[Triaged] = Topic(
    name="mention.triaged.v1",
    what="The labels of a mention; no text.",
    writers=("triage",),
    readers=("desk", "triage", "operations"),
    partitions=6,
    kept=Kept("compact,delete", days=30),
    transitions={
        "mention.triaged": Triaged,
        "mention.relabelled": Triaged,
        "mention.corrected": Triaged,
    },
    key=lambda triaged: triaged.id,
    scope=lambda triaged: triaged.conversation,
)
