"""Joins the parts of the sampler: what the process before knew, our posts, the calls to X, reports, contributions."""

import asyncio
import logging
from dataclasses import dataclass
from decimal import Decimal

from services.metrics.domain.budget import Budget, Kind
from services.metrics.sampler import counts
from services.metrics.sampler.asking import PLATFORM
from services.metrics.sampler.contributions import Contributions, Standing, Topics
from services.metrics.sampler.faring import Faring
from services.metrics.sampler.memory import Memory, recall
from services.metrics.sampler.posts import Posts
from services.metrics.sampler.reports import REPORTER, Reporter
from services.metrics.sampler.sampler import Sampler
from services.metrics.sampler.samples import SERVICE
from services.metrics.settings import SamplerSettings
from shared.contracts.dead import ReplayTopic
from shared.health import Health
from shared.kafka.bad_records import AtLimit
from shared.kafka.follow import Follower
from shared.kafka.stateful import Stateful
from shared.kafka.stopping import unless_stopped
from shared.kafka.timing import TIMING, Timing
from shared.kafka.writer import IdempotentWriter
from shared.registry import Registry
from shared.settings import CommonSettings
from shared.x.client import XClient

logger = logging.getLogger(__name__)

GROUP = SERVICE
REPLAYS = ReplayTopic(SERVICE)
CHECK = "counts"


async def run(common: CommonSettings, settings: SamplerSettings, registry: Registry, stop: asyncio.Event) -> None:
    """Count, and tell what counts add to, until `stop` is set.

    Contributions stop alone, with the reason in their health check, where too many records are bad.
    """
    token = common.secret("x_bearer_token")
    health = Health("metrics-sampler")
    await health.serve(settings.sampler_health_port)
    try:
        process = _Process(common.kafka, settings, registry, health, stop)
        async with XClient(common.x_origin, token) as client, asyncio.TaskGroup() as parts:
            parts.create_task(process.contribute())
            parts.create_task(process.count(client))
    finally:
        await health.close()


def contributing(
    bootstrap: str,
    settings: SamplerSettings,
    registry: Registry,
    health: Health,
    *,
    topics: Topics | None = None,
    group: str = GROUP,
    timing: Timing = TIMING,
) -> Stateful:
    """The loop that turns counts into contributions, once it has read back how each contribution stands."""
    topics = topics or Topics()
    standing = Standing(bootstrap, topics.contributions)
    loop = Stateful(
        bootstrap=bootstrap,
        service=SERVICE,
        group=group,
        inputs=topics.inputs,
        handler=Contributions(registry, topics, standing),
        replays=REPLAYS,
        health=health,
        timing=timing,
        at_limit=AtLimit.GO_ON if settings.accept_bad_records else AtLimit.STOP,
    )
    loop.keep(standing)
    return loop


@dataclass(frozen=True, slots=True)
class _Process:
    """What both halves of the sampler need."""

    bootstrap: str
    settings: SamplerSettings
    registry: Registry
    health: Health
    stop: asyncio.Event

    async def contribute(self) -> None:
        """Turn counts into contributions."""
        await contributing(self.bootstrap, self.settings, self.registry, self.health).run(self.stop)

    async def count(self, client: XClient) -> None:
        """Count once it is known what was counted before, and which posts there are."""
        self.health.check(CHECK).fails(f"waiting for Kafka at {self.bootstrap}")
        posts = Posts()
        published = Follower(self.bootstrap, [posts.topic], posts.take, name="metrics-posts", health=self.health)

        async def counting() -> None:
            writer = IdempotentWriter(self.bootstrap, name="metrics-samples")
            try:
                await writer.start()
                memory = await recall(self.bootstrap, PLATFORM, REPORTER)
                await published.caught_up.wait()
                await self._sample(client, posts, writer, memory)
            finally:
                await writer.stop()

        async with asyncio.TaskGroup() as loops:
            loops.create_task(published.run(self.stop))
            loops.create_task(unless_stopped(counting(), self.stop, patience=TIMING.finish))

    async def _sample(self, client: XClient, posts: Posts, writer: IdempotentWriter, memory: Memory) -> None:
        settings, accounts = self.settings, list(self.registry.accounts.values())
        prices: dict[Kind, Decimal] = {"user": settings.usd_per_user, "post": settings.usd_per_post}
        budget = Budget(self.registry.x_budget.usd_of("metrics"), prices)
        for thing, at in memory.read:
            budget.read([thing], at)
        counts.SHARE.labels(PLATFORM).set(float(budget.usd_per_day))
        faring = Faring(budget.usd_per_day)
        sampler = Sampler(client, accounts, posts, writer, settings, budget=budget, faring=faring, asked=memory.asked)
        active = [each.id for each in accounts if (each.platform, each.status) == (PLATFORM, "active")]
        check = self.health.check(CHECK)
        reporter = Reporter(active, faring, budget, writer, check, every=settings.report_every, past=memory.reports)
        logger.info("the sampler begins", extra={"registry": self.registry.hash, "share_usd": str(budget.usd_per_day)})
        async with asyncio.TaskGroup() as loops:
            reporting = loops.create_task(reporter.run())
            await sampler.run(self.stop, self.health)
            reporting.cancel()


async def _come(event: asyncio.Event) -> None:
    await event.wait()
