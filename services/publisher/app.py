"""Joins the parts of the publisher: its orders, the intake of commands, a lane for each account, and the reports."""

import asyncio
import logging
from datetime import timedelta

from services.publisher.book import Book
from services.publisher.ground import Tools
from services.publisher.intake import Intake
from services.publisher.lanes import Lanes
from services.publisher.orders import Orders
from services.publisher.reports import Reporter
from services.publisher.settings import PublisherSettings
from services.publisher.surroundings import Surroundings, surroundings_of
from services.publisher.topics import SERVICE
from shared.health import Health
from shared.kafka.bad_records import AtLimit
from shared.kafka.stateful import Stateful
from shared.kafka.stopping import unless_stopped
from shared.registry import Registry
from shared.settings import CommonSettings

logger = logging.getLogger(__name__)


async def run(common: CommonSettings, settings: PublisherSettings, registry: Registry, stop: asyncio.Event) -> None:
    """Publish until `stop` is set; calls under way are given a moment to end."""
    health = Health(SERVICE)
    await health.serve(settings.health_port)
    logger.info("publisher begins", extra={"registry": registry.hash})
    try:
        await publish(surroundings_of(common, settings, registry), settings, health, stop)
    finally:
        await health.close()


async def publish(around: Surroundings, settings: PublisherSettings, health: Health, stop: asyncio.Event) -> None:
    """All of it but the process around it: orders are read to their ends before the first command is taken."""
    orders = Orders(
        around.bootstrap, health, within=settings.barrier_within, topics=around.topics, timing=around.timing
    )
    world, book = around.world(orders, settings), Book(around.topics.deliveries)
    intake = Stateful(
        bootstrap=around.bootstrap,
        service=SERVICE,
        group=around.group,
        inputs=[around.topics.requests],
        handler=Intake(book, world, around.topics),
        replays=around.replays,
        health=health,
        timing=around.timing,
        end=around.end,
        at_limit=AtLimit.GO_ON if settings.accept_bad_records else AtLimit.STOP,
    )
    tools = Tools(book, world, around.topics, orders, around.store, timedelta(seconds=settings.probe_every))
    lanes = Lanes(around.bootstrap, intake, tools, around.channels, settings, finish=around.timing.finish)
    intake.keep(lanes)
    orders.heard = lanes.heard
    async with asyncio.TaskGroup() as parts:
        last = asyncio.Event()
        parts.create_task(orders.run(last))
        parts.create_task(_in_turn(orders, intake, stop, last))
        parts.create_task(unless_stopped(Reporter(lanes, settings.report_every).run(), stop, patience=0))


async def _in_turn(orders: Orders, intake: Stateful, stop: asyncio.Event, last: asyncio.Event) -> None:
    """Commands are taken once the orders are known; they are followed until the last lane has ended."""

    async def known() -> None:
        await orders.caught_up.wait()

    try:
        if await unless_stopped(known(), stop, patience=0):
            await intake.run(stop)
        await stop.wait()
    finally:
        last.set()
