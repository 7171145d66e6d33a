"""Labels made without the encoder in a flood: how many are owed, and how long until they are made again."""

import time
from dataclasses import dataclass, field

from aiokafka import AIOKafkaConsumer, TopicPartition

from services.triage.domain.triaging import read_closely
from shared.contracts.mention_triaged import MENTION_TRIAGED, Triaged
from shared.contracts.record import Event, event_of


@dataclass(frozen=True, slots=True)
class Again:
    """What was owed after the flood, as mention.triaged tells it."""

    owed: int
    """Labels that were made without the encoder."""
    left: int
    """Of these, those that were still owed when it was no longer waited."""
    seconds: float
    """From the last mention until none was owed, or until it was no longer waited."""

    def line(self) -> str:
        """For people."""
        if self.left:
            made = f"{self.left:,} of them still owed {self.seconds:.0f} s after the last mention"
        else:
            made = f"all made again {self.seconds:.0f} s after the last mention"
        return f"triage: {self.owed:,} labels without the encoder, {made}" if self.owed else "triage: no labels owed"


@dataclass
class Tally:
    """Counts what is owed, by mention."""

    labelled: set[str] = field(default_factory=set)
    brief: set[str] = field(default_factory=set)
    owed: set[str] = field(default_factory=set)

    def take(self, event: Event[Triaged]) -> None:
        """Labels were written; those with the encoder settle what was owed."""
        name = event.fact.id
        self.labelled.add(name)
        if read_closely(event.fact.basis):
            self.owed.discard(name)
        else:
            self.brief.add(name)
            self.owed.add(name)


async def made_again(bootstrap: str, mentions: int, ended: float, patience: float) -> Again:
    """Read all labels, and wait until none is owed or patience ends; `ended` is when the last mention was written."""
    tally, until = Tally(), time.monotonic() + patience
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap, auto_offset_reset="earliest")
    await consumer.start()
    try:
        consumer.assign([TopicPartition(MENTION_TRIAGED.name, number) for number in range(MENTION_TRIAGED.partitions)])
        while (len(tally.labelled) < mentions or tally.owed) and time.monotonic() < until:
            for records in (await consumer.getmany(timeout_ms=500)).values():
                for record in records:
                    if event := event_of(MENTION_TRIAGED, record.value, record.headers):
                        tally.take(event)
    finally:
        await consumer.stop()
    return Again(len(tally.brief), len(tally.owed), time.monotonic() - ended)
