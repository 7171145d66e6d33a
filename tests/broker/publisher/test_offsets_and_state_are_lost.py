"""Offsets that were reset, a state that was lost, staff that cannot be read: nothing is posted because of it."""

import dataclasses
from datetime import timedelta

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.structs import OffsetAndMetadata

from shared.contracts.post_changed import POST_CHANGED
from tests.broker.publisher.force import Force
from tests.support.waiting import wait_until


async def back_to_the_start(force: Force) -> None:
    """What `kafka-consumer-groups --reset-offsets --to-earliest` does."""
    partitions = [TopicPartition(force.topics.requests.name, number) for number in range(3)]
    consumer = AIOKafkaConsumer(
        bootstrap_servers=force.broker.bootstrap, group_id=force.group, enable_auto_commit=False
    )
    await consumer.start()
    try:
        consumer.assign(partitions)
        await consumer.commit({each: OffsetAndMetadata(0, "") for each in partitions})
    finally:
        await consumer.stop()


async def made_anew(force: Force) -> None:
    """Every record of post.changed is gone, as after a restore that knew nothing of it."""
    deliveries = await force.broker.topic_for(POST_CHANGED)
    force.topics = dataclasses.replace(force.topics, deliveries=deliveries)


async def handled(force: Force, commands: int) -> None:
    """Wait until so many lines are in the audit log, or until the group has read everything."""

    async def enough() -> bool:
        return len(await force.audit()) >= commands

    await wait_until(enough, what=f"{commands} commands handled")


async def test_a_group_that_is_reset_posts_nothing_again(force: Force) -> None:
    async with force.publisher():
        for number in range(3):
            await force.becomes(await force.approved(f"number {number}"), "posted")
    said = len(await force.said())
    await back_to_the_start(force)
    async with force.publisher():
        last = await force.approved("after the reset")
        await force.becomes(last, "posted")
    assert force.platform.calls == ["number 0", "number 1", "number 2", "after the reset"]
    assert len(await force.said()) == said + 4
    assert len(await force.audit()) == 8


async def test_a_group_that_is_reset_and_a_state_that_is_gone_post_nothing(force: Force) -> None:
    force.ago = timedelta(minutes=2)
    async with force.publisher(stale_after=300):
        posted = [await force.approved(f"number {number}") for number in range(3)]
        for each in posted:
            await force.becomes(each, "posted")
    await back_to_the_start(force)
    await made_anew(force)
    assert await force.said() == []
    force.ago = timedelta(0)
    async with force.publisher():
        await handled(force, 12)
        last = await force.approved("afresh")
        await force.becomes(last, "posted")
    assert force.platform.calls == ["number 0", "number 1", "number 2", "afresh"]
    for each in posted:
        delivery = await force.delivery(each)
        assert delivery is not None
        assert delivery.state in ("missed", "void")


async def test_while_staff_and_holds_cannot_be_read_to_their_ends_nothing_is_sent(force: Force) -> None:
    async with force.publisher(barrier_within=0.001) as health:
        assert health.ready
        asked = await force.approved("Nobody knows who may still post.")
        await force.becomes(asked, "approved")
        report = await force.reported("x_hastings", "down")
        assert "staff.changed and hold.changed could not be read" in report.detail
        assert force.platform.calls == []
        assert (await force.becomes(asked, "approved")).attempt is None
    async with force.publisher():
        await force.becomes(asked, "posted")
