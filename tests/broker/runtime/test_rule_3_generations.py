"""Rules 3 and 4: a batch counts only in the generation it was fetched in; otherwise it is given back, not dropped."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import NoReturn

import pytest
from aiokafka import ConsumerRecord

from shared.contracts.record import Record
from shared.exits import RESTART
from shared.health import Health
from shared.kafka.polling import Batch, Poll
from shared.kafka.timing import Timing
from shared.kafka.transform import Transform
from tests.support.broker import RealBroker, wait_until
from tests.support.proxy import Api, Proxy, delayed


def must_not_end(what: str, *, remedy: str, code: int = RESTART) -> NoReturn:
    """In place of the process's end."""
    raise AssertionError(f"{what} {remedy} ({code})")


class Place:
    """Two topics of two partitions, and members of one group that copy from one to the other."""

    def __init__(self, broker: RealBroker, source: str, target: str) -> None:
        self.broker = broker
        self.source = source
        self.target = target
        self.group = f"g-{uuid.uuid4()}"

    @asynccontextmanager
    async def member(self, bootstrap: str = "", poll: float = 0.2) -> AsyncIterator[tuple[Transform, Health]]:
        """A member that has joined, or is about to."""
        health = Health("copier")
        transform = Transform(
            bootstrap=bootstrap or self.broker.bootstrap,
            service="copier",
            group=self.group,
            inputs=[self.source],
            handler=self.copy,
            health=health,
            timing=Timing(poll=poll, heartbeat=0.2),
            end=must_not_end,
        )
        await transform.start()
        try:
            yield transform, health
        finally:
            await transform.stop()

    def copy(self, record: ConsumerRecord) -> list[Record]:
        """The handler."""
        return [Record(self.target, record.partition, record.key, record.value, [])]

    async def publish(self, count: int) -> None:
        """As many on each of the two partitions."""
        await self.broker.publish([Record(self.source, n % 2, b"k", b"%d" % n, []) for n in range(2 * count)])

    async def written(self) -> list[int]:
        """What a committed reader sees, sorted."""
        return sorted(int(each.value) for each in await self.broker.read_all(self.target))


@pytest.fixture
async def place(broker: RealBroker) -> Place:
    return Place(broker, await broker.topic("source", partitions=2), await broker.topic("target", partitions=2))


async def run_until_quiet(transform: Transform, records: int) -> None:
    """Handle batches until that many records are handled."""
    handled = 0

    async def enough() -> bool:
        nonlocal handled
        handled += await transform.run_batch()
        return handled >= records

    await wait_until(enough, what=f"{records} records handled")


async def test_rule_3_a_batch_fetched_across_an_assignment_is_read_again(place: Place) -> None:
    async with place.member(poll=5.0) as (transform, health):
        across = asyncio.create_task(transform.run_batch())  # its fetch begins before there is an assignment
        await wait_until(lambda: health.ready)
        await place.publish(10)
        assert await across == 0
        await run_until_quiet(transform, 20)
    assert await place.written() == list(range(20))


class Held(Poll):
    """Gives its batch only when it is let go: a member that was held up between fetch and transaction."""

    def __init__(self, poll: Poll) -> None:
        self._poll = poll
        self.has = asyncio.Event()
        self.let_go = asyncio.Event()

    async def next(self) -> tuple[int, Batch]:
        """Once it is let go."""
        begun_in, batch = await self._poll.next()
        if batch:
            self.has.set()
            await self.let_go.wait()
        return begun_in, batch

    async def stop(self) -> None:
        """As the one inside."""
        await self._poll.stop()


async def test_rule_3_a_batch_that_another_member_did_meanwhile_is_not_done_again(place: Place) -> None:
    async with place.member() as (slow, health):
        await wait_until(lambda: owns(slow, health))
        held = Held(slow._ahead._poll)
        slow._ahead._poll = held
        await place.publish(10)
        batches = asyncio.create_task(run_until_quiet(slow, 10))
        await held.has.wait()
        async with place.member() as (other, _):
            await run_until_quiet(other, 10)
        await wait_until(lambda: len(slow._assignment.owned) == 2)
        held.let_go.set()
        await batches
    assert await place.written() == list(range(20))


async def owns(transform: Transform, health: Health) -> bool:
    await transform.run_batch()
    return health.ready


async def test_rule_4_records_of_a_partition_that_is_not_ours_yet_are_read_again(place: Place) -> None:
    await place.publish(10)
    async with Proxy(place.broker.bootstrap) as proxy:
        proxy.once(Api.INIT_PRODUCER_ID, delayed(1.0))  # aiokafka has assigned, and fetches; we have not fenced yet
        async with place.member(proxy.bootstrap) as (transform, _):
            await wait_until(lambda: transform._assignment.generation == 1)  # joining, and fetching in this one
            await run_until_quiet(transform, 20)
            assert transform._assignment.generation == 2
    assert await place.written() == list(range(20))
