"""From records to contributions; what is none goes to the dead letters, and too many of those end the process."""

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from aiokafka import ConsumerRecord, TopicPartition

from services.metrics.aggregator.board import SOURCE, today
from services.metrics.domain.measures_index import check
from shared.contracts.contribution_changed import Contribution
from shared.contracts.dead import Origin
from shared.contracts.record import Record, event_of
from shared.contracts.topic import Topic
from shared.errors import InvalidMessage
from shared.exits import PERSON
from shared.kafka import metrics
from shared.kafka.bad_records import BadRecords
from shared.kafka.dead_letters import dead_letter
from shared.kafka.fatal import End, end_process

logger = logging.getLogger(__name__)

REMEDY = (
    "Correct what writes or reads them; if they are bad for good, start metrics-aggregator once with "
    "METRICS_ACCEPT_BAD_RECORDS=true: they go to the dead letters."
)


class Taken(NamedTuple):
    """What a batch of records says: a contribution for each key, or None where one was removed, and dead letters."""

    contributions: list[tuple[bytes, bytes, Contribution | None]]
    letters: list[Record]


@dataclass
class Intake:
    """Reads contributions, and keeps count of what it could not read (promise 7)."""

    topic: Topic[Contribution]
    accept_bad_records: bool = False
    end: End = end_process
    _bad: BadRecords = field(default_factory=BadRecords)

    def take(self, records: Sequence[ConsumerRecord]) -> Taken:
        """What these records say; ends the process, with nothing of them done, where too many are bad."""
        taken = Taken([], [])
        for record in records:
            dead = len(taken.letters)
            self._read(record, taken)
            self._bad.note(TopicPartition(record.topic, record.partition), bad=len(taken.letters) > dead)
            self._stop_when_too_many()
        self._bad.note_batch(time.monotonic(), records=len(records), bad=len(taken.letters))
        self._stop_when_too_many()
        return taken

    def _read(self, record: ConsumerRecord, taken: Taken) -> None:
        try:
            contribution = self.read(record)
        except InvalidMessage as error:
            taken.letters.append(_aside(record, str(error)))
            return
        if contribution or record.value is None:
            taken.contributions.append((record.key, record.value or b"", contribution))

    def read(self, record: ConsumerRecord | Origin) -> Contribution | None:
        """The contribution, or None for a removal or a transition that is newer than this program."""
        event = event_of(self.topic, record.value, record.headers)
        if not record.key:
            raise InvalidMessage(f"{self.topic.name}: the key is missing")
        if event is None:
            return None
        if self.topic.key(event.fact).encode() != record.key:
            raise InvalidMessage(f"{self.topic.name}: the key is not that of the contribution in the value")
        check(event.fact, today())
        return event.fact

    def _stop_when_too_many(self) -> None:
        why = None if self.accept_bad_records else self._bad.too_many()
        if why is not None:
            self.end(f"metrics-aggregator stops: {why}; see the log.", remedy=REMEDY, code=PERSON)


def _aside(record: ConsumerRecord, reason: str) -> Record:
    place = {"topic": record.topic, "partition": record.partition, "offset": record.offset}
    logger.error("A record goes to the dead letters", extra={**place, "error": "InvalidMessage", "reason": reason})
    metrics.DEAD_LETTERS.labels(SOURCE).inc()
    return dead_letter(record, service=SOURCE, error="InvalidMessage", reason=reason)
