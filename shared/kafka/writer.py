"""Records out: in transactions for a writer of its own, or idempotent where being late is worse than coming twice."""

import asyncio
import logging
from collections.abc import Sequence

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from shared.contracts.record import Record
from shared.errors import Transient
from shared.kafka import metrics
from shared.kafka.batches import check_size, packed
from shared.kafka.client import may_pass, new_producer, start
from shared.kafka.fatal import End, end_process
from shared.kafka.fence import fenced_producer
from shared.kafka.timing import TIMING, Timing
from shared.kafka.transaction import transact_or_end

logger = logging.getLogger(__name__)


class TransactionalWriter:
    """Writes each group of records as one transaction; starting it fences every earlier writer with the same id.

    When a transaction fails or its fate is unknown the process ends: what is on Kafka is then the truth to start from.
    """

    def __init__(
        self, bootstrap: str, transactional_id: str, *, timing: Timing = TIMING, end: End = end_process
    ) -> None:
        self._bootstrap = bootstrap
        self._id = transactional_id
        self._timing = timing
        self._end = end
        self._turn = asyncio.Lock()

    async def start(self) -> None:
        """Become the one writer with this id; waits for the broker."""
        self._producer = await fenced_producer(self._bootstrap, self._id, timing=self._timing, end=self._end)

    async def write(self, records: Sequence[Record]) -> None:
        """Return when all of the records are committed; raises Permanent, with nothing written, for one too large."""
        check_sizes(records)
        if not records:
            return
        async with self._turn:
            packing = packed(self._producer, records)
            await transact_or_end(self._producer, packing, writer=self._id, timing=self._timing, end=self._end)

    async def stop(self) -> None:
        """Finish the transaction under way and close."""
        async with self._turn:
            await self._producer.stop()


class IdempotentWriter:
    """Writes records without a transaction: each is acknowledged at least once, and read at once by everybody."""

    def __init__(self, bootstrap: str, *, name: str = "idempotent", timing: Timing = TIMING) -> None:
        self._bootstrap = bootstrap
        self._name = name
        self._timing = timing
        self._turn = asyncio.Lock()
        self._producer: AIOKafkaProducer | None = None

    async def start(self) -> None:
        """Connect; waits for the broker."""
        producer = new_producer(self._bootstrap, timing=self._timing)
        await start(producer, timing=self._timing)
        self._producer = producer

    async def write(self, records: Sequence[Record]) -> None:
        """Return when all are acknowledged, however long the broker is away; cancelling may still write them.

        Raises Permanent, with nothing written, for a record that is too large, and Transient when the broker
        refused: the next call begins with a new producer.
        """
        check_sizes(records)
        async with self._turn:
            try:
                await self._deliver(records)
            except KafkaError as error:
                metrics.PRODUCER_ERRORS.labels(self._name, type(error).__name__).inc()
                await self._close()
                raise Transient(f"Kafka refused a batch: {error!r}") from error
        metrics.RECORDS_WRITTEN.labels(self._name).inc(len(records))

    async def stop(self) -> None:
        """Close; records under way are given a moment."""
        async with self._turn:
            await self._close()

    async def _deliver(self, records: Sequence[Record]) -> None:
        while True:
            if self._producer is None:
                await self.start()
            try:
                return await packed(self._producer, records).deliver()
            except KafkaError as error:
                if not may_pass(error):
                    raise
                logger.warning("A write waits for Kafka", extra={"writer": self._name, "error": repr(error)})
            await asyncio.sleep(self._timing.first_pause)

    async def _close(self) -> None:
        producer, self._producer = self._producer, None
        if producer is None:
            return
        try:
            await asyncio.wait_for(producer.stop(), self._timing.leave)
        except TimeoutError:
            logger.warning("Records were given up on closing, the broker is away", extra={"writer": self._name})


def check_sizes(records: Sequence[Record]) -> None:
    """Raise Permanent for the first record that no broker would take."""
    for record in records:
        check_size(record)
