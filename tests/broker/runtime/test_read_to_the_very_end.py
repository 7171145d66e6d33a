"""Whoever asks how things stand now gets all that was committed before they asked, or hears that it cannot be had."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest
from aiokafka import ConsumerRecord, TopicPartition

from shared.contracts.record import Record
from shared.kafka.client import new_producer
from shared.kafka.follow import Follower
from shared.kafka.timing import Timing
from tests.support.broker import RealBroker

PATIENT = Timing(broker_transaction=60.0)
"""The broker does not end the transaction before the test does."""


class Slow:
    """Takes its time over each batch."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []
        self.stuck = asyncio.Event()
        self.stuck.set()

    async def take(self, records: Sequence[ConsumerRecord]) -> None:
        """One after another, not at once."""
        await self.stuck.wait()
        for record in records:
            await asyncio.sleep(0.005)
            self.taken.append(record.value)


@asynccontextmanager
async def following(broker: RealBroker, topic: str, slow: Slow) -> AsyncIterator[Follower]:
    follower, stop = Follower(broker.bootstrap, [topic], slow.take), asyncio.Event()
    running = asyncio.create_task(follower.run(stop))
    try:
        await follower.caught_up.wait()
        yield follower
    finally:
        stop.set()
        await running


def numbered(topic: str, count: int) -> list[Record]:
    return [Record(topic, 0, b"k", b"%d" % number, []) for number in range(count)]


async def test_all_that_was_there_is_taken_when_the_end_is_reached(broker: RealBroker) -> None:
    topic, slow = await broker.topic("staff"), Slow()
    async with following(broker, topic, slow) as follower:
        for round_ in range(1, 6):
            await broker.publish(numbered(topic, 40))
            assert await follower.reach_end(within=10) == {TopicPartition(topic, 0): 40 * round_}
            assert len(slow.taken) == 40 * round_


async def test_an_end_that_is_not_reached_in_time_is_an_error(broker: RealBroker) -> None:
    topic, slow = await broker.topic("staff"), Slow()
    async with following(broker, topic, slow) as follower:
        slow.stuck.clear()
        await broker.publish(numbered(topic, 1))
        with pytest.raises(TimeoutError):
            await follower.reach_end(within=0.5)
        slow.stuck.set()
        assert await follower.reach_end(within=10) == {TopicPartition(topic, 0): 1}


async def test_what_is_committed_behind_an_open_transaction_of_others_is_not_left_out(broker: RealBroker) -> None:
    topic, slow = await broker.topic("staff"), Slow()
    async with following(broker, topic, slow) as follower:
        other = new_producer(broker.bootstrap, transactional_id=f"other-{uuid.uuid4()}", timing=PATIENT)
        await other.start()
        await other.begin_transaction()
        await other.send_and_wait(topic, b"open", partition=0)
        await broker.publish([Record(topic, 0, b"k", b"suspended", [])])
        with pytest.raises(TimeoutError):
            await follower.reach_end(within=1)
        assert slow.taken == []
        await other.abort_transaction()
        await other.stop()
        assert await follower.reach_end(within=10) == {TopicPartition(topic, 0): 3}
        assert slow.taken == [b"suspended"]


async def test_before_anything_was_read_there_is_no_end(broker: RealBroker) -> None:
    follower = Follower(broker.bootstrap, [await broker.topic("staff")], lambda _: None)
    with pytest.raises(TimeoutError):
        await follower.reach_end(within=10)
