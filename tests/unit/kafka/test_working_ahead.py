"""Records are prepared in slices, one ahead of the one that is handled; nothing is given out of order or twice."""

import asyncio
from collections.abc import Iterable, Sequence
from typing import cast

import pytest
from aiokafka import ConsumerRecord, TopicPartition

from shared.contracts.record import Record
from shared.kafka.ahead import AT_ONCE, UNDER_WAY, Ahead, NotNow, slices_of
from shared.kafka.handling import Handler
from shared.kafka.polling import Batch, Poll
from shared.kafka.timing import Timing
from tests.unit.kafka.records import consumed

ONE, TWO = TopicPartition("in", 0), TopicPartition("in", 1)
TIMING = Timing(poll=0.01)


def batch_of(**counts: int) -> Batch:
    partitions = {"one": ONE, "two": TWO}
    return {partitions[name]: [consumed(b"%d" % n, offset=n) for n in range(count)] for name, count in counts.items()}


class FakePoll:
    """Gives these batches, then none."""

    def __init__(self, *batches: Batch) -> None:
        self._batches = list(batches)
        self.stopped = False

    async def next(self) -> tuple[int, Batch]:
        """In generation 7."""
        return 7, self._batches.pop(0) if self._batches else {}

    async def stop(self) -> None:
        """As the real one."""
        self.stopped = True


class Work:
    """What is done beforehand, one gate for each slice."""

    def __init__(self) -> None:
        self.begun: list[list[int]] = []
        self.cancelled = 0
        self.open = asyncio.Event()
        self.refuses = False

    async def __call__(self, records: Sequence[ConsumerRecord]) -> Handler:
        """Once the gate is open."""
        self.begun.append([record.offset for record in records])
        try:
            await self.open.wait()
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        if self.refuses:
            raise NotNow
        return self.handler

    def handler(self, record: ConsumerRecord) -> Iterable[Record]:
        """Stands for the one that was prepared."""
        return [Record("out", 0, b"", record.value, [])]


def ahead_of(work: Work | None, *batches: Batch) -> Ahead:
    return Ahead(cast("Poll", FakePoll(*batches)), TIMING, work)


def test_slices_hold_every_record_once_and_in_order() -> None:
    slices = list(slices_of(batch_of(one=70, two=5), at_once=20))
    assert [len(each[ONE]) for each in slices] == [10] * 7
    assert [len(each.get(TWO, ())) for each in slices] == [5, 0, 0, 0, 0, 0, 0]
    assert [record.offset for each in slices for record in each[ONE]] == list(range(70))


async def test_without_anything_to_prepare_a_batch_comes_as_it_was_polled() -> None:
    batch = batch_of(one=3 * AT_ONCE)
    generation, given, handler = await ahead_of(None, batch).next()
    assert (generation, given, handler) == (7, batch, None)


async def test_while_slices_are_prepared_there_is_time_to_say_so() -> None:
    work = Work()
    ahead = ahead_of(work, batch_of(one=5 * AT_ONCE))
    assert await ahead.next() == (7, {}, None)
    assert [len(each) for each in work.begun] == [AT_ONCE] * UNDER_WAY
    assert ahead.oldest is not None


async def test_the_next_slice_is_worked_on_while_one_is_handled() -> None:
    work = Work()
    work.open.set()
    ahead = ahead_of(work, batch_of(one=3 * AT_ONCE))
    generation, given, handler = await ahead.next()
    assert (generation, handler) == (7, work.handler)
    assert [record.offset for record in given[ONE]] == list(range(AT_ONCE))
    await asyncio.sleep(0)
    assert len(work.begun) == 1 + UNDER_WAY
    rest = [record.offset for _ in range(2) for record in (await ahead.next()).batch[ONE]]
    assert rest == list(range(AT_ONCE, 3 * AT_ONCE))
    assert ahead.oldest is None
    assert (await ahead.next()).batch == {}


async def test_what_cannot_be_handled_now_is_dropped_with_all_that_follows_it() -> None:
    work = Work()
    work.refuses = True
    work.open.set()
    ahead = ahead_of(work, batch_of(one=3 * AT_ONCE), batch_of(two=1))
    with pytest.raises(NotNow):
        await ahead.next()
    await ahead.drop()
    work.refuses = False
    assert list((await ahead.next()).batch) == [TWO]


async def test_a_batch_that_takes_too_long_comes_again_before_the_group_gives_us_up() -> None:
    work = Work()
    ahead = Ahead(cast("Poll", FakePoll(batch_of(one=3 * AT_ONCE))), TIMING, work, longest_s=0.05)
    assert (await ahead.next()).batch == {}
    with pytest.raises(NotNow):
        await _given(ahead)
    await ahead.drop()


async def _given(ahead: Ahead) -> None:
    async with asyncio.timeout(5):
        while (await ahead.next()).batch == {}:
            pass


async def test_stopping_ends_what_is_under_way() -> None:
    work = Work()
    ahead = ahead_of(work, batch_of(one=3 * AT_ONCE))
    await ahead.next()
    await ahead.stop()
    assert work.cancelled == UNDER_WAY
    assert ahead.oldest is None
