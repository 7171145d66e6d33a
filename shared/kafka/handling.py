"""From a record to what is written for it: the handler's records, or a dead letter."""

import asyncio
import logging
import time
import traceback
from collections.abc import Callable, Iterable, Sequence

from aiokafka import ConsumerRecord, TopicPartition

from shared.contracts.record import Record
from shared.errors import BlueLampError, InvalidMessage, Permanent
from shared.exits import PERSON
from shared.kafka import metrics
from shared.kafka.bad_records import AtLimit, BadRecords, TooManyBad
from shared.kafka.batches import check_size
from shared.kafka.dead_letters import dead_letter
from shared.kafka.fatal import End
from shared.kafka.replays import Replays

logger = logging.getLogger(__name__)

Handler = Callable[[ConsumerRecord], Iterable[Record]]
"""Pure, or at least harmless to repeat: after a crash a record comes again. Raises InvalidMessage or Permanent."""

Write = Callable[[Record], None]
"""Raises Permanent, with nothing written, for a record that is too large."""

SLICE_S = 0.005
"""Work on a batch lets the event loop breathe this often: what shares it, alerts above all, needs several turns."""


class Handling:
    """Applies a handler to batches, and stops when too many records are bad, unless it is to go on."""

    def __init__(
        self,
        service: str,
        handler: Handler,
        end: End,
        replays: Replays | None = None,
        at_limit: AtLimit = AtLimit.END,
    ) -> None:
        self._service = service
        self._replays = replays
        self._handler = handler
        self._end = end
        self._at_limit = at_limit
        self._bad = BadRecords()
        self._remedy = (
            f"Correct what writes or reads them; if they are bad for good, start {service} once with "
            f"{service.upper()}_ACCEPT_BAD_RECORDS=true: they go to the dead letters."
        )

    async def handle(
        self,
        partition: TopicPartition,
        records: Sequence[ConsumerRecord],
        write: Write,
        prepared: Handler | None = None,
    ) -> None:
        """Write what has to be written for the records, in their order, by the handler that was `prepared` for them.

        Replays are never too many bad ones: each was counted when it died first, and a stop would repeat them for ever.
        """
        counted = self._replays is None or partition.topic != self._replays.topic
        dead = 0
        turn = time.monotonic()
        handler = prepared or self._handler
        for record in records:
            bad = self._passed_on(record, handler, write) and counted
            if bad or self._bad.runs:
                self._bad.note(partition, bad=bad)
            if bad:
                dead += 1
                self._stop_when_too_many()
            if time.monotonic() - turn > SLICE_S:
                await asyncio.sleep(0)
                turn = time.monotonic()
        if counted:
            self._bad.note_batch(time.monotonic(), records=len(records), bad=dead)
        if dead:
            self._stop_when_too_many()

    def _passed_on(self, record: ConsumerRecord, handler: Handler, write: Write) -> bool:
        """Write the record's outputs, all of them or none; True where a dead letter was written in their place."""
        came: ConsumerRecord | None = record
        try:
            came = self._replays.as_it_came(record) if self._replays else record
            outputs = tuple(handler(came)) if came else ()
            if len(outputs) > 1:  # one alone is refused by `write` itself
                for output in outputs:
                    check_size(output)
            for output in outputs:
                write(output)
        except (InvalidMessage, Permanent) as error:
            write(self._aside(came or record, type(error).__name__, str(error)))
        except BlueLampError:
            raise  # about the world, not about this record: no commit, and start again
        except Exception as error:  # noqa: BLE001 - a mistake of ours on one record must not hold up all others
            write(self._aside(came or record, type(error).__name__, _place_of(error)))
        else:
            return False
        return True

    def _aside(self, record: ConsumerRecord, error: str, reason: str) -> Record:
        place = {"topic": record.topic, "partition": record.partition, "offset": record.offset}
        logger.error("A record goes to the dead letters", extra={**place, "error": error, "reason": reason})
        metrics.DEAD_LETTERS.labels(self._service).inc()
        return dead_letter(record, service=self._service, error=error, reason=reason)

    def _stop_when_too_many(self) -> None:
        why = None if self._at_limit is AtLimit.GO_ON else self._bad.too_many()
        if why is None:
            return
        if self._at_limit is AtLimit.STOP:
            raise TooManyBad(f"{why}; nothing was skipped, and the log names them. {self._remedy}")
        self._end(f"{self._service} stops: {why}; see the dead letters and the log.", remedy=self._remedy, code=PERSON)


def _place_of(error: Exception) -> str:
    """Where it happened; its message stays out, because it may repeat a person's words."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"a mistake in the program: {frame.filename.rpartition('/')[2]}, line {frame.lineno}, in {frame.name}"
