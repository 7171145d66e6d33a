"""A loop with state writes of its own accord, in one order with what its records make, and no longer than it may."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import NoReturn

import pytest
from aiokafka import ConsumerRecord, TopicPartition

from shared.contracts.record import Record
from shared.errors import InvalidMessage
from shared.exits import RESTART
from shared.health import Health
from shared.kafka.bad_records import RUN, AtLimit
from shared.kafka.reader import Reader
from shared.kafka.stateful import Stateful
from shared.kafka.timing import Timing
from tests.support.broker import RealBroker, wait_until

BAD = b"bad"


def must_not_end(what: str, *, remedy: str, code: int = RESTART) -> NoReturn:
    """In place of the process's end."""
    raise AssertionError(f"{what} {remedy} ({code})")


@dataclass
class Tally:
    """Counts what comes by each number, and keeps the counts on a topic of their own."""

    broker: RealBroker
    inputs: tuple[str, str]
    counts: str
    group: str
    known: dict[int, int] = field(default_factory=dict)
    generation: int = 0
    numbers: tuple[int, ...] = ()
    let_go_of: list[tuple[int, ...]] = field(default_factory=list)
    last_write: asyncio.Event | None = None
    given_again: bool = False
    """An assignment arrives as soon as it has let go."""

    async def restore(self, numbers: Collection[int]) -> None:
        """The last count of each."""
        self.known = {}
        async with Reader(self.broker.bootstrap) as reader:
            await reader.open_partitions([TopicPartition(self.counts, number) for number in numbers if number < 3])
            async for records in reader.to_end():
                self.known |= {record.partition: int(record.value) for record in records}

    def taken(self, generation: int, numbers: Collection[int]) -> None:
        """Ours."""
        self.generation, self.numbers = generation, tuple(numbers)

    def committed(self, number: int) -> None:
        """Nothing is told to anybody."""

    async def let_go(self) -> None:
        """Another's: the last write is still allowed."""
        if self.numbers:
            self.let_go_of.append(self.numbers)
            if self.last_write:
                wrote = await self.member.write(self.numbers[0], self.generation, lambda: self.one(self.numbers[0]))
                assert wrote
                self.last_write.set()
            if self.given_again:
                asyncio.get_running_loop().call_soon(self.taken, self.generation + 1, self.numbers)
        self.numbers = ()
        self.given_again = False

    def handle(self, record: ConsumerRecord) -> Sequence[Record]:
        """One more of its number."""
        if record.value == BAD:
            raise InvalidMessage("it is bad")
        return self.one(record.partition)

    def one(self, number: int) -> Sequence[Record]:
        """One more, wherever it came from."""
        self.known[number] = self.known.get(number, 0) + 1
        return [Record(self.counts, number, b"count", b"%d" % self.known[number], [])]

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Stateful]:
        """A member, turning."""
        self.health, stop = Health("tally"), asyncio.Event()
        self.member = Stateful(
            bootstrap=self.broker.bootstrap,
            service="tally",
            group=self.group,
            inputs=self.inputs,
            handler=self.handle,
            health=self.health,
            timing=Timing(heartbeat=0.2, fetch_wait=0.1),
            end=must_not_end,
            at_limit=AtLimit.STOP,
        )
        self.member.keep(self)
        turning = asyncio.create_task(self.member.run(stop))
        try:
            await wait_until(lambda: self.health.ready or turning.done(), what="the member has partitions")
            yield self.member
        finally:
            stop.set()
            await turning

    async def written(self) -> dict[int, list[int]]:
        """The counts of each number, in their order."""
        found: dict[int, list[int]] = {}
        for record in await self.broker.read_all(self.counts):
            found.setdefault(record.partition, []).append(int(record.value or b""))
        return found

    async def come(self, number: int, records: int, topic: int = 0, *, then_bad: int = 0) -> None:
        """So many records by this number."""
        values = [b"v"] * records + [BAD] * then_bad
        await self.broker.publish([Record(self.inputs[topic], number, b"k", each, []) for each in values])

    async def counted(self, number: int, count: int) -> None:
        """Wait until its count stands there."""

        async def there() -> bool:
            return (await self.written()).get(number, [0])[-1] == count

        await wait_until(there, what=f"{count} of number {number}")


