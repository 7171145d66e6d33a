"""The desk on a real broker: what the topics say is on its pages, what people do is on the topics."""

from pathlib import Path
from typing import Any

from aiokafka import AIOKafkaProducer

from services.desk.readmodel.topics import DeskTopics
from shared.clock import now
from shared.contracts.audit_recorded import AUDIT_RECORDED
from shared.contracts.record import Record, event_of, tombstone_of
from shared.contracts.topic import Topic
from shared.contracts.work_changed import WORK_CHANGED
from shared.standing import SERVICES
from tests.support.broker import RealBroker
from tests.support.desk import PEOPLE, labels, mention, raised, triaged
from tests.support.running_desk import RunningDesk, fact_record, own_topics, running
from tests.support.waiting import wait_until

WITHIN_S = 1.0
"""The promise for an alert."""


def _people(topics: DeskTopics) -> list[Record]:
    return [fact_record(topics.staff, "person.added", each) for each in PEOPLE]


async def _listed(desk: RunningDesk, person: str = "officer") -> list[dict[str, Any]]:
    async with desk.client(person) as client:
        found: list[dict[str, Any]] = (await client.get("/api/mentions")).json()
        return found


async def _events(broker: RealBroker, topic: str, contract: Topic[Any]) -> list[str]:
    read = [event_of(contract, each.value, each.headers) for each in await broker.read_all(topic)]
    return [event.transition if event else "" for event in read]


async def test_from_the_topics_to_the_page_and_back(broker: RealBroker, tmp_path: Path) -> None:
    topics = await own_topics(broker)
    said = mention("Bike stolen, can you log it?", now())
    await broker.publish(_people(topics))
    async with running(broker, topics, tmp_path) as desk:
        await desk.caught_up()
        await broker.publish([fact_record(topics.mention, "mention.received", said)])
        given = triaged(said, labels("wrong_place_report"))
        await broker.publish([fact_record(topics.triaged, "mention.triaged", given)])

        async def labelled() -> bool:
            return any(each["id"] == said.id and each["tags"] for each in await _listed(desk))

        await wait_until(labelled, 10, what="the mention with its labels")
        async with desk.client() as client:
            assert (await client.post(f"/api/mentions/{said.id}/claim")).json()["claimed_by"] == "officer"
            await client.post(f"/api/mentions/{said.id}/notes", json={"text": "sent the online form"})
        assert await _events(broker, topics.work.name, WORK_CHANGED) == ["claim.changed", "note.added"]

        async def relayed() -> bool:
            audited = [
                event_of(AUDIT_RECORDED, each.value, each.headers) for each in await broker.read_all(topics.audit.name)
            ]
            return {"report.view", "mention.claim", "mention.note"} <= {event.fact.act for event in audited if event}

        await wait_until(relayed, 10, what="views and acts on audit.recorded")


async def test_an_alert_shows_within_a_second_though_ingest_hangs(broker: RealBroker, tmp_path: Path) -> None:
    topics = await own_topics(broker)
    said = mention("Man with a knife in Queens Road NOW", now())
    await broker.publish(_people(topics))
    hanging = AIOKafkaProducer(bootstrap_servers=broker.bootstrap, transactional_id=f"hangs-{topics.work.name}")
    await hanging.start()
    try:
        async with running(broker, topics, tmp_path) as desk:
            await desk.caught_up()
            await hanging.begin_transaction()
            record = fact_record(topics.mention, "mention.received", said)
            await hanging.send_and_wait(
                record.topic, record.value, record.key, partition=record.partition, headers=record.headers
            )
            await broker.publish([fact_record(topics.alert, "alert.raised", raised(said))])
            async with desk.client() as client:

                async def shown() -> bool:
                    return said.text in (await client.get("/alerts")).text

                await wait_until(shown, WITHIN_S, what="the alert with its words")
                assert (await client.get("/api/mentions")).json() == []
    finally:
        await hanging.abort_transaction()
        await hanging.stop()


