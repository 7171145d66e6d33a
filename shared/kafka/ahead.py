"""Slow work on records before they are handled: in slices, without a lock, the next one while this one is handled."""

import asyncio
import contextlib
from collections import deque
from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import NamedTuple

from aiokafka import ConsumerRecord, TopicPartition

from shared.kafka.handling import Handler
from shared.kafka.polling import Batch, Poll
from shared.kafka.timing import Timing

Prepare = Callable[[Sequence[ConsumerRecord]], Awaitable[Handler]]
"""Gives the handler for just these records, after whatever waiting it takes. What it finds may come to nothing: after
a rebalance or a crash the records come again. Raises NotNow where they cannot be handled for the time being."""

AT_ONCE = 60
"""Records of a slice: a third of a second's work at 200 a second, so that nobody waits long for the first of them."""
LONGEST_S = 230.0
"""For a whole batch since it was polled: a consumer that does not ask for 300 s loses its place, and then all of it."""
UNDER_WAY = 2
"""Slices that are prepared at a time: one is handled while the next is worked on elsewhere."""


class NotNow(Exception):
    """These records cannot be handled now: they are to come again later."""


class Slice(NamedTuple):
    """Some records of a batch, in the generation in which it was fetched."""

    generation: int
    batch: Batch
    handler: Handler | None = None
    """The one that was prepared for them; None where nothing had to be prepared, and for no records."""


class Ahead:
    """Gives what was polled: whole batches, or slices in their order where they have to be prepared."""

    def __init__(
        self, poll: Poll, timing: Timing, prepare: Prepare | None = None, longest_s: float = LONGEST_S
    ) -> None:
        self._poll = poll
        self._timing = timing
        self._prepare = prepare
        self._waiting: deque[Slice] = deque()
        self._begun: deque[tuple[Slice, asyncio.Task[Handler]]] = deque()
        self._longest_s = longest_s
        self._polled_at = 0.0

    async def next(self) -> Slice:
        """The next slice that is ready; one without records where none is within the poll time, so that a loop beats.

        Raises NotNow, also where a batch takes too long, and what preparing raises: `drop` and a rewind follow.
        """
        if self._prepare is None:
            return Slice(*await self._poll.next())
        if not self._begun:
            generation, batch = await self._poll.next()
            self._polled_at = asyncio.get_running_loop().time()
            self._waiting.extend(Slice(generation, part) for part in slices_of(batch))
            self._begin(self._prepare)
            if not self._begun:
                return Slice(generation, {})
        first, task = self._begun[0]
        await asyncio.wait([task], timeout=self._timing.poll)
        if not task.done():
            if asyncio.get_running_loop().time() - self._polled_at > self._longest_s:
                raise NotNow
            return Slice(first.generation, {})
        self._begun.popleft()
        self._begin(self._prepare)
        return first._replace(handler=task.result())

    @property
    def oldest(self) -> float | None:
        """When the oldest record was written that was polled and is not given yet, in seconds since 1970."""
        slices = [*(first for first, _ in self._begun), *self._waiting]
        oldest = min((part[0].timestamp for each in slices for part in each.batch.values()), default=None)
        return None if oldest is None else oldest / 1000

    async def drop(self) -> None:
        """Forget all that was polled and not given yet; whoever does not rewind loses it."""
        self._waiting.clear()
        tasks = [task for _, task in self._begun]
        self._begun.clear()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def stop(self) -> None:
        """Poll no more, and forget what was polled."""
        await self._poll.stop()
        with contextlib.suppress(Exception):
            await self.drop()

    def _begin(self, prepare: Prepare) -> None:
        while self._waiting and len(self._begun) < UNDER_WAY:
            first = self._waiting.popleft()
            records = [record for part in first.batch.values() for record in part]
            self._begun.append((first, asyncio.ensure_future(prepare(records))))


def slices_of(batch: Batch, at_once: int = AT_ONCE) -> Iterator[dict[TopicPartition, list[ConsumerRecord]]]:
    """The records of a batch, some of each partition at a time, those of one partition in their order."""
    most = max(1, at_once // max(1, len(batch)))
    for start in range(0, max(map(len, batch.values()), default=0), most):
        yield {partition: part for partition, records in batch.items() if (part := records[start : start + most])}
