"""The triage process itself: it serves from the real topics, says so, and stops when it is told."""

import asyncio
import os
from contextlib import AbstractAsyncContextManager
from typing import Any

from shared.contracts.alert_changed import ALERT_CHANGED
from shared.contracts.labels import Labels
from shared.contracts.mention_changed import MENTION_CHANGED, Mention
from shared.contracts.mention_triaged import MENTION_TRIAGED
from shared.contracts.record import Record, event_of, record_of
from shared.contracts.topic import Topic
from shared.contracts.work_changed import WORK_CHANGED, Correction
from shared.kafka.topics import apply
from tests.support.broker import RealBroker, wait_until
from tests.support.ports import free_ports
from tests.support.services import answers, is_ready, service, stops
from tests.unit.triage.mentions import AT, mention


def triage(bootstrap: str, port: int) -> "AbstractAsyncContextManager[asyncio.subprocess.Process]":
    return service("services.triage", BLUELAMP_KAFKA=bootstrap, TRIAGE_HEALTH_PORT=str(port))


async def kinds_written(broker: RealBroker, topic: Topic[Any], key: str) -> list[str]:
    """The transitions of one entity, in their order."""
    records = await broker.read_all(topic.name)
    return [dict(each.headers)["ce_type"].decode() for each in records if each.key == key.encode()]


def an_emergency(fact: Mention, labels: Labels) -> Record:
    """What the desk writes when a person calls a mention an emergency."""
    correction = Correction(
        mention=fact.id,
        conversation=fact.conversation,
        accounts=fact.accounts,
        link=fact.link,
        posted_at=fact.posted_at,
        received_at=fact.received_at,
        labels=labels.model_copy(update={"tags": ("emergency",), "urgency": "immediate", "alert": True}),
        was_concern=False,
        by="officer",
        at=AT,
    )
    return record_of(WORK_CHANGED, "labels.corrected", correction, id=f"c {fact.id}", source="desk", time=AT)


def of_ingest(fact: Mention, transition: str = "mention.received") -> Record:
    return record_of(MENTION_CHANGED, transition, fact, id=f"{transition} {fact.id}", source="ingest", time=AT)


async def labels_of(broker: RealBroker, fact: Mention) -> Labels:
    """The first labels of a mention, as soon as they are written."""
    found: list[Labels] = []

    async def labelled() -> bool:
        records = await broker.read_all(MENTION_TRIAGED.name)
        events = [event_of(MENTION_TRIAGED, each.value, each.headers) for each in records]
        found.extend(event.fact.labels for event in events if event and event.fact.id == fact.id)
        return bool(found)

    await wait_until(labelled)
    return found[0]


async def test_the_process_labels_alerts_and_stops(broker: RealBroker) -> None:
    await apply(broker.bootstrap, replication=1)
    number = int.from_bytes(os.urandom(6))
    fact = mention("Man with a knife outside now", number=number)
    (port,) = free_ports(1)
    async with triage(broker.bootstrap, port) as process:
        await is_ready(port)
        await broker.publish([of_ingest(fact)])

        async def both_are_written() -> bool:
            topics = (MENTION_TRIAGED.name, ALERT_CHANGED.name)
            keys = [{record.key for record in await broker.read_all(topic)} for topic in topics]
            return all(fact.id.encode() in found for found in keys)

        await wait_until(both_are_written)
        assert await stops(process) == 0


async def test_a_persons_word_alerts_and_stands_also_for_the_process_after(broker: RealBroker) -> None:
    await apply(broker.bootstrap, replication=1)
    number = int.from_bytes(os.urandom(6))
    fact = mention("E-scooters flying through Tilgate Park every evening", number=number)
    ports = free_ports(2)
    async with triage(broker.bootstrap, ports[0]) as first:
        await is_ready(ports[0])
        await broker.publish([of_ingest(fact)])
        await broker.publish([an_emergency(fact, await labels_of(broker, fact))])

        async def alerted() -> bool:
            return await kinds_written(broker, ALERT_CHANGED, fact.id) == ["alert.raised"]

        await wait_until(alerted)
        first.kill()
        await first.wait()
    later = fact.model_copy(update={"id": f"x:{number + 1}"})
    async with triage(broker.bootstrap, ports[1]) as second:
        await broker.publish([of_ingest(fact, "mention.edited"), of_ingest(later)])
        await labels_of(broker, later)  # of the same conversation, so that the edit was handled before it
        assert await kinds_written(broker, MENTION_TRIAGED, fact.id) == ["mention.triaged", "mention.corrected"]
        assert await stops(second) == 0


async def test_it_stops_as_well_while_it_waits_for_a_broker() -> None:
    nowhere, port = free_ports(2)
    async with triage(f"127.0.0.1:{nowhere}", port) as process:

        async def alive() -> bool:
            return await answers(port, "live") == 200

        await wait_until(alive)
        assert await answers(port, "ready") == 503
        assert await stops(process) == 0
