"""Records in, records out, exactly once: every batch of a partition is one transaction with the offset it reaches."""

import asyncio
import logging
from collections.abc import Iterable
from typing import Self

from aiokafka import ConsumerRecord, TopicPartition

from shared.clock import now
from shared.kafka import metrics
from shared.kafka.ahead import Ahead, NotNow, Prepare
from shared.kafka.assignment import Assignment
from shared.kafka.bad_records import TooManyBad
from shared.kafka.batches import Packing
from shared.kafka.client import close
from shared.kafka.garbage import collect_seldom
from shared.kafka.handling import Handler
from shared.kafka.lag import Lag
from shared.kafka.member import Member
from shared.kafka.polling import Poll
from shared.kafka.transaction import transact_or_end

logger = logging.getLogger(__name__)


class Transform(Member):
    """One member of a group that turns the records of its partitions into others.

    A record that raises InvalidMessage or Permanent (or trips over a mistake of ours) goes to `<service>.dead`
    within the same transaction; too many of them end the process, or this loop alone where `at_limit` says so.
    Anything that leaves a doubt ends the process.
    """

    READS = "read_committed"
    _prepare: Prepare | None = None
    _started = False

    def preparing(self, prepare: Prepare) -> Self:
        """Before records are handled, `prepare` them, slice by slice and without holding anything up.

        Revocations, heartbeats and the transactions of the slice before go on meanwhile; the order of records stays.
        """
        self._prepare = prepare
        return self

    def owns(self, topic: str, partition: int) -> bool:
        """Whether this member has that partition now; of all members one at the most does."""
        return self._started and TopicPartition(topic, partition) in self._assignment.owned

    def behind_s(self) -> float:
        """Age of the oldest record that was polled and waits for its turn; 0 where none does."""
        oldest = self._ahead.oldest if self._started else None
        return 0.0 if oldest is None else max(0.0, now().timestamp() - oldest)

    async def start(self) -> None:
        """Join the group; waits for the broker and the topics."""
        self._turn = asyncio.Lock()
        self._consumer = await self._consumer_of_inputs()
        self._assignment = self._new_assignment()
        poll = Poll(self._consumer, self._timing, lambda: self._assignment.generation)
        self._ahead = Ahead(poll, self._timing, self._prepare)
        self._prepared: Handler | None = None
        self._lag = Lag(self._consumer, self._group)
        self._consumer.subscribe(self._inputs, listener=self._assignment)
        collect_seldom()
        self._started = True

    async def run_batch(self) -> int:
        """Handle what comes in next, if anything does within the poll time; returns the number of records."""
        self._health.beat(self._group)
        try:
            generation, batch, self._prepared = await self._ahead.next()
            async with self._assignment.lock:
                handled = await self._handle(generation, batch)
                if self._ahead.oldest is None:  # or what was polled would pass for handled
                    await self._lag.observe(self._assignment.owned)
        except NotNow:
            return await self._give_back()
        except TooManyBad:
            raise
        except Exception as error:  # whatever it is: nothing is committed, and a new start is safe
            logger.exception("A batch could not be handled", extra={"group": self._group})
            self._end(f"{self._group} failed: {error!r}.", remedy="The process starts again; see the log.")
        return handled

    async def stop(self) -> None:
        """Leave the group, so that others take over at once."""
        try:
            async with asyncio.timeout(self._timing.leave):
                await self._ahead.stop()
                await close(self._consumer)
                await self._assignment.release()
        except TimeoutError:
            pass  # the session's end makes the group notice, and the fence does the rest

    def _new_assignment(self) -> Assignment:
        return Assignment(
            self._consumer,
            self._bootstrap,
            self._group,
            timing=self._timing,
            end=self._end,
            changed=self._assigned,
        )

    async def _handle(self, generation: int, batch: dict[TopicPartition, list[ConsumerRecord]]) -> int:
        if not batch:
            return 0
        if not self._assignment.holds(generation, batch):
            return await self._discard()
        done = await asyncio.gather(
            *(self._in_order({each: batch[each] for each in queue}) for queue in self._queues(batch)),
            return_exceptions=True,  # one that fails leaves the others' transactions to come to their end
        )
        for failure in filter(None, done):
            raise failure
        return sum(len(records) for records in batch.values())

    async def _give_back(self) -> int:
        async with self._assignment.lock:
            return await self._discard()

    async def _discard(self) -> int:
        """All that was polled comes again, beginning with what is not committed."""
        metrics.BATCHES_DISCARDED.labels(self._group).inc()
        await self._ahead.drop()
        self._assignment.rewind()
        return 0

    def _queues(self, partitions: Iterable[TopicPartition]) -> Iterable[Iterable[TopicPartition]]:
        """Partitions whose transactions come one after another; those of different queues run side by side."""
        return [[each] for each in partitions]

    async def _in_order(self, batch: dict[TopicPartition, list[ConsumerRecord]]) -> None:
        for partition, records in batch.items():
            await self._transact(partition, records)

    async def _transact(self, partition: TopicPartition, records: list[ConsumerRecord]) -> None:
        owned = self._assignment.owned[partition]
        self._lag.reads(partition, records[0].timestamp)
        packing = Packing(owned.producer)
        async with (
            self._turn
        ):  # one partition after another: the transaction of one is under way while the next is read
            await self._handling.handle(partition, records, packing.add, self._prepared)
        reached = records[-1].offset + 1
        await transact_or_end(
            owned.producer,
            packing,
            writer=self._group,
            timing=self._timing,
            end=self._end,
            group=self._group,
            offsets={partition: reached},
        )
        owned.next = reached
        metrics.BATCHES.labels(self._group).inc()
        metrics.RECORDS.labels(self._group, partition.topic, partition.partition).inc(len(records))

    def _assigned(self, ours: bool) -> None:  # noqa: FBT001 - the one fact it is told
        if ours:
            self._check.passes()
        else:
            self._check.fails("owns no partitions while the group shares them out")
