"""The same work with typed models and CloudEvents headers: what ours and confluent-kafka's worker do to a record."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from bench.work import words_in
from shared.clock import now
from shared.contracts.fact import Fact, Id, Moment
from shared.contracts.record import Record, event_of, record_of
from shared.contracts.topic import Kept, Topic
from shared.errors import InvalidMessage

PARTITIONS = 4
TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


class Mention(Fact):
    """A public message, with the fields of the product's own that matter to speed."""

    id: Id
    account: Id
    conversation: Id
    author: Id
    text: str
    language: str
    posted_at: Moment
    recovered: bool = False


class Scanned(Fact):
    """What was found in a mention: labels and ids, as the product's own labels carry no text."""

    id: Id
    conversation: Id
    words: tuple[str, ...]


MENTIONS: Topic[Mention] = Topic(
    name="bench.mention",
    what="Mentions to be scanned.",
    writers=("bench",),
    readers=("bench",),
    partitions=PARTITIONS,
    kept=Kept("delete"),
    transitions={"mention.received": Mention},
    key=lambda mention: mention.id,
    scope=lambda mention: mention.conversation,
)
SCANNED: Topic[Scanned] = Topic(
    name="bench.scanned",
    what="Mentions with the words found in them.",
    writers=("bench",),
    readers=("bench",),
    partitions=PARTITIONS,
    kept=Kept("delete"),
    transitions={"mention.scanned": Scanned},
    key=lambda scanned: scanned.id,
    scope=lambda scanned: scanned.conversation,
)


Scan = Callable[[bytes | None, Iterable[tuple[str, bytes]]], Record]


def typed_scan(output: str) -> Scan:
    """What handles a record's value and headers: contract in, contract out on topic `output`, headers on both sides."""
    topic = replace(SCANNED, name=output)

    def scan(value: bytes | None, headers: Iterable[tuple[str, bytes]]) -> Record:
        event = event_of(MENTIONS, value, headers)
        if event is None:
            raise InvalidMessage("a tombstone has no words")
        mention = event.fact
        scanned = Scanned(id=mention.id, conversation=mention.conversation, words=tuple(words_in(mention.text)))
        return record_of(
            topic,
            "mention.scanned",
            scanned,
            id=event.id,  # with our own source: a repeat is known for one
            source="bench",
            time=now(),
            traceparent=event.traceparent,
        )

    return scan
