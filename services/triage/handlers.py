"""What triage writes for each record that it reads: alerts by one path, labels and concerns by the other."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from aiokafka import ConsumerRecord

from services.triage.domain.alerting import alert_of
from services.triage.domain.area import Area
from services.triage.domain.labeller import Labeller
from services.triage.domain.triaging import version_of
from services.triage.model.company import Asked, Read, Reads, Unread
from services.triage.telling import Teller, Topics, answer
from shared.clock import now
from shared.contracts.mention_changed import Mention, MentionRemoved
from shared.contracts.record import Record, event_of
from shared.contracts.work_changed import Correction
from shared.errors import InvalidMessage
from shared.kafka.handling import Handler

Senses = Mapping[tuple[str, str | None], Read]
"""By a message's words and those that it answers: what the encoder made of it, or why nothing."""
NONE: Senses = {}


@dataclass(frozen=True)
class Alerts:
    """The fast path: an alert for a mention that may concern danger, and nothing else."""

    labeller: Labeller
    area: Area
    topics: Topics

    def __call__(self, record: ConsumerRecord[bytes, bytes]) -> Iterable[Record]:
        """At most one record; raises InvalidMessage for bytes that are no mention."""
        event = event_of(self.topics.mentions, record.value, record.headers)
        if event is None or isinstance(event.fact, MentionRemoved):
            return
        alert = alert_of(self.labeller, event.fact, self.area, now())
        if alert is not None:
            yield answer(self.topics.alerts, "alert.raised", alert, event)


@dataclass
class Pace:
    """When labels were last made without the encoder because they came too late for it."""

    shed_after_s: float = 10.0
    shed_at: float | None = None
    """By the event loop's clock."""

    def late(self, records: Sequence[ConsumerRecord]) -> bool:
        """Whether these have waited for so long that their labels are made without it."""
        written = min(record.timestamp for record in records) / 1000
        if now().timestamp() - written < self.shed_after_s:
            return False
        self.shed_at = asyncio.get_running_loop().time()
        return True


@dataclass(frozen=True)
class Labels:
    """The exactly-once path: labels of every mention, concerns of some, and what people corrected.

    Once a person has corrected a mention, an edit of it changes no label: the person's stand until a person
    corrects them again. Neither path asks for corrections before it alerts: an edit that tells of danger is news.
    """

    teller: Teller
    reads: Reads
    pace: Pace = field(default_factory=Pace)

    async def prepare(self, records: Sequence[ConsumerRecord]) -> Handler:
        """Have the encoder read the mentions among these, unless they are late; the handler that knows its answers."""
        mentions = [mention for record in records if (mention := self._mention(record)) is not None]
        if not mentions or self.pace.late(records):
            return self
        return partial(self.handle, senses=await senses_of(self.reads, mentions))

    def __call__(self, record: ConsumerRecord[bytes, bytes]) -> Iterable[Record]:
        """The labels by words and terms alone; raises InvalidMessage for bytes that break their contract."""
        return self.handle(record, NONE)

    def handle(self, record: ConsumerRecord[bytes, bytes], senses: Senses) -> Iterable[Record]:
        """The labels, with what the encoder said; raises InvalidMessage for bytes that break their contract."""
        topics = self.teller.topics
        if record.topic == topics.work.name:
            work = event_of(topics.work, record.value, record.headers)
            return self.teller.corrected(work) if work and isinstance(work.fact, Correction) else ()
        if record.value is None:
            place = f"{record.topic}-{record.partition}-{record.offset}"
            return self.teller.removed((record.key or b"").decode(), record.partition, place) if record.key else ()
        event = event_of(topics.mentions, record.value, record.headers)
        if event is None:
            return ()
        if isinstance(event.fact, MentionRemoved):
            return self.teller.removed(event.fact.id, record.partition, event.id)
        mention = event.fact
        read = senses.get((mention.text, mention.in_reply_to_text), Unread.NOT_ASKED)
        return self.teller.labelled(event, mention, record.offset, None if isinstance(read, Unread) else read)

    def _mention(self, record: ConsumerRecord) -> Mention | None:
        """The mention in a record, where it is one: whatever else it is, is the handler's to say."""
        topic = self.teller.topics.mentions
        if record.topic != topic.name:
            return None
        try:
            event = event_of(topic, record.value, record.headers)
        except InvalidMessage:
            return None
        return event.fact if event is not None and isinstance(event.fact, Mention) else None


async def senses_of(reads: Reads, mentions: Iterable[Mention]) -> Senses:
    """What the encoder makes of each, once for the same words."""
    different = {(mention.text, mention.in_reply_to_text): version_of(mention) for mention in mentions}
    found = await reads.ask([Asked(name, *words) for words, name in different.items()])
    return dict(zip(different, found, strict=True))
