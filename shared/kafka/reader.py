"""Reads topics once for somebody who waits for it: no group, nothing committed, and a silent broker is told at once."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from types import TracebackType
from typing import Self

from aiokafka import ConsumerRecord, TopicPartition
from aiokafka.errors import KafkaConnectionError, KafkaError

from shared.kafka.client import close, new_consumer, partitions_of

WAIT_MS = 300
"""How long one poll waits: short, so that Ctrl-C and a closed pipe are noticed soon."""

ANSWER_S = 10
"""A broker that lives answers within a second; this leaves room for a busy machine."""


class Reader:
    """A plain consumer of whole topics, read committed; use as `async with`.

    Raises KafkaConnectionError where no broker answers; a service that should wait for it uses follow.py.
    """

    def __init__(self, bootstrap: str) -> None:
        self._consumer = new_consumer(bootstrap)

    async def __aenter__(self) -> Self:
        try:
            await asyncio.wait_for(self._consumer.start(), ANSWER_S)
        except (TimeoutError, KafkaError) as error:
            await close(self._consumer)
            raise KafkaConnectionError from error
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await close(self._consumer)

    async def names(self) -> list[str]:
        """The topics that are there, Kafka's own left out."""
        return sorted(name for name in await self._consumer.topics() if not name.startswith("__"))

    async def open(self, topics: Iterable[str], *, at_end: bool = False) -> None:
        """Read these topics from the beginning, or what comes from now on; topics that are not there are left out."""
        there = await self._consumer.topics()
        partitions = await partitions_of(self._consumer, [topic for topic in topics if topic in there])
        find = self._consumer.end_offsets if at_end else self._consumer.beginning_offsets
        self.open_at(await find(partitions) if partitions else {})

    def open_at(self, positions: Mapping[TopicPartition, int]) -> None:
        """Read these partitions, each from its offset on."""
        self._consumer.assign(list(positions))
        for partition, position in positions.items():
            self._consumer.seek(partition, position)

    async def ends(self) -> dict[TopicPartition, int]:
        """Where each partition that is read ends now."""
        assigned = self._consumer.assignment()
        return dict(await self._consumer.end_offsets(assigned)) if assigned else {}

    async def batch(self) -> list[ConsumerRecord]:
        """The next records, in each partition's order; empty where none came in a while."""
        found = await self._consumer.getmany(timeout_ms=WAIT_MS)
        return [record for records in found.values() for record in records]

    async def reached(self, ends: Mapping[TopicPartition, int]) -> bool:
        """Whether everything before `ends` was read; markers of transactions count as read."""
        return all([await self._consumer.position(partition) >= end for partition, end in ends.items()])

    async def to_end(self) -> AsyncIterator[list[ConsumerRecord]]:
        """All records up to the present end."""
        ends = await self.ends()
        while not await self.reached(ends):
            if records := await self.batch():
                yield records