@pytest.fixture
async def tally(broker: RealBroker) -> Tally:
    inputs = (await broker.topic("commands", partitions=3), await broker.topic("replays", partitions=6))
    return Tally(broker, inputs, await broker.topic("counts", partitions=3), f"g-{uuid.uuid4()}")


async def test_records_of_all_inputs_and_own_writes_stand_in_one_order(tally: Tally) -> None:
    async with tally.running() as member:
        for _ in range(5):
            async with asyncio.TaskGroup() as at_once:
                at_once.create_task(tally.come(1, 10))
                at_once.create_task(tally.come(1, 10, topic=1))
                for _ in range(3):
                    at_once.create_task(member.write(1, tally.generation, lambda: tally.one(1)))
        await tally.counted(1, 115)
    assert (await tally.written())[1] == list(range(1, 116))


async def test_the_next_one_goes_on_from_what_the_last_one_wrote(tally: Tally) -> None:
    async with tally.running() as member:
        await tally.come(0, 5)
        await tally.counted(0, 5)
        assert await member.write(2, tally.generation, lambda: tally.one(2))
    async with tally.running():
        assert tally.known == {0: 5, 2: 1}
        await tally.come(0, 5)
        await tally.counted(0, 10)
    assert await tally.written() == {0: list(range(1, 11)), 2: [1]}


async def test_what_is_given_up_gets_its_last_word_and_then_nothing_is_decided(tally: Tally) -> None:
    tally.last_write = asyncio.Event()
    other = Tally(tally.broker, tally.inputs, tally.counts, tally.group)
    async with tally.running() as member:
        before, numbers = tally.generation, tally.numbers
        async with other.running():
            await tally.last_write.wait()
            await wait_until(lambda: tally.numbers, what="the first has its share")
            assert sorted((*tally.numbers, *other.numbers)) == [0, 1, 2, 3, 4, 5]
            shared = tally.let_go_of[0]
            assert shared == numbers
            assert not await member.write(numbers[0], before, lambda: pytest.fail("decided for another"))
            theirs = other.numbers[0]
            assert not await member.write(theirs, tally.generation, lambda: pytest.fail("decided for another"))
            await wait_until(lambda: sum((*tally.known.values(), *other.known.values())) == 1)
        tally.last_write = None
    assert await tally.written() == {numbers[0]: [1]}


async def test_what_is_given_again_while_a_member_leaves_is_let_go_too(tally: Tally) -> None:
    async with tally.running():
        given, tally.given_again = tally.numbers, True
    assert tally.let_go_of == [given, given]
    assert tally.numbers == ()


async def test_nothing_to_write_is_no_transaction(tally: Tally) -> None:
    async with tally.running() as member:
        assert await member.write(0, tally.generation, list)
    assert await tally.written() == {}


async def test_after_a_stop_at_the_limit_nobody_acts_on_what_was_not_committed(tally: Tally) -> None:
    seen: list[int] = []

    def look() -> Sequence[Record]:
        seen.append(tally.known.get(0, 0))
        return ()

    async with tally.running() as member:
        generation = tally.generation
        coming = asyncio.create_task(tally.come(0, 3, then_bad=RUN))
        while await member.write(0, generation, look):  # noqa: ASYNC110 - at every turn of the loop, or it finds nothing
            await asyncio.sleep(0)
        await coming
    assert tally.known == {0: 3}  # the state went ahead of what could be committed
    assert set(seen) == {0}
    assert await tally.written() == {}


async def test_a_write_that_is_cancelled_in_the_middle_is_written_and_leaves_nothing_open(tally: Tally) -> None:
    async with tally.running() as member:
        begun = asyncio.Event()

        def one() -> Sequence[Record]:
            begun.set()
            return tally.one(0)

        for _ in range(3):
            begun.clear()
            writing = asyncio.create_task(member.write(0, tally.generation, one))
            await begun.wait()
            writing.cancel()
            with pytest.raises(asyncio.CancelledError):
                await writing
        assert await member.write(0, tally.generation, lambda: tally.one(0))
    assert await tally.written() == {0: [1, 2, 3, 4]}
