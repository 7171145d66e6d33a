"""Posts on a real broker: what people ask is on post.requested, and the desk shows what the publisher decided."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
from aiokafka import ConsumerRecord

from services.desk.readmodel.topics import DeskTopics
from services.publisher.domain.ruling import rule_on
from services.publisher.domain.world import OurAccount, Policy, World
from shared.clock import now
from shared.contracts.post_changed import Delivery
from shared.contracts.post_sampled import PostSample
from shared.contracts.record import Record, event_of, tombstone_of
from shared.kafka.follow import Follower
from shared.registry import load_registry
from shared.settings import CommonSettings
from shared.x.counting import why_too_long
from tests.support.broker import RealBroker
from tests.support.desk import PEOPLE
from tests.support.running_desk import RunningDesk, fact_record, own_topics, running
from tests.support.waiting import wait_until

POST = {"deliveries": [{"account": "x_hastings", "text": "A man has been arrested in Queens Road."}]}


def people(topics: DeskTopics) -> list[Record]:
    return [fact_record(topics.staff, "person.added", each) for each in PEOPLE]


class Arbiter:
    """Follows post.requested and answers by the publisher's own rules."""

    def __init__(self, broker: RealBroker, topics: DeskTopics) -> None:
        self.deliveries: dict[str, Delivery] = {}
        self._broker, self._topics = broker, topics
        accounts = load_registry(CommonSettings().registry).accounts.values()
        self._world = World(
            {
                each.id: OurAccount(each.id, each.platform, each.handle, each.districts, each.status == "active")
                for each in accounts
            },
            {each.id: each for each in PEOPLE},
            Policy(),
            lambda _, text: why_too_long(text),
        )

    async def take(self, records: list[ConsumerRecord]) -> None:
        """Rule on each command."""
        for record in records:
            event = event_of(self._topics.requested, record.value, record.headers)
            assert event
            before = self.deliveries.get(event.fact.delivery)
            ruling = rule_on(before, event.transition, event.fact, self._world, now(), beside=self.deliveries)
            if ruling.transition and ruling.delivery:
                await self.say(ruling.transition, ruling.delivery)

    async def say(self, transition: str, delivery: Delivery) -> None:
        """The delivery stands so from now on."""
        self.deliveries[delivery.id] = delivery
        await self._broker.publish([fact_record(self._topics.post, transition, delivery)])


@contextlib.asynccontextmanager
async def deciding(broker: RealBroker, topics: DeskTopics) -> AsyncIterator[Arbiter]:
    """An arbiter for the duration."""
    arbiter, stop = Arbiter(broker, topics), asyncio.Event()
    follower = Follower(broker.bootstrap, [topics.requested], arbiter.take)
    following = asyncio.create_task(follower.run(stop))
    try:
        yield arbiter
    finally:
        stop.set()
        await following


async def decide(desk: RunningDesk, person: str, call: str, body: dict[str, Any]) -> httpx.Response:
    async with desk.client(person) as client:
        return await client.post(f"{call}?wait=10", json=body)


async def shown(desk: RunningDesk, delivery: str) -> dict[str, Any]:
    async with desk.client() as client:
        found: dict[str, Any] = (await client.get(f"/api/deliveries/{delivery}")).json()
        return found


async def test_from_the_draft_to_the_platform_and_its_counts(broker: RealBroker, tmp_path: Path) -> None:
    topics = await own_topics(broker)
    await broker.publish(people(topics))
    async with running(broker, topics, tmp_path) as desk, deciding(broker, topics) as arbiter:
        await desk.caught_up()
        (sent,) = (await decide(desk, "officer", "/api/posts", POST)).json()["deliveries"]
        seen = {"hash": sent["hash"], "version": sent["version"]}
        call = f"/api/deliveries/{sent['id']}/approve"
        assert (await decide(desk, "approver", call, seen)).json()["state"] == "approved"
        late = await decide(desk, "supervisor", call, seen)
        assert late.status_code == 409, "it was approved already"
        link = "https://x.com/sbx_hastings/status/1"
        outcome = {"version": 4, "state": "posted", "platform_id": "1", "link": link, "posted_at": now()}
        await arbiter.say("post.posted", arbiter.deliveries[sent["id"]].model_copy(update=outcome))
        sample = PostSample(
            delivery=sent["id"],
            account="x_hastings",
            platform="x",
            platform_id="1",
            posted_at=now(),
            at=now(),
            likes=26,
        )
        await broker.publish([fact_record(topics.sample, "post.sampled", sample)])

        async def counted() -> bool:
            counts = (await shown(desk, sent["id"]))["counts"]
            return bool(counts) and counts["likes"] == 26

        await wait_until(counted, 10, what="the post with its counts")
        first = await shown(desk, sent["id"])
        assert (first["state"], first["link"]) == ("posted", link)
    async with running(broker, topics, tmp_path / "elsewhere") as desk:
        await desk.caught_up()
        assert await shown(desk, sent["id"]) == first, "a rebuild comes to the same"


async def test_two_approvals_at_once_are_one(broker: RealBroker, tmp_path: Path) -> None:
    """The publisher decides in the order of the topic; the second is refused by it, and told so."""
    topics = await own_topics(broker)
    await broker.publish(people(topics))
    async with running(broker, topics, tmp_path) as desk:
        await desk.caught_up()
        async with desk.client() as client:
            (sent,) = (await client.post("/api/posts", json=POST)).json()["deliveries"]
        seen = {"hash": sent["hash"], "version": sent["version"]}
        call = f"/api/deliveries/{sent['id']}/approve"
        both = [asyncio.create_task(decide(desk, who, call, seen)) for who in ("approver", "supervisor")]

        async def asked() -> bool:
            return len(await broker.read_all(topics.requested.name)) == 3

        await wait_until(asked, 10, what="one submission and two approvals")
        async with deciding(broker, topics):
            answers = [await each for each in both]
    assert sorted(answer.status_code for answer in answers) == [200, 409]


async def test_a_draft_outlives_a_restart_and_a_rebuild_until_it_is_sent(broker: RealBroker, tmp_path: Path) -> None:
    topics = await own_topics(broker)
    await broker.publish(people(topics))
    async with running(broker, topics, tmp_path) as desk, desk.client() as client:
        await desk.caught_up()
        saved = await client.post("/write/save", data={"account": "x_hastings", "text": "Caught"})
        assert saved.status_code == 303, saved.text
    draft = saved.headers["location"].partition("?")[0]
    async with running(broker, topics, tmp_path / "elsewhere") as desk, desk.client() as client:
        await desk.caught_up()
        assert "Caught" in (await client.get(draft)).text
        name = draft.removeprefix("/write/")
        await broker.publish([tombstone_of(topics.work, key=f"draft:{name}", scope="work")])

        async def gone() -> bool:
            return (await client.get(draft)).status_code == 404

        await wait_until(gone, 10, what="the draft is gone")
