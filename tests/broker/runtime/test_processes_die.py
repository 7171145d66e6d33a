"""Workers are killed, stopped, frozen and joined by others in the middle of their work: nothing is lost or doubled."""

import asyncio
import signal
from pathlib import Path

import pytest
from aiokafka.admin import AIOKafkaAdminClient

from tests.broker.runtime.crew import crew_on
from tests.broker.runtime.worker import Hurt
from tests.support.broker import RealBroker, wait_until


@pytest.mark.parametrize("hurt", ["kill_when_delivered", "kill_when_committed"])
async def test_killed_in_the_middle_of_transactions(broker: RealBroker, tmp_path: Path, hurt: Hurt) -> None:
    crew = await crew_on(broker, tmp_path)
    await crew.publish(1_000)
    async with crew.working(crew.process(hurt, at=2), crew.process(hurt, at=1)):
        await wait_until(lambda: crew.exits, 30)
        await crew.publish(500)  # the first may have left nothing to be hurt by
        await wait_until(lambda: len(crew.exits) >= 2, 30)
        await crew.arrived()
        await crew.exactly_once()
    assert crew.exits[:2] == [-signal.SIGKILL] * 2


async def test_stopped_gracefully_and_taken_over_at_once(broker: RealBroker, tmp_path: Path) -> None:
    crew = await crew_on(broker, tmp_path)
    for _ in range(2):
        worker = crew.process(session=30.0)  # whoever waits for the session's end comes too late for this test
        await worker.start()
        await crew.publish(300)
        await crew.arrived(deadline=10)
        async with asyncio.TaskGroup() as both:
            both.create_task(crew.publish(900))
            worker.signal(signal.SIGTERM)
        assert await worker.ended(deadline=10) == 0
    async with crew.working():
        await crew.exactly_once()


async def test_a_frozen_worker_that_wakes_up_can_do_no_harm(broker: RealBroker, tmp_path: Path) -> None:
    crew = await crew_on(broker, tmp_path)
    await crew.publish(600)
    frozen = crew.process("freeze_when_delivered", at=2)
    await frozen.start()
    await wait_until(lambda: frozen.frozen)
    async with crew.working():
        await crew.arrived()
        frozen.signal(signal.SIGCONT)
        await crew.publish(300)
        assert await frozen.ended() == 75
        await crew.exactly_once()


async def test_others_join_and_leave_while_records_flow(broker: RealBroker, tmp_path: Path) -> None:
    crew = await crew_on(broker, tmp_path, partitions=4)
    async with crew.working():
        await crew.publish(400)
        for _ in range(2):
            joining = crew.process()
            await joining.start()
            await crew.publish(800)
            await wait_until(lambda: members_of(crew.group, broker, at_least=2))
            await crew.publish(800)
            joining.signal(signal.SIGTERM)
            assert await joining.ended() == 0
        await crew.arrived()
        await crew.exactly_once()
    assert set(crew.exits) <= {-signal.SIGKILL}


async def test_the_broker_is_killed_under_them(broker: RealBroker, tmp_path: Path) -> None:
    crew = await crew_on(broker, tmp_path)
    await crew.publish(1_000)
    async with crew.working(members=2):
        await wait_until(crew.written)
        await broker.kill()
        await broker.start()
        await crew.publish(500)
        await crew.arrived(60)
        await crew.exactly_once()


async def members_of(group: str, broker: RealBroker, *, at_least: int) -> bool:
    """Whether the group has that many members that have their partitions."""
    admin = AIOKafkaAdminClient(bootstrap_servers=broker.bootstrap)
    await admin.start()
    try:
        described = (await admin.describe_consumer_groups([group]))[0].groups[0]
    finally:
        await admin.close()
    state, members = described[2], described[5]
    return state == "Stable" and len(members) >= at_least
