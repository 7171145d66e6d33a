"""Which partitions are ours, since which generation, and what each has: a fenced producer and the next offset.

The order matters: producers first (each fences whoever had the partition), then what a loop remembers of them is read
back (see stateful.py), then the committed offset, then the seek.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable
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


Hook = Callable[[Collection[TopicPartition]], Awaitable[None]]
"""Hears of partitions; what it raises ends the process."""


async def _nothing(_: Collection[TopicPartition]) -> None:
    """For loops that remember nothing."""


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
        fence_of: Callable[[TopicPartition], str] | None = None,
        restore: Hook = _nothing,
        let_go: Hook = _nothing,
    ) -> None:
        """`restore` runs once predecessors can write no more, before anything is ours; `let_go` while all still is."""
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
        self._fence_of = fence_of or (lambda partition: f"{group}-{partition.topic}-{partition.partition}")
        self._restore = restore
        self._let_go = let_go

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
                await self._let_go(tuple(self.owned))  # without the lock: it may write its last
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
            producers = {id(each.producer): each.producer for each in owned.values()}
            await asyncio.gather(*(each.stop() for each in producers.values()))

    async def _take(self, assigned: Collection[TopicPartition]) -> None:
        partitions = list(assigned)
        producers = await self._fence(partitions)
        await self._restore(partitions)
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

    async def _fence(self, partitions: Iterable[TopicPartition]) -> list[AIOKafkaProducer]:
        """A producer for each; partitions with one transactional id have it in common."""
        ids = [self._fence_of(each) for each in partitions]
        names = list(dict.fromkeys(ids))
        started = await asyncio.gather(
            *(fenced_producer(self._bootstrap, name, timing=self._timing, end=self._end) for name in names)
        )
        producers = dict(zip(names, started, strict=True))
        return [producers[name] for name in ids]

    def _failed(self, what: str, error: Exception) -> None:
        self._end(
            f"Partitions of {self._group} could not be {what}: {error!r}.",
            remedy="The process starts again and joins the group anew.",
        )
