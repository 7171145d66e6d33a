"""State folded from topics: every partition read from the start, or from where one left off, without a group."""

import asyncio
import inspect
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from typing import Any

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition

from shared.contracts import Topic
from shared.health import Health
from shared.kafka.client import Isolation, close, new_consumer, partitions_of, start
from shared.kafka.ends import Ends
from shared.kafka.lag import Lag
from shared.kafka.polling import Poll
from shared.kafka.positions import Gap, starting_points
from shared.kafka.stopping import unless_stopped
from shared.kafka.timing import TIMING, Timing

OnBatch = Callable[[list[ConsumerRecord]], Awaitable[None] | None]
"""Takes records in order within each partition; an offset it stores is the record's plus one."""


class Follower:
    """Reads topics for as long as it runs; `caught_up` is set once all that was there at the start has been given."""

    def __init__(
        self,
        bootstrap: str,
        topics: Sequence[Topic[Any] | str],
        on_batch: OnBatch,
        *,
        start_at: Mapping[tuple[str, int], int] | None = None,
        isolation: Isolation = "read_committed",
        name: str = "follower",
        health: Health | None = None,
        timing: Timing = TIMING,
    ) -> None:
        self.caught_up = asyncio.Event()
        self.gaps: list[Gap] = []
        """What should have been read from `start_at` on and is gone; empty until the reading begins."""
        self._bootstrap = bootstrap
        self._topics = [each if isinstance(each, str) else each.name for each in topics]
        self._on_batch = on_batch
        self._start_at = start_at or {}
        self._isolation: Isolation = isolation
        self._name = name
        self._health = health or Health(name)
        self._check = self._health.check(name)
        self._timing = timing
        self._ahead: dict[TopicPartition, int] = {}
        self._given: dict[TopicPartition, int] = {}
        self._turned = asyncio.Condition()
        self._ends = Ends(bootstrap, timing)

    async def run(self, stop: asyncio.Event) -> None:
        """Read until `stop` is set, which also ends the wait for a broker; raises what `on_batch` raises."""
        consumer = new_consumer(self._bootstrap, isolation=self._isolation, timing=self._timing)
        try:
            if await unless_stopped(self._begin(consumer), stop, patience=0):
                await unless_stopped(self._follow(consumer, stop), stop, patience=self._timing.finish)
        finally:
            await self._ends.close()
            await close(consumer)

    async def reach_end(
        self, *, within: float, topics: Collection[Topic[Any]] | None = None
    ) -> dict[TopicPartition, int]:
        """Ask the broker where the topics end now, and return once all before that has been given, and up to where.

        With `topics` only these are waited for; how far the others were given is answered as well.
        Behind a transaction that is still open, whoever began it, nobody knows what is committed: that takes too long.
        Raises TimeoutError where that takes longer than `within` seconds: nobody knows then what is missing.
        """
        if not self._given:
            raise TimeoutError("the reading has not begun")
        async with asyncio.timeout(within):
            wanted = {each.name for each in topics} if topics is not None else set(self._topics)
            ends = await self._ends.of([each for each in self._given if each.topic in wanted])
            async with self._turned:
                await self._turned.wait_for(lambda: all(self._given[each] >= end for each, end in ends.items()))
            return dict(self._given)

    async def _follow(self, consumer: AIOKafkaConsumer, stop: asyncio.Event) -> None:
        poll, lag = Poll(consumer, self._timing), Lag(consumer, self._name)
        try:
            while not stop.is_set():
                self._health.beat(self._name)
                await self._next(consumer, poll, lag)
        finally:
            lag.ends()
            await poll.stop()

    async def _begin(self, consumer: AIOKafkaConsumer) -> None:
        await start(consumer, timing=self._timing, waiting=self._waits)
        partitions = await partitions_of(consumer, self._topics, timing=self._timing, waiting=self._waits)
        self._waits("reading what is there")
        consumer.assign(partitions)
        left_off = {each: self._start_at.get((each.topic, each.partition)) for each in partitions}
        starts, self.gaps = await starting_points(consumer, left_off, reader=self._name)
        for partition, offset in starts.items():
            consumer.seek(partition, offset)
        self._ahead = dict(await consumer.end_offsets(partitions))
        await self._note_how_far(consumer)
        await self._look_whether_caught_up(consumer)

    async def _next(self, consumer: AIOKafkaConsumer, poll: Poll, lag: Lag) -> None:
        _, batch = await poll.next()
        if batch:
            for partition, records in batch.items():
                lag.reads(partition, records[0].timestamp)
            given = self._on_batch([record for records in batch.values() for record in records])
            if inspect.isawaitable(given):
                await given
        await lag.observe(consumer.assignment())
        if poll.idle:
            await self._note_how_far(consumer)
            await self._look_whether_caught_up(consumer)

    async def _note_how_far(self, consumer: AIOKafkaConsumer) -> None:
        async with self._turned:
            self._given = {each: await consumer.position(each) for each in consumer.assignment()}
            self._turned.notify_all()

    async def _look_whether_caught_up(self, consumer: AIOKafkaConsumer) -> None:
        """By position, which passes what is no record: a lag that counts offsets might never become 0."""
        if self.caught_up.is_set():
            return
        self._ahead = {each: end for each, end in self._ahead.items() if await consumer.position(each) < end}
        if not self._ahead:
            self.caught_up.set()
            self._check.passes()

    def _waits(self, why: str) -> None:
        self._health.beat(self._name)
        self._check.fails(why)


async def read_to_end(
    bootstrap: str,
    topics: Sequence[Topic[Any] | str],
    on_batch: OnBatch,
    *,
    start_at: Mapping[tuple[str, int], int] | None = None,
    isolation: Isolation = "read_committed",
    timing: Timing = TIMING,
) -> list[Gap]:
    """Give every record that is there now to `on_batch`, then return what should have been there and is gone."""
    follower = Follower(bootstrap, topics, on_batch, start_at=start_at, isolation=isolation, timing=timing)
    await follower.run(follower.caught_up)
    return follower.gaps
