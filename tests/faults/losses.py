"""Kafka forgets: offsets, states, a day. Nothing is posted because of it that was posted before."""

import asyncio
import shutil
from collections.abc import Sequence
from datetime import timedelta

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.structs import OffsetAndMetadata

from shared.clock import now
from shared.contracts.post_changed import POST_CHANGED
from shared.contracts.post_requested import POST_REQUESTED
from shared.kafka.topics import apply
from tests.faults.hurts import as_in_production
from tests.faults.judgement import NOWHERE, Count
from tests.faults.ledger import Ledger
from tests.faults.paper_desk import Asked
from tests.faults.scene import Ground, Scene, own_stage
from tests.faults.stage import Stage
from tests.support.waiting import wait_until

GROUP = "what Kafka remembers"
POSTS = 12
PATIENT = {"PUBLISHER_STALE_AFTER": "600"}
"""The first publisher takes commands that are minutes old, which the second then has to judge by the real setting."""


async def offsets_are_reset(ground: Ground) -> Count:
    """What `kafka-consumer-groups --reset-offsets --to-earliest` does."""
    stage, name = ground.stage, "the group's offsets are reset"
    async with as_in_production(stage):
        asked = await _posted(stage, name)
        await _back_to_the_start(stage)
        async with stage.publisher() as publisher:
            await publisher.is_ready()
            back, seconds = await stage.back_after(name)
            count = await stage.settled([*asked, *back])
    count.cases, count.recovered = 1, [seconds]
    return count


async def state_is_gone(ground: Ground) -> Count:
    """Offsets reset, and post.changed made anew: every command is there again, and nobody knows what came of it."""
    name = "post.changed is empty"
    async with own_stage(ground) as (stage, _):
        stage.desk.ago = timedelta(minutes=2)
        asked = await _posted(stage, name, **PATIENT)
        stage.desk.ago = timedelta(0)
        await _back_to_the_start(stage)
        await _made_anew(stage)
        async with Ledger(stage.kafka.bootstrap) as ledger, stage.publisher() as publisher:
            stage.ledger = ledger
            await publisher.is_ready()
            await wait_until(lambda: all(ledger.state(each.delivery) for each in asked), 30, what="all are judged anew")
            back, seconds = await stage.back_after(name)
            count = await _still_once(stage, [*asked, *back])
    count.cases, count.recovered = 1, [seconds]
    return count


async def yesterday_is_restored(ground: Ground) -> Count:
    """A copy of the broker's data from before some posts went out is put back, and the force starts under a hold."""
    name = "yesterday's data are restored"
    async with own_stage(ground) as (stage, broker):
        early = await _posted(stage, name)
        due = now() + timedelta(seconds=20)
        async with stage.publisher() as publisher:
            await publisher.is_ready()
            waiting = [each.model_copy(update={"not_before": due}) for each in stage.contents(name, POSTS)]
            late = await stage.approve(waiting)
            await wait_until(lambda: all(stage.ledger.state(each.delivery) == "approved" for each in late), 15)
        await asyncio.to_thread(broker.stop)
        copy = broker.node.folder / "copy"
        await asyncio.to_thread(shutil.copytree, broker.node.logs, copy)
        await asyncio.to_thread(broker.start)
        async with stage.publisher():
            late += await stage.approve(stage.contents(name, POSTS))
            assert not await stage.over(late), "some did not go out before the restore"
        await asyncio.to_thread(broker.stop)
        await asyncio.to_thread(shutil.rmtree, broker.node.logs)
        await asyncio.to_thread(copy.rename, broker.node.logs)
        await asyncio.to_thread(broker.start)
        await stage.desk.hold()
        return await _after_the_restore(stage, early, late)


async def _after_the_restore(stage: Stage, early: list[Asked], late: list[Asked]) -> Count:
    async with Ledger(stage.kafka.bootstrap) as ledger, stage.publisher() as publisher:
        stage.ledger = ledger
        await publisher.is_ready()
        scheduled = [each.delivery for each in late[:POSTS]]
        await wait_until(lambda: all(ledger.state(each) == "missed" for each in scheduled), 60, what="they are missed")
        await stage.desk.hold(released=now())
        back, seconds = await stage.back_after("after the restore")
        count = await _still_once(stage, [*early, *late, *back])
    count.cases, count.recovered = 1, [seconds]
    return count


async def _posted(stage: Stage, name: str, **settings: str) -> list[Asked]:
    async with stage.publisher(**settings) as publisher:
        await publisher.is_ready()
        asked = await stage.approve(stage.contents(name, POSTS))
        assert not await stage.over(asked), "some did not go out before the loss"
    return asked


async def _still_once(stage: Stage, asked: Sequence[Asked]) -> Count:
    """Kafka has forgotten what became of them: the platform alone counts."""
    held = await stage.held()
    made = {each: held.get(each.text, NOWHERE).made for each in asked}
    count = Count(injected=len(asked), once=sum(times == 1 for times in made.values()))
    count.doubled = [f"{each.text!r} on {each.account}: {times} times" for each, times in made.items() if times > 1]
    count.lost = [f"{each.text!r} on {each.account}" for each, times in made.items() if not times]
    return count


async def _back_to_the_start(stage: Stage) -> None:
    partitions = [TopicPartition(POST_REQUESTED.name, number) for number in range(POST_REQUESTED.partitions)]
    consumer = AIOKafkaConsumer(bootstrap_servers=stage.kafka.bootstrap, group_id="publisher", enable_auto_commit=False)
    await consumer.start()
    try:
        consumer.assign(partitions)
        await consumer.commit({each: OffsetAndMetadata(0, "") for each in partitions})
    finally:
        await consumer.stop()


async def _made_anew(stage: Stage) -> None:
    """Delete the topic and make it again, as its contract says."""
    admin = AIOKafkaAdminClient(bootstrap_servers=stage.kafka.bootstrap)
    await admin.start()
    try:
        await admin.delete_topics([POST_CHANGED.name])

        async def gone() -> bool:
            (described,) = await admin.describe_topics([POST_CHANGED.name])
            return bool(described["error_code"])

        await wait_until(gone, what="the topic is gone")
    finally:
        await admin.close()
    await apply(stage.kafka.bootstrap, replication=1)


def scenes() -> Sequence[Scene]:
    """Each with about how long it takes."""
    return (
        Scene(GROUP, "the group's offsets are reset to 0", offsets_are_reset, 25),
        Scene(GROUP, "offsets reset, and post.changed emptied", state_is_gone, 40),
        Scene(GROUP, "yesterday's copy of the broker's data restored, under a hold", yesterday_is_restored, 90),
    )
