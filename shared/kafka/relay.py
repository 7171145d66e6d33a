"""Records in, records out, at least once and without a transaction: for what must not wait for one (alerts).

It reads records whose transaction is still open, writes, waits for the acknowledgement, then commits its offset.
Readers of what it writes drop repeats by the entity's id.
"""

import asyncio
import logging
from collections.abc import Awaitable, Collection

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.abc import ConsumerRebalanceListener
from aiokafka.errors import CommitFailedError, IllegalStateError

from shared.contracts.record import Record
from shared.health import Check
from shared.kafka import metrics
from shared.kafka.bad_records import AtLimit
from shared.kafka.batches import check_size
from shared.kafka.client import close
from shared.kafka.fatal import End
from shared.kafka.lag import Lag
from shared.kafka.member import Member
from shared.kafka.polling import Batch, Poll
from shared.kafka.positions import starting_points
from shared.kafka.writer import IdempotentWriter

logger = logging.getLogger(__name__)

BEAT_S = 1.0
"""While a broker is away the loop stands still but is not stuck: it says so this often."""


class Relay(Member):
    """One member of a group that passes on what a handler makes of each record; bad ones go to the dead letters.

    It never stops because of them: what cannot be read cannot raise an alarm, and what comes after it may have to.
    """

    READS = "read_uncommitted"
    AT_LIMIT = AtLimit.GO_ON

    async def start(self) -> None:
        """Join the group; waits for the broker and the topics."""
        self._consumer = await self._consumer_of_inputs()
        self._writer = IdempotentWriter(self._bootstrap, name=self._group, timing=self._timing)
        try:
            await self._beating(self._writer.start())  # here, so that the first alert does not wait for it
        except BaseException:
            await close(self._consumer)
            raise
        self._members = _Membership(self._consumer, self._group, check=self._check, end=self._end)
        self._poll = Poll(self._consumer, self._timing)
        self._lag = Lag(self._consumer, self._group)
        self._consumer.subscribe(self._inputs, listener=self._members)

    async def run_batch(self) -> int:
        """Pass on what comes in next, if anything does within the poll time; returns the number of records."""
        self._health.beat(self._group)
        try:
            _, batch = await self._poll.next()
            if batch:
                await self._beating(self._writer.write(await self._outputs(batch)))
                await self._beating(self._commit(batch))
        except Exception as error:  # whatever it is: the offset stays, and a new start repeats it
            logger.exception("A batch could not be passed on", extra={"group": self._group})
            self._end(f"{self._group} failed: {error!r}.", remedy="The process starts again; see the log.")
        return sum(len(records) for records in batch.values())

    async def stop(self) -> None:
        """Leave the group and close."""
        await self._poll.stop()
        try:
            async with asyncio.timeout(self._timing.leave):
                await asyncio.gather(close(self._consumer), self._writer.stop())
        except TimeoutError:
            pass  # the session's end makes the group notice

    async def _outputs(self, batch: Batch) -> list[Record]:
        outputs: list[Record] = []

        def write(record: Record) -> None:
            check_size(record)
            outputs.append(record)

        for partition, records in batch.items():
            self._lag.reads(partition, records[0].timestamp)
            await self._handling.handle(partition, records, write)
        return outputs

    async def _commit(self, batch: Batch) -> None:
        for partition, records in batch.items():
            metrics.BATCHES.labels(self._group).inc()
            metrics.RECORDS.labels(self._group, partition.topic, partition.partition).inc(len(records))
        try:
            await self._consumer.commit({partition: records[-1].offset + 1 for partition, records in batch.items()})
            await self._lag.observe(batch)
        except (CommitFailedError, IllegalStateError):
            metrics.BATCHES_DISCARDED.labels(self._group).inc()  # rebalanced: their new owner repeats them

    async def _beating(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        try:
            while not task.done():
                await asyncio.wait([task], timeout=BEAT_S)
                self._health.beat(self._group)
        finally:
            task.cancel()
            await asyncio.wait([task])
        task.result()


class _Membership(ConsumerRebalanceListener):  # type: ignore[misc] # aiokafka has no types
    """Keeps the readiness of a member, and reports what retention took away."""

    def __init__(self, consumer: AIOKafkaConsumer, group: str, *, check: Check, end: End) -> None:
        self._consumer = consumer
        self._group = group
        self._check = check
        self._end = end

    def on_partitions_revoked(self, revoked: Collection[TopicPartition]) -> None:
        del revoked
        self._check.fails("owns no partitions while the group shares them out")

    async def on_partitions_assigned(self, assigned: Collection[TopicPartition]) -> None:
        # aiokafka fetches from the committed offset while this waits; what it gave out would come again after the seek
        self._consumer.pause(*assigned)
        try:
            committed = {each: await self._consumer.committed(each) for each in assigned}
            starts, _ = await starting_points(self._consumer, committed, reader=self._group)
            for partition, offset in starts.items():
                self._consumer.seek(partition, offset)
            self._consumer.resume(*assigned)
        except Exception as error:  # noqa: BLE001 - aiokafka would only log it
            self._end(
                f"Partitions of {self._group} could not be taken: {error!r}.",
                remedy="The process starts again and joins the group anew.",
            )
        metrics.REBALANCES.labels(self._group).inc()
        self._check.passes()
