"""Reads topics once for somebody who waits for it: no group, nothing committed, and a silent broker is told at once."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Iterable, Mapping, Sequence
from types import TracebackType
from typing import Self, TypeVar

from aiokafka import ConsumerRecord, TopicPartition
from aiokafka.errors import KafkaConnectionError, KafkaError

from shared.kafka.client import Isolation, close, new_consumer, partitions_of

ValueT = TypeVar("ValueT")

WAIT_MS = 300
"""How long one poll waits: short, so that Ctrl-C and a closed pipe are noticed soon."""

ANSWER_S = 10.0
"""A broker that lives answers within a second; this leaves room for a busy machine."""

STANDS_STILL_S = 10.0
"""So long without a step towards the end, and the broker is taken to have died in mid-read."""


class Reader:
    """A plain consumer of whole topics, read committed unless told otherwise; use as `async with`.

    Raises KafkaConnectionError where no broker answers; a service that should wait for it uses follow.py.
    """

    def __init__(
        self, bootstrap: str, *, isolation: Isolation = "read_committed", stands_still_s: float = STANDS_STILL_S
    ) -> None:
        self._consumer = new_consumer(bootstrap, isolation=isolation)
        self._stands_still_s = stands_still_s

    async def __aenter__(self) -> Self:
        try:
            await _answered(self._consumer.start())
        except BaseException:
            await close(self._consumer)
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await close(self._consumer)

    async def names(self) -> list[str]:
        """The topics that are there, Kafka's own left out."""
        return sorted(name for name in await _answered(self._consumer.topics()) if not name.startswith("__"))

    async def open(self, topics: Iterable[str], *, at_end: bool = False) -> None:
        """Read these topics from the beginning, or what comes from now on; topics that are not there are left out."""
        await self.open_partitions(await self._partitions(topics), at_end=at_end)

    async def open_partitions(self, partitions: Sequence[TopicPartition], *, at_end: bool = False) -> None:
        """The same for some partitions, which have to be there."""
        find = self._consumer.end_offsets if at_end else self._consumer.beginning_offsets
        self.open_at(await _answered(find(partitions)) if partitions else {})

    def open_at(self, positions: Mapping[TopicPartition, int]) -> None:
        """Read these partitions, each from its offset on."""
        self._consumer.assign(list(positions))
        for partition, position in positions.items():
            self._consumer.seek(partition, position)

    async def ends_of(self, topics: Iterable[str]) -> dict[TopicPartition, int]:
        """Where each partition of these topics ends now, read or not; topics that are not there are left out."""
        partitions = await self._partitions(topics)
        return dict(await _answered(self._consumer.end_offsets(partitions))) if partitions else {}

    async def ends(self) -> dict[TopicPartition, int]:
        """Where each partition that is read ends now."""
        assigned = self._consumer.assignment()
        return dict(await _answered(self._consumer.end_offsets(assigned))) if assigned else {}

    async def batch(self) -> list[ConsumerRecord]:
        """The next records, in each partition's order; empty where none came in a while."""
        found = await self._consumer.getmany(timeout_ms=WAIT_MS)
        return [record for records in found.values() for record in records]

    async def to_end(self) -> AsyncIterator[list[ConsumerRecord]]:
        """All records up to the present end."""
        async for records in self.up_to(await self.ends()):
            yield records

    async def up_to(self, ends: Mapping[TopicPartition, int]) -> AsyncIterator[list[ConsumerRecord]]:
        """All records before these offsets; `ends` may lose partitions meanwhile.

        Raises KafkaConnectionError where reading stands still: aiokafka would ask a dead broker for ever.
        """
        positions, moved_at = await self._positions(ends), time.monotonic()
        while any(positions[partition] < end for partition, end in ends.items()):
            if records := await self.batch():
                yield records
            before, positions = positions, await self._positions(ends)
            if positions != before:
                moved_at = time.monotonic()
            elif time.monotonic() - moved_at > self._stands_still_s:
                raise KafkaConnectionError

    async def _partitions(self, topics: Iterable[str]) -> list[TopicPartition]:
        there = await _answered(self._consumer.topics())
        return await _answered(partitions_of(self._consumer, [topic for topic in topics if topic in there]))

    async def _positions(self, partitions: Iterable[TopicPartition]) -> dict[TopicPartition, int]:
        """Where reading is; markers of transactions count as read."""
        return {partition: await self._consumer.position(partition) for partition in partitions}


async def _answered(call: Awaitable[ValueT]) -> ValueT:
    """What the broker answers; raises KafkaConnectionError where it does not in time."""
    try:
        async with asyncio.timeout(ANSWER_S):
            return await call
    except (TimeoutError, KafkaError) as error:
        raise KafkaConnectionError from error