async def test_a_restart_goes_on_and_a_rebuild_comes_to_the_same(broker: RealBroker, tmp_path: Path) -> None:
    topics = await own_topics(broker)
    said = mention("Is it legal?", now())
    await broker.publish([*_people(topics), fact_record(topics.mention, "mention.received", said)])
    await broker.publish([fact_record(topics.triaged, "mention.triaged", triaged(said, labels("question")))])
    async with running(broker, topics, tmp_path) as desk:
        await desk.caught_up()
        async with desk.client() as client:
            await client.post(f"/api/mentions/{said.id}/close", json={"reason": "answered"})
        first = await _listed(desk)
    async with running(broker, topics, tmp_path) as desk:
        await desk.caught_up()
        assert await _listed(desk) == first
    async with running(broker, topics, tmp_path / "elsewhere") as desk:
        await desk.caught_up()
        assert await _listed(desk) == first
        assert first[0]["state"] == "closed"


async def test_a_removal_is_gone_from_the_page(broker: RealBroker, tmp_path: Path) -> None:
    topics = await own_topics(broker)
    said = mention("London Road is a racetrack every night", now())
    await broker.publish([*_people(topics), fact_record(topics.mention, "mention.received", said)])
    async with running(broker, topics, tmp_path) as desk:
        await desk.caught_up()
        assert [each["id"] for each in await _listed(desk)] == [said.id]
        await broker.publish([tombstone_of(topics.mention, key=said.id, scope=said.conversation)])

        async def gone() -> bool:
            return await _listed(desk) == []

        await wait_until(gone, 10, what="the mention is gone")
        async with desk.client() as client:
            assert (await client.get(f"/mentions/{said.id}")).status_code == 404


async def test_a_record_that_cannot_be_read_is_put_aside_and_the_fold_goes_on(
    broker: RealBroker, tmp_path: Path
) -> None:
    topics = await own_topics(broker)
    good = fact_record(topics.mention, "mention.received", mention("good", now()))
    bad = Record(good.topic, good.partition, b"x:bad", b"{not json", good.headers)
    await broker.publish([*_people(topics), bad, good])
    async with running(broker, topics, tmp_path) as desk:
        await desk.caught_up()
        assert [each["text"] for each in await _listed(desk)] == ["good"]
    (letter,) = await broker.read_all(topics.dead)
    assert letter.value == b"{not json"
    assert dict(letter.headers)["dead_topic"] == topics.mention.name.encode()


async def test_a_run_of_bad_records_stops_the_reading_and_says_so(broker: RealBroker, tmp_path: Path) -> None:
    topics = await own_topics(broker)
    good = fact_record(topics.mention, "mention.received", mention("good", now()))
    bad = [Record(good.topic, good.partition, b"x:bad%d" % number, b"{", good.headers) for number in range(5)]
    said = mention("knife", now())
    await broker.publish([*_people(topics)])
    async with running(broker, topics, tmp_path) as desk:
        await desk.caught_up()
        await broker.publish([*bad, good])
        await wait_until(lambda: desk.desk.freshness.stopped, 10, what="the desk stops reading")
        await broker.publish([fact_record(topics.alert, "alert.raised", raised(said))])
        async with desk.client() as client:
            assert "5 bad records in a row" in (await client.get("/inbox")).text

            async def still_heard() -> bool:
                return bool((await client.get("/api/alerts")).json())

            await wait_until(still_heard, 10, what="alerts still come")


async def test_its_status_is_what_the_command_prints(broker: RealBroker, tmp_path: Path) -> None:
    topics = await own_topics(broker)
    await broker.publish(_people(topics))
    async with running(broker, topics, tmp_path) as desk:
        await desk.caught_up()
        async with desk.client("it") as client:
            status = (await client.get("/api/status")).json()
    services = {each["service"]: each for each in status["services"]}
    assert list(services) == list(SERVICES)
    assert services["desk"]["ready"] is True
    assert services["desk"]["seconds_behind"] is not None
    assert status["audit_waiting"] is not None
    assert status["disk"]
