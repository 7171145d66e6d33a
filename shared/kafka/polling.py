"""The next batch from a consumer, without ever cutting a fetch short."""

import asyncio
import contextlib
from collections.abc import Callable

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition

from shared.kafka.client import MAX_RECORDS
from shared.kafka.timing import Timing

Batch = dict[TopicPartition, list[ConsumerRecord]]


class Poll:
    """Asks for batches; a fetch that a rebalance holds up goes on in the background, so that its caller can beat."""

    def __init__(self, consumer: AIOKafkaConsumer, timing: Timing, generation: Callable[[], int] = lambda: 0) -> None:
        self._consumer = consumer
        self._timing = timing
        self._generation = generation
        self._fetch: asyncio.Task[Batch] | None = None
        self._begun_in = 0

    async def next(self) -> tuple[int, Batch]:
        """The generation in which the fetch began, and records by partition: none when nothing came in time."""
        if self._fetch is None:
            self._begun_in = self._generation()
            wait_ms = int(self._timing.poll * 1000)
            self._fetch = asyncio.create_task(self._consumer.getmany(timeout_ms=wait_ms, max_records=MAX_RECORDS))
        await asyncio.wait([self._fetch], timeout=2 * self._timing.poll)
        if not self._fetch.done():
            return self._begun_in, {}
        fetch, self._fetch = self._fetch, None
        return self._begun_in, fetch.result()

    @property
    def idle(self) -> bool:
        """Whether nothing is asked for: only then the consumer's positions are those of what was given."""
        return self._fetch is None

    async def stop(self) -> None:
        """Forget a fetch that is under way."""
        if self._fetch is not None:
            self._fetch.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._fetch
            self._fetch = None
