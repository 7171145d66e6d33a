"""A topic is deleted and made again under a running desk: it ends, starts afresh, and comes to the same as before."""

from pathlib import Path

import pytest
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from services.desk.readmodel.topics import DeskTopics
from shared.clock import now
from shared.errors import Transient
from tests.support.broker import RealBroker
from tests.support.desk import PEOPLE, labels, mention, triaged
from tests.support.running_desk import RunningDesk, fact_record, own_topics, running
from tests.support.waiting import wait_until


async def _people(broker: RealBroker, topics: DeskTopics) -> None:
    await broker.publish([fact_record(topics.staff, "person.added", each) for each in PEOPLE])


async def _make_anew(broker: RealBroker, topic: str) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=broker.bootstrap)
    await admin.start()
    try:
        await admin.delete_topics([topic])

        async def made() -> bool:
            answer = await admin.create_topics([NewTopic(topic, 1, 1)])
            (error,) = {code for _, code, *_ in answer.topic_errors}
            return bool(error == 0)

        await wait_until(made, 10, what="the topic is there again")
    finally:
        await admin.close()


async def _mentions(desk: RunningDesk) -> list[str]:
    async with desk.client() as client:
        return sorted(each["id"] for each in (await client.get("/api/mentions")).json())


async def _run_until_it_ends(broker: RealBroker, topics: DeskTopics, home: Path) -> None:
    async with running(broker, topics, home) as desk:
        await desk.caught_up()
        await _make_anew(broker, topics.staff.name)
        await wait_until(desk.desk.link.changed.is_set, 15, what="the desk notices")
        late = mention("while it ends", now())
        await broker.publish([fact_record(topics.mention, "mention.received", late)])


async def test_nothing_that_other_topics_told_is_lost(broker: RealBroker, tmp_path: Path) -> None:
    topics = await own_topics(broker)
    said = [mention(f"number {number}", now()) for number in range(20)]
    await _people(broker, topics)
    await broker.publish([fact_record(topics.mention, "mention.received", each) for each in said])
    await broker.publish(
        [fact_record(topics.triaged, "mention.triaged", triaged(each, labels("question"))) for each in said]
    )
    with pytest.raises(Transient, match="made anew"):
        await _run_until_it_ends(broker, topics, tmp_path)
    await _people(broker, topics)
    async with running(broker, topics, tmp_path) as desk:
        await desk.caught_up()
        assert {each.id for each in said} < set(await _mentions(desk))
