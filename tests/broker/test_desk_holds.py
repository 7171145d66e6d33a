"""Holds on a real broker: the desk knows the very offset of a hold's record, by which the publisher acknowledges it."""

from pathlib import Path
from typing import Any

from services.desk.readmodel.topics import DeskTopics
from shared.clock import now
from shared.contracts.channel_reported import ChannelReport
from tests.support.broker import RealBroker
from tests.support.desk import PEOPLE
from tests.support.running_desk import RunningDesk, fact_record, own_topics, running
from tests.support.waiting import wait_until

FIRE = {"scope": "x_hastings", "reason": "A fire on the pier", "incident": "Pier fire"}


async def _says(broker: RealBroker, topics: DeskTopics, read_to: int) -> None:
    """The publisher has folded hold.changed so far."""
    said = {"account": "x_hastings", "reporter": "publisher-x", "state": "up", "since": now(), "reported_at": now()}
    report = ChannelReport.model_validate(said | {"holds_read_to": read_to})
    await broker.publish([fact_record(topics.channel, "channel.reported", report)])


async def _seen(desk: RunningDesk, hold: str) -> dict[str, Any]:
    async with desk.client("supervisor") as client:
        found: dict[str, Any] = (await client.get(f"/api/holds/{hold}")).json()
    return found


async def _until(desk: RunningDesk, hold: str, state: str) -> dict[str, Any]:
    async def there() -> bool:
        return bool((await _seen(desk, hold))["state"] == state)

    await wait_until(there, 10, what=f"the hold is {state}")
    return await _seen(desk, hold)


async def test_a_hold_is_applied_once_the_publisher_read_its_record_and_a_rebuild_knows_that(
    broker: RealBroker, tmp_path: Path
) -> None:
    topics = await own_topics(broker)
    await broker.publish([fact_record(topics.staff, "person.added", each) for each in PEOPLE])
    async with running(broker, topics, tmp_path) as desk, desk.client("supervisor") as client:
        await desk.caught_up()
        first = (await client.post("/api/holds", json=FIRE | {"scope": "x_rother"})).json()
        hold = (await client.post("/api/holds", json=FIRE)).json()
        (record,) = [each for each in await broker.read_all(topics.hold.name) if each.key == b"account:x_hastings"]
        await _says(broker, topics, record.offset)
        waited = await client.post("/api/holds?wait=1", json=FIRE)
        assert (waited.status_code, waited.json()["id"]) == (202, hold["id"]), "the publisher stands before its record"
        await _says(broker, topics, record.offset + 1)
        applied = await _until(desk, hold["id"], "applied")
        assert (await _seen(desk, first["id"]))["state"] == "being applied"
    async with running(broker, topics, tmp_path / "elsewhere") as desk, desk.client("media") as client:
        await desk.caught_up()
        assert await _seen(desk, hold["id"]) == applied
        assert (await client.delete(f"/api/holds/{hold['id']}")).json()["state"] == "released"
        assert [each["id"] for each in (await client.get("/api/holds")).json()] == [first["id"]]
