"""A Transform that keeps state for its partitions, and also writes of its own accord, with the same fenced producers.

Number n of every input goes to one member, and all that it writes for n comes from one producer, in one order. So the
topic that holds the state for n has one writer at a time, and what that writer has in memory is what Kafka has.
"""

import asyncio
from collections.abc import Callable, Collection, Coroutine, Iterable, Sequence
from itertools import groupby
from typing import ClassVar, Protocol

from aiokafka import ConsumerRecord, TopicPartition
from aiokafka.coordinator.assignors.abstract import AbstractPartitionAssignor

from shared.contracts.record import Record
from shared.kafka.assignment import Assignment
from shared.kafka.bad_records import TooManyBad
from shared.kafka.batches import packed
from shared.kafka.by_number import ByNumber
from shared.kafka.transaction import transact_or_end
from shared.kafka.transform import Transform


class State(Protocol):
    """What a member remembers of its numbers, and what it does beside handling records."""

    async def restore(self, numbers: Collection[int]) -> None:
        """Read back what Kafka holds of exactly these: whoever had them before can write no more, and we do not yet."""

    def taken(self, generation: int, numbers: Collection[int]) -> None:
        """They are ours: writing of one's own accord may begin, in this generation."""

    def committed(self, number: int) -> None:
        """What the handler made of some records of this number is on Kafka."""

    async def let_go(self) -> None:
        """They will be another's: begin nothing more, and finish what is under way, or leave it, within seconds."""


class Stateful(Transform):
    """One member; `keep` has to be called before `run`.

    The handler may change the state at once: it holds the lock until that is committed, and where it cannot be
    committed the process ends. `write` decides under the same lock, so that it never acts on what is not committed.
    """

    ASSIGNORS: ClassVar[Sequence[type[AbstractPartitionAssignor]]] = (ByNumber,)

    def keep(self, state: State) -> None:
        """What is restored, told and let go with the partitions."""
        self._state = state

    async def write(self, number: int, generation: int, decide: Callable[[], Sequence[Record]]) -> bool:
        """Write what `decide` gives as one transaction; False, with nothing decided, where the number is ours no more.

        True once it is committed, or where there was nothing to write. Whatever leaves a doubt ends the process.
        """
        async with self._assignment.lock:
            if generation != self._assignment.generation:
                return False
            mine = (owned for partition, owned in self._assignment.owned.items() if partition.partition == number)
            owned = next(mine, None)
            if owned is None:
                return False
            records = decide()
            if records:
                packing = packed(owned.producer, records)
                await _to_its_end(
                    transact_or_end(owned.producer, packing, writer=self._group, timing=self._timing, end=self._end)
                )
            return True

    async def stop(self) -> None:
        """Finish what is under way, then leave the group."""
        try:
            await self._state.let_go()
            await super().stop()
        finally:
            await self._state.let_go()  # the group may have given us partitions once more, until we had left it

    def _new_assignment(self) -> Assignment:
        return Assignment(
            self._consumer,
            self._bootstrap,
            self._group,
            timing=self._timing,
            end=self._end,
            changed=self._assigned,
            fence_of=lambda partition: f"{self._group}-{partition.partition}",
            restore=lambda partitions: self._state.restore(_numbers(partitions)),
            let_go=lambda _: self._state.let_go(),
        )

    def _queues(self, partitions: Iterable[TopicPartition]) -> Iterable[Iterable[TopicPartition]]:
        """One producer has one transaction at a time, and its order is the order in which the state was changed."""
        ordered = sorted(partitions, key=lambda each: each.partition)
        return [list(queue) for _, queue in groupby(ordered, key=lambda each: each.partition)]

    async def _handle(self, generation: int, batch: dict[TopicPartition, list[ConsumerRecord]]) -> int:
        """Where it stops at the limit, the state has what the batch would have made: nothing is to act on that."""
        try:
            return await super()._handle(generation, batch)
        except TooManyBad:
            self._assignment.generation += 1  # under the lock, so that whoever waits for it is turned away
            raise

    async def _transact(self, partition: TopicPartition, records: list[ConsumerRecord]) -> None:
        await super()._transact(partition, records)
        self._state.committed(partition.partition)

    def _assigned(self, ours: bool) -> None:  # noqa: FBT001 - as above it
        super()._assigned(ours)
        if ours:
            self._state.taken(self._assignment.generation, _numbers(self._assignment.owned))


async def _to_its_end(transaction: Coroutine[object, object, None]) -> None:
    """One that is left open by whoever is cancelled in the middle would end the process at the next one."""
    begun = asyncio.ensure_future(transaction)
    try:
        await asyncio.shield(begun)
    except asyncio.CancelledError:
        await asyncio.wait({begun})
        raise


def _numbers(partitions: Iterable[TopicPartition]) -> list[int]:
    return sorted({each.partition for each in partitions})
