"""From records of the topics to the read model; what cannot be read goes to the dead letters, and the fold goes on."""

import asyncio
import logging
import sqlite3
from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import Any

from aiokafka import ConsumerRecord, TopicPartition

from services.desk.domain.holding import HoldRead
from services.desk.readmodel.freshness import Freshness
from services.desk.readmodel.model import Read, ReadModel
from services.desk.readmodel.topics import DeskTopics
from shared.clock import now
from shared.contracts.alert_changed import AlertRaised
from shared.contracts.dead import origin_of
from shared.contracts.fact import Fact
from shared.contracts.hold_changed import Hold
from shared.contracts.mention_changed import Mention, MentionRemoved
from shared.contracts.record import Record, event_of
from shared.contracts.topic import Topic
from shared.errors import InvalidMessage
from shared.kafka.bad_records import BadRecords
from shared.kafka.dead_letters import dead_letter

logger = logging.getLogger(__name__)

AT_ONCE = 400
"""Records of one SQLite transaction: some 30 ms, after which pages get their turn."""

DISK_RETRY_S = 2.0
"""Between attempts to fold while the disk is full; meanwhile pages show what is known."""

Write = Callable[[Sequence[Record]], Awaitable[None]]


class Intake:
    """Folds every record of every topic of the desk, in order, each at least once."""

    def __init__(
        self, model: ReadModel, topics: DeskTopics, freshness: Freshness, dead: Write, stop: asyncio.Event
    ) -> None:
        self._model = model
        self._topics = topics
        self._folded = topics.folded()
        self._freshness = freshness
        self._dead = dead
        self._stop = stop
        self._bad = BadRecords()

    async def take(self, records: Sequence[ConsumerRecord]) -> None:
        """Fold these records; a run of unreadable ones stops the reading, because then the desk is wrong, not they."""
        for chunk in _chunks(records):
            reads, letters = self._read_all(chunk)
            if letters:
                await self._dead(letters)
            await self._fold(reads)
            if why := self._bad.too_many():
                logger.error("the desk stops reading", extra={"why": why})
                self._freshness.stopped = why
                self._stop.set()
                return
            await asyncio.sleep(0)

    def _read_all(self, records: Sequence[ConsumerRecord]) -> tuple[list[Read], list[Record]]:
        reads, letters = [], []
        for record in records:
            place = (record.topic, record.partition, record.offset)
            bad = False
            try:
                reads.append(self._read(record))
            except InvalidMessage as error:
                bad = True
                logger.warning("a record cannot be read", extra={"place": place, "why": str(error)})
                letters.append(self._letter(record, error))
                reads.append(Read(*place))
            self._bad.note(TopicPartition(record.topic, record.partition), bad=bad)
            if bad and self._bad.too_many():
                break
        self._bad.note_batch(now().timestamp(), records=len(records), bad=len(letters))
        return reads, letters

    def _read(self, record: ConsumerRecord) -> Read:
        place = (record.topic, record.partition, record.offset)
        name, key, value, headers = record.topic, record.key, record.value, list(record.headers)
        offset = record.offset
        if name == self._topics.replay:
            origin = origin_of(value, headers)
            name, key, value, headers = origin.topic, origin.key, origin.value, origin.headers
            offset = origin.offset
        topic = self._folded.get(name)
        if topic is None:
            raise InvalidMessage(f"the desk does not read {name}")
        if value is None:
            return Read(*place, removed=self._topics.gone(topic, key.decode(errors="replace")) if key else None)
        event = event_of(topic, value, headers)
        return Read(*place, fact=_placed(event.fact, offset) if event else None)

    def _letter(self, record: ConsumerRecord, error: InvalidMessage) -> Record:
        letter = dead_letter(record, service="desk", error=type(error).__name__, reason=str(error))
        return Record(self._topics.dead, letter.partition, letter.key, letter.value, letter.headers)

    async def _fold(self, reads: Sequence[Read]) -> None:
        while True:
            try:
                self._model.fold(reads)
            except sqlite3.OperationalError as error:
                logger.error("the read model cannot be written", extra={"why": str(error)})  # noqa: TRY400 - no traceback helps with a full disk
                self._freshness.stopped = f"the read model cannot be written ({error}); free space on the desk's disk"
                await asyncio.sleep(DISK_RETRY_S)
                self._freshness.stopped = ""
            else:
                return


class EarlyIntake:
    """Takes alerts at once, and words that are not committed yet, so that no hanging transaction hides an alert."""

    def __init__(self, model: ReadModel, topics: DeskTopics) -> None:
        self._model = model
        self._topics = topics

    def take(self, records: Sequence[ConsumerRecord]) -> None:
        """Only what was raised and what was said: all else about them waits until it is committed."""
        raised = []
        for record in records:
            topic: Topic[Any] = self._topics.alert if record.topic == self._topics.alert.name else self._topics.mention
            if record.value is None and record.key is not None:
                self._model.forget_early(record.key.decode(errors="replace"))
                continue
            try:
                event = event_of(topic, record.value, record.headers)
            except InvalidMessage:
                continue  # the committed reading puts it into the dead letters
            if event and isinstance(event.fact, AlertRaised):
                raised.append(event.fact)
            elif event:
                self._hear(event.fact)
        if raised:
            try:
                self._model.apply(raised)
            except sqlite3.OperationalError:
                logger.exception(
                    "alerts wait for the committed reading", extra={"alerts": [each.id for each in raised]}
                )

    def _hear(self, fact: Fact) -> None:
        if isinstance(fact, Mention):
            self._model.hear_early(fact)
        elif isinstance(fact, MentionRemoved):
            self._model.forget_early(fact.id)


def _placed(fact: Fact, offset: int) -> Fact:
    """A hold with its place, which reporters acknowledge; everything else as it is."""
    return HoldRead(hold=fact, offset=offset) if isinstance(fact, Hold) else fact


def _chunks(records: Sequence[ConsumerRecord]) -> Iterator[Sequence[ConsumerRecord]]:
    for start in range(0, len(records), AT_ONCE):
        yield records[start : start + AT_ONCE]
