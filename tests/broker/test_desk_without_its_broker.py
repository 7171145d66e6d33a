"""Kafka goes away and comes back: reading goes on, nothing is half-done, no alert is hidden, no audit entry is lost."""

from pathlib import Path

from shared.clock import now
from shared.contracts.audit_recorded import AUDIT_RECORDED
from shared.contracts.record import event_of
from tests.support.broker import RealBroker
from tests.support.desk import PEOPLE, labels, mention, raised, triaged
from tests.support.running_desk import fact_record, own_topics, running
from tests.support.waiting import wait_until


async def test_an_outage(broker: RealBroker, tmp_path: Path) -> None:
    topics = await own_topics(broker)
    said = mention("Man with a knife", now())
    await broker.publish([fact_record(topics.staff, "person.added", each) for each in PEOPLE])
    await broker.publish([fact_record(topics.mention, "mention.received", said)])
    await broker.publish([fact_record(topics.triaged, "mention.triaged", triaged(said, labels("emergency")))])
    await broker.publish([fact_record(topics.alert, "alert.raised", raised(said))])
    async with running(broker, topics, tmp_path) as desk, desk.client() as client:
        await desk.caught_up()
        assert said.text in (await client.get("/alerts")).text
        await broker.kill()

        refused = await client.post(f"/api/alerts/{said.id}/acknowledge")
        assert refused.status_code == 503
        assert "Nothing was changed" in refused.json()["detail"]
        page = (await client.get("/alerts")).text
        assert said.text in page
        assert "Kafka cannot be reached since" in page
        assert (await client.get("/api/alerts")).json()[0]["state"] == "raised"

        await broker.start()

        async def acknowledged() -> bool:
            return (await client.post(f"/api/alerts/{said.id}/acknowledge")).status_code == 200

        await wait_until(acknowledged, 40, what="the desk acts again")
        assert "Kafka cannot be reached" not in (await client.get("/alerts")).text

        async def all_relayed() -> bool:
            read = [
                event_of(AUDIT_RECORDED, each.value, each.headers) for each in await broker.read_all(topics.audit.name)
            ]
            acts = [(event.fact.act, event.fact.outcome) for event in read if event]
            return {("alert.acknowledge", "refused"), ("alert.acknowledge", "done"), ("alert.view", "done")} <= set(
                acts
            )

        await wait_until(all_relayed, 40, what="what was seen and tried during the outage is on audit.recorded")


async def test_a_desk_that_starts_without_a_broker_shows_what_it_knew(broker: RealBroker, tmp_path: Path) -> None:
    topics = await own_topics(broker)
    said = mention("Man with a knife", now())
    await broker.publish([fact_record(topics.staff, "person.added", each) for each in PEOPLE])
    await broker.publish([fact_record(topics.mention, "mention.received", said)])
    await broker.publish([fact_record(topics.alert, "alert.raised", raised(said))])
    async with running(broker, topics, tmp_path) as desk:
        await desk.caught_up()
    await broker.kill()
    async with running(broker, topics, tmp_path) as desk, desk.client() as client:

        async def served() -> bool:
            return said.text in (await client.get("/alerts")).text

        await wait_until(lambda: desk.desk.freshness.lost_since, 10, what="the desk notices")
        await wait_until(served, 10, what="the alert it knew")
        await broker.start()
        await desk.caught_up()
        assert (await client.post(f"/api/alerts/{said.id}/acknowledge")).status_code == 200
