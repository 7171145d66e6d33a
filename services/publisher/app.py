"""Joins the parts of the publisher: the staff, the intake of commands, a lane for each account, and the reports."""

import asyncio
import logging
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import timedelta

from services.publisher.book import Book
from services.publisher.channels.channel import Channel
from services.publisher.channels.x import XChannel
from services.publisher.domain.world import OurAccount, World
from services.publisher.ground import Tools
from services.publisher.intake import Intake
from services.publisher.lanes import Lanes
from services.publisher.reports import Reporter
from services.publisher.roster import Roster
from services.publisher.settings import PublisherSettings
from services.publisher.topics import SERVICE, Topics
from shared.contracts.dead import ReplayTopic
from shared.health import Health
from shared.kafka.bad_records import AtLimit
from shared.kafka.fatal import End, end_process
from shared.kafka.stateful import Stateful
from shared.kafka.stopping import unless_stopped
from shared.kafka.timing import TIMING, Timing
from shared.kafka.writer import IdempotentWriter
from shared.registry import Registry
from shared.settings import CommonSettings
from shared.x.counting import why_not_postable

logger = logging.getLogger(__name__)

GROUP = SERVICE
REPLAYS = ReplayTopic(SERVICE)


@dataclass(frozen=True)
class Surroundings:
    """Where the publisher's Kafka is and what it works on; tests put topics and a group of their own in place."""

    bootstrap: str
    accounts: Mapping[str, OurAccount]
    channels: Mapping[str, Channel]
    topics: Topics = field(default_factory=Topics)
    group: str = GROUP
    replays: ReplayTopic | None = REPLAYS
    timing: Timing = TIMING
    end: End = end_process


async def run(common: CommonSettings, settings: PublisherSettings, registry: Registry, stop: asyncio.Event) -> None:
    """Publish until `stop` is set; calls under way are given a moment to end."""
    health = Health(SERVICE)
    await health.serve(settings.health_port)
    channels: list[Channel] = [XChannel(common.x_origin, common.secret, settings.policy.answer_within)]
    around = Surroundings(common.kafka, accounts_of(registry), {each.platform: each for each in channels})
    logger.info("publisher begins", extra={"registry": registry.hash})
    try:
        await publish(around, settings, health, stop)
    finally:
        await health.close()


async def publish(around: Surroundings, settings: PublisherSettings, health: Health, stop: asyncio.Event) -> None:
    """All of it but the process around it: staff are read to their end before the first command is taken."""
    timing = around.timing
    roster = Roster(around.bootstrap, health, within=settings.barrier_within, topic=around.topics.staff, timing=timing)
    world = World(around.accounts, roster.people, settings.policy, too_long)
    book = Book(around.topics.deliveries)
    intake = Stateful(
        bootstrap=around.bootstrap,
        service=SERVICE,
        group=around.group,
        inputs=[around.topics.requests],
        handler=Intake(book, world, around.topics),
        replays=around.replays,
        health=health,
        timing=timing,
        end=around.end,
        at_limit=AtLimit.GO_ON if settings.accept_bad_records else AtLimit.STOP,
    )
    tools = Tools(book, world, around.topics, roster, timedelta(seconds=settings.probe_every))
    lanes = Lanes(around.bootstrap, intake, tools, around.channels, settings, finish=timing.finish)
    intake.keep(lanes)
    async with AsyncExitStack() as stack:
        reports = IdempotentWriter(around.bootstrap, name=f"{SERVICE}-reports", timing=timing)
        stack.push_async_callback(reports.stop)
        reporter = Reporter(lanes, reports, around.topics, settings.report_every)
        async with asyncio.TaskGroup() as parts:
            last = asyncio.Event()
            parts.create_task(roster.run(last))
            parts.create_task(_in_turn(roster, intake, stop, last))
            parts.create_task(unless_stopped(reporter.run(), stop, patience=0))


async def _in_turn(roster: Roster, intake: Stateful, stop: asyncio.Event, last: asyncio.Event) -> None:
    """Commands are taken once the staff are known; the staff are followed until the last lane has ended."""

    async def known() -> None:
        await roster.caught_up.wait()

    try:
        if await unless_stopped(known(), stop, patience=0):
            await intake.run(stop)
        await stop.wait()
    finally:
        last.set()


def accounts_of(registry: Registry) -> dict[str, OurAccount]:
    """The accounts as the domain takes them."""
    return {
        each.id: OurAccount(each.id, each.platform, each.handle, each.districts, active=each.status == "active")
        for each in registry.accounts.values()
    }


def too_long(platform: str, text: str) -> str | None:
    """Why a platform would not take the text; one that nobody here knows is left to say so itself."""
    return why_not_postable(text) if platform == "x" else None
