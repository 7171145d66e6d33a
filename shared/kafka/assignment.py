"""Which partitions are ours, since which generation, and what each has: a fenced producer and the next offset.

The order matters: producers first (each fences whoever had the partition), then the committed offset, then the seek.
"""

import asyncio
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.abc import ConsumerRebalanceListener

from shared.kafka import metrics
from shared.kafka.fatal import End
from shared.kafka.fence import fenced_producer
from shared.kafka.positions import starting_points
from shared.kafka.timing import Timing


@dataclass(slots=True)
class Owned:
    """A partition that is ours."""

    producer: AIOKafkaProducer
    next: int
    """Every record before this offset is committed."""


class Assignment(ConsumerRebalanceListener):  # type: ignore[misc] # aiokafka has no types
    """The partitions of one group member, kept in step with the group."""

    def __init__(
        self,
        consumer: AIOKafkaConsumer,
        bootstrap: str,
        group: str,
        *,
        timing: Timing,
        end: End,
        changed: Callable[[bool], None],
    ) -> None:
        self.generation = 0
        """Changes with every loss and gain of partitions; a batch counts only in the one it was fetched in."""
        self.owned: dict[TopicPartition, Owned] = {}
        self.lock = asyncio.Lock()
        """Held by transactions and by changes of ownership; slow work never holds it."""
        self._consumer = consumer
        self._bootstrap = bootstrap
        self._group = group
        self._timing = timing
        self._end = end
        self._changed = changed

    def holds(self, generation: int, partitions: Iterable[TopicPartition]) -> bool:
        """Whether a batch fetched in that generation from these partitions may be handled; under the lock."""
        return generation == self.generation and all(each in self.owned for each in partitions)

    def rewind(self) -> None:
        """Read again from what is committed; under the lock. Whoever drops a batch without it loses its records."""
        for partition, owned in self.owned.items():
            self._consumer.seek(partition, owned.next)

    async def on_partitions_revoked(self, revoked: Collection[TopicPartition]) -> None:
        """Give up everything, after the transactions that are under way."""
        del revoked  # all of them, always: aiokafka's rebalances are eager
        try:
            async with asyncio.timeout(self._timing.assignment):
                await self.release()
        except Exception as error:  # noqa: BLE001 - aiokafka would only log it
            self._failed("given up", error)

    async def on_partitions_assigned(self, assigned: Collection[TopicPartition]) -> None:
        """Fence, find the offset, seek: only then the partitions are ours."""
        try:
            async with asyncio.timeout(self._timing.assignment):
                await self._take(assigned)
        except Exception as error:  # noqa: BLE001 - aiokafka would only log it
            self._failed("taken", error)

    async def release(self) -> None:
        """Own nothing any more, once no transaction is under way."""
        async with self.lock:
            self.generation += 1
            owned, self.owned = self.owned, {}
            self._changed(False)
            await asyncio.gather(*(each.producer.stop() for each in owned.values()))

    async def _take(self, assigned: Collection[TopicPartition]) -> None:
        partitions = list(assigned)
        producers = await asyncio.gather(*(self._producer(each) for each in partitions))
        committed = await asyncio.gather(*(self._consumer.committed(each) for each in partitions))
        starts, _ = await starting_points(
            self._consumer, dict(zip(partitions, committed, strict=True)), reader=self._group
        )
        async with self.lock:
            self.generation += 1
            self.owned = {
                each: Owned(producer, starts[each]) for each, producer in zip(partitions, producers, strict=True)
            }
            self.rewind()
        metrics.REBALANCES.labels(self._group).inc()
        self._changed(True)

    async def _producer(self, partition: TopicPartition) -> AIOKafkaProducer:
        transactional_id = f"{self._group}-{partition.topic}-{partition.partition}"
        return await fenced_producer(self._bootstrap, transactional_id, timing=self._timing, end=self._end)

    def _failed(self, what: str, error: Exception) -> None:
        self._end(
            f"Partitions of {self._group} could not be {what}: {error!r}.",
            remedy="The process starts again and joins the group anew.",
        )
