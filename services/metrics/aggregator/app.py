"""Starts the aggregator: waits for the broker and its topics, which Faust would not, then runs it."""

import asyncio

from services.metrics.aggregator.aggregate import Topics
from services.metrics.aggregator.intake import Intake
from services.metrics.aggregator.replays import replays
from services.metrics.aggregator.running import GROUP, TABLE, Running
from services.metrics.aggregator.table import changelog
from services.metrics.settings import AggregatorSettings
from shared.health import Health
from shared.kafka.client import close, new_consumer, partitions_of, start
from shared.kafka.stopping import unless_stopped
from shared.kafka.timing import TIMING, Timing
from shared.kafka.topics import apply
from shared.registry import Registry
from shared.settings import CommonSettings


async def run(
    common: CommonSettings,
    settings: AggregatorSettings,
    registry: Registry,
    stop: asyncio.Event,
    *,
    topics: Topics | None = None,
    group: str = GROUP,
    timing: Timing = TIMING,
) -> None:
    """Aggregate until `stop` is set."""
    topics = topics or Topics()
    health = Health(GROUP)
    await health.serve(settings.aggregator_health_port)
    try:
        if await unless_stopped(_prepare(common, topics, group, health), stop, patience=0):
            intake = Intake(topics.contributions, settings.accept_bad_records)
            running = Running(common, registry, topics, intake, group=group, health=health, timing=timing)
            async with asyncio.TaskGroup() as loops:
                loops.create_task(running.until(stop))
                loops.create_task(running.read_back())
                loops.create_task(replays(common.kafka, group, intake, health, timing).run(stop))
    finally:
        await health.close()


async def _prepare(common: CommonSettings, topics: Topics, group: str, health: Health) -> None:
    """Wait for the broker and the topics, which Faust would not, and see to the changelog."""
    check = health.check(GROUP)

    def waits(why: str) -> None:
        health.beat(GROUP)
        check.fails(why)

    consumer = new_consumer(common.kafka)
    try:
        await start(consumer, waiting=waits)
        await partitions_of(consumer, [topics.contributions.name, topics.measures.name], waiting=waits)
    finally:
        await close(consumer)
    waits("makes its topic ready")
    await apply(common.kafka, replication=common.replication, topics=[changelog(group, TABLE, common.replication)])
    waits("recovers its table")
