"""Whoever takes a partition over knows what was said before it: no older word is ever the last one on the topic."""

import asyncio
import dataclasses
import uuid
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from aiokafka import AIOKafkaProducer

from services.metrics.sampler.app import contributing
from services.metrics.sampler.contributions import Standing, Topics
from services.metrics.settings import SamplerSettings
from shared.contracts.account_sampled import AccountSample
from shared.contracts.contribution_changed import Contribution
from shared.contracts.record import event_of, record_of
from shared.health import Health
from shared.kafka.timing import Timing
from shared.kafka.topics import apply
from shared.registry import load_registry
from shared.settings import CHECKOUT
from tests.support.broker import RealBroker, wait_until
from tests.unit.metrics.contributions import followers

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
QUICK = Timing(session=1.5, heartbeat=0.3, fetch_wait=0.1)
ACCOUNTS = ("x_hastings", "x_adur_and_worthing", "x_rother")


class Owners:
    """Members of one group, on topics of their own."""

    def __init__(self, broker: RealBroker, topics: Topics) -> None:
        self.broker = broker
        self.topics = topics
        self._group = f"contributions-{uuid.uuid4().hex[:8]}"

    @asynccontextmanager
    async def another(self) -> AsyncIterator[None]:
        """One more member, as the sampler has it, while this is open."""
        health, stop = Health("contributions"), asyncio.Event()
        settings, registry = SamplerSettings(), load_registry(CHECKOUT / "deploy" / "force")
        loop = contributing(
            self.broker.bootstrap, settings, registry, health, topics=self.topics, group=self._group, timing=QUICK
        )
        running = asyncio.create_task(loop.run(stop))
        try:
            await wait_until(lambda: health.ready or running.done(), what="the member has its partitions")
            yield
        finally:
            stop.set()
            await running

    async def count(self, account: str, followers: int, at: datetime) -> None:
        """A count comes in."""
        sample = AccountSample(account=account, platform="x", at=at, followers=followers)
        topic = self.topics.accounts
        await self.broker.publish([record_of(topic, "account.sampled", sample, id="1", source="metrics", time=at)])

    async def said(self, account: str) -> list[int | None]:
        """What was said of an account, in its order, whatever the day."""
        topic = self.topics.contributions
        events = [event_of(topic, each.value, each.headers) for each in await self.broker.read_all(topic.name)]
        return [each.fact.amounts["followers"] for each in events if each and each.fact.account == account]

    async def all_said(self, account: str, *counts: int) -> None:
        """Wait until the last of these is said, and see that nothing else was."""

        async def there() -> bool:
            return counts[-1] in await self.said(account)

        await wait_until(there, what=f"{counts[-1]} followers of {account}")
        assert await self.said(account) == list(counts)


@pytest.fixture
async def owners(broker: RealBroker) -> Owners:
    await apply(broker.bootstrap, replication=1)  # for replays and dead letters
    contracts = Topics()
    made = {each.name: await broker.topic_for(getattr(contracts, each.name)) for each in dataclasses.fields(contracts)}
    return Owners(broker, Topics(**made))


async def test_an_older_count_is_not_written_over_a_newer_word_by_the_next_owner(owners: Owners) -> None:
    async with owners.another():
        for account in ACCOUNTS:
            await owners.count(account, 610, NOON)
            await owners.all_said(account, 610)
        async with owners.another():
            pass  # comes and goes: every number changes hands
    for account in ACCOUNTS:
        await owners.count(account, 600, NOON - timedelta(hours=3))
        await owners.count(account, 620, NOON + timedelta(days=1))
    async with owners.another():
        for account in ACCOUNTS:
            await owners.all_said(account, 610, 620)


async def test_a_word_behind_another_members_open_transaction_is_waited_for(owners: Owners) -> None:
    topic, broker = owners.topics.contributions, owners.broker
    word: Contribution = followers("2026-05-01", 610)
    hidden = record_of(topic, "contribution.changed", word, id="1", source="metrics", time=NOON)
    producer = AIOKafkaProducer(bootstrap_servers=broker.bootstrap, transactional_id=f"t-{uuid.uuid4()}")
    await producer.start()
    await producer.begin_transaction()
    await producer.send_and_wait(topic.name, b"{}", b"another", 0)
    await broker.publish([hidden])
    standing = Standing(broker.bootstrap, topic)
    numbers: Collection[int] = [0]
    restoring = asyncio.create_task(standing.restore(numbers))
    done, _ = await asyncio.wait({restoring}, timeout=1)
    assert not done, "without the word, an older one could be written"
    await producer.abort_transaction()
    await producer.stop()
    await restoring
    assert standing.known == {word.entity: word}
