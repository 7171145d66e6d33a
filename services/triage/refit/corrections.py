"""What people corrected, with the words it was about while they are there; held in memory and nowhere else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from aiokafka import ConsumerRecord

from shared.contracts.mention_changed import Mention
from shared.contracts.record import Event
from shared.contracts.topic import Topic
from shared.contracts.work_changed import Correction
from shared.errors import InvalidMessage
from shared.kafka.reader import Reader
from shared.kafka.tolerance import event_if_readable

OF_CORRECTIONS = "correction:"
"""How the keys of corrections begin."""
EDITED = "mention.edited"


@dataclass(frozen=True, slots=True)
class Corrected:
    """A mention as it was when a person corrected it, and the correction."""

    mention: Mention
    correction: Correction


@dataclass(slots=True)
class Gathered:
    """The corrections that can be learnt from, and how many cannot, by reason."""

    usable: list[Corrected]
    newest: datetime | None
    """When the last correction of all was made."""
    left_out: dict[str, int]


@dataclass(slots=True)
class Latest:
    """The latest correction of each mention, the newest `most` of them."""

    most: int
    by_mention: dict[str, Correction] = field(default_factory=dict)
    too_many: int = 0

    def take(self, topic: Topic[Any], records: Iterable[ConsumerRecord]) -> None:
        """Of all work, corrections alone; a tombstone takes one back."""
        for record in records:
            key = (record.key or b"").decode(errors="replace")
            if not key.startswith(OF_CORRECTIONS):
                continue
            event = event_if_readable(topic, record)
            known = self.by_mention.pop(key.removeprefix(OF_CORRECTIONS), None)
            if event is not None and isinstance(event.fact, Correction):
                self.by_mention[event.fact.mention] = event.fact
            elif record.value is not None and known is not None:
                self.by_mention[known.mention] = known  # what cannot be read takes nothing back
            if len(self.by_mention) > 2 * self.most:
                self.cut()

    def cut(self) -> None:
        """Forget the oldest beyond the most."""
        newest = sorted(self.by_mention.values(), key=lambda each: (each.at, each.mention))[-self.most :]
        self.too_many += len(self.by_mention) - len(newest)
        self.by_mention = {each.mention: each for each in newest}


@dataclass(slots=True)
class Words:
    """The words of the mentions that were corrected: of what was removed or edited since, none."""

    wanted: Mapping[str, Correction]
    found: dict[str, Mention] = field(default_factory=dict)
    edited: set[str] = field(default_factory=set)

    def take(self, topic: Topic[Any], records: Iterable[ConsumerRecord]) -> None:
        """Each record in its order: the last word counts."""
        for record in records:
            name = (record.key or b"").decode(errors="replace")
            correction = self.wanted.get(name)
            if correction is None:
                continue
            event = event_if_readable(topic, record)
            self.found.pop(name, None)
            if event is None or not isinstance(event.fact, Mention):
                continue  # removed, erased, or not to be read
            if event.transition == EDITED and _later(event, correction.at):
                self.edited.add(name)  # the correction was about other words
            else:
                self.edited.discard(name)
                self.found[name] = event.fact


def _later(event: Event[Any], at: datetime) -> bool:
    """Whether it was said after that moment; one that does not say when might have been."""
    try:
        return event.time > at
    except InvalidMessage:
        return True


async def gather(bootstrap: str, work: Topic[Any], mentions: Topic[Any], most: int) -> Gathered:
    """Read both topics to their present end. Raises KafkaConnectionError where no broker answers."""
    latest = Latest(most)
    async with Reader(bootstrap) as reader:
        await reader.open([work.name])
        async for records in reader.to_end():
            latest.take(work, records)
        latest.cut()
        words = Words(latest.by_mention)
        await reader.open([mentions.name])
        async for records in reader.to_end():
            words.take(mentions, records)
    return gathered(latest, words)


def gathered(latest: Latest, words: Words) -> Gathered:
    """Corrections with their words, the oldest first."""
    known = sorted(latest.by_mention.values(), key=lambda each: (each.at, each.mention))
    usable = [Corrected(words.found[each.mention], each) for each in known if each.mention in words.found]
    edited = len(words.edited)
    left_out = {
        "edited since": edited,
        "words no longer there": len(known) - len(usable) - edited,
        "older than the newest that are read": latest.too_many,
    }
    return Gathered(usable, max((each.at for each in known), default=None), {k: n for k, n in left_out.items() if n})
