"""The same work with typed models and CloudEvents headers: what ours and confluent-kafka's worker do to a record."""

from collections.abc import Iterable
from dataclasses import replace

from bench.work import words_in
from shared.clock import new_id, now
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
    """A mention and the words found in it."""

    mention: Mention
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
    key=lambda scanned: scanned.mention.id,
    scope=lambda scanned: scanned.mention.conversation,
)


class TypedScan:
    """Handles records: contract in, contract out, seven headers on both sides."""

    def __init__(self, output: str) -> None:
        self._output = replace(SCANNED, name=output)

    def __call__(self, value: bytes | None, headers: Iterable[tuple[str, bytes]]) -> Record:
        """The scanned record; raises InvalidMessage when the bytes do not hold the contract."""
        event = event_of(MENTIONS, value, headers)
        if event is None:
            raise InvalidMessage("a tombstone has no words")
        return record_of(
            self._output,
            "mention.scanned",
            Scanned(mention=event.fact, words=tuple(words_in(event.fact.text))),
            id=new_id(),
            source="bench",
            time=now(),
            traceparent=event.traceparent,
        )
