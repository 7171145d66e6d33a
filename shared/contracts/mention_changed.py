"""Somebody mentioned an account of ours: the public message as the platform gave it."""

from typing import Literal

from shared.contracts.fact import Fact, Id, Moment
from shared.contracts.topic import Kept, Topic


class Author(Fact):
    """Who wrote it, as the platform shows them; nothing is derived about them, ever."""

    id: Id
    handle: str
    name: str


class Media(Fact):
    """A picture or video that came with it."""

    kind: str
    url: str | None = None
    alt_text: str | None = None


class Mention(Fact):
    """One public message that names, replies to or quotes one or more of the force's accounts."""

    id: Id
    """`<platform>:<platform_id>`, of the first version where the platform lets authors edit."""
    platform: str
    platform_id: Id
    accounts: tuple[Id, ...]
    """Ids of the registry's accounts, at least one."""
    conversation: Id
    """`<platform>:<id of the thread>`: mentions of one thread stay in order."""
    author: Author
    text: str
    link: str
    posted_at: Moment
    received_at: Moment
    in_reply_to: Id | None = None
    in_reply_to_text: str | None = None
    """The words it answers, where the platform sent them along: meaning often lies in the thread."""
    platform_language: str | None = None
    media: tuple[Media, ...] = ()
    recovered: bool = False
    """True where it was missed by the stream and found by search afterwards."""
    via: Literal["stream", "search"] = "stream"


class MentionRemoved(Fact):
    """Its author took it away, or it was erased: it is to be shown nowhere; a tombstone follows it."""

    id: Id
    conversation: Id
    reason: str
    """In words for people, such as `removed by its author`."""
    removed_at: Moment


MENTION_CHANGED: Topic[Mention | MentionRemoved] = Topic(
    name="mention.changed.v1",
    what="A public message that mentions an account of ours, as the platform gave it.",
    writers=("ingest",),
    readers=("triage", "desk", "ingest", "operations"),
    partitions=6,
    kept=Kept("compact,delete", days=30),
    transitions={"mention.received": Mention, "mention.edited": Mention, "mention.removed": MentionRemoved},
    key=lambda mention: mention.id,
    scope=lambda mention: mention.conversation,
)
