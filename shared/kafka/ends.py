"""Where topics really end: a consumer of committed records is told where the first open transaction begins."""

import asyncio
from collections.abc import Sequence

from aiokafka import AIOKafkaConsumer, TopicPartition

from shared.kafka.client import close, new_consumer, start
from shared.kafka.timing import TIMING, Timing


class Ends:
    """Asks with a client of its own, which reads nothing; it is begun with the first question."""

    def __init__(self, bootstrap: str, timing: Timing = TIMING) -> None:
        self._bootstrap = bootstrap
        self._timing = timing
        self._client: AIOKafkaConsumer | None = None
        self._turn = asyncio.Lock()

    async def of(self, partitions: Sequence[TopicPartition]) -> dict[TopicPartition, int]:
        """The offset behind the last record of each, committed or not; waits for the broker, so give it a time."""
        async with self._turn:
            if self._client is None:
                client = new_consumer(self._bootstrap, isolation="read_uncommitted", timing=self._timing)
                await start(client, timing=self._timing)
                self._client = client
        ends: dict[TopicPartition, int] = await self._client.end_offsets(partitions)
        return ends

    async def close(self) -> None:
        """Ask no more."""
        async with self._turn:
            client, self._client = self._client, None
            if client is not None:
                await close(client)
