"""Joins the parts of triage: the tables, the labeller, and two loops over the mentions in one process."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

from services.triage.data import load
from services.triage.domain.area import Area
from services.triage.domain.labeller import METHOD, Labeller
from services.triage.domain.language import Lingua
from services.triage.handlers import SERVICE, Alerts, Labels, Topics
from services.triage.memory import Memory
from services.triage.settings import TriageSettings
from shared.contracts.dead import ReplayTopic
from shared.health import Health
from shared.kafka.follow import Follower
from shared.kafka.relay import Relay
from shared.kafka.transform import Transform
from shared.registry import Registry
from shared.settings import CommonSettings

logger = logging.getLogger(__name__)

ALERTS_GROUP = "triage-alerts"
LABELS_GROUP = "triage-labels"
MEMORY = "triage-memory"
REPLAYS = ReplayTopic(SERVICE)


def area_of(registry: Registry) -> Area:
    """The force's area as the registry has it."""
    return Area(
        force=registry.force.id,
        districts=frozenset(registry.districts),
        accounts={account.id: account.districts for account in registry.accounts.values()},
    )


def labeller_of(registry: Registry) -> Labeller:
    """The labeller with all its tables read: it answers the first message as fast as any other."""
    return Labeller(load(tuple(registry.concerns)), Lingua())


async def run(common: CommonSettings, settings: TriageSettings, registry: Registry, stop: asyncio.Event) -> None:
    """Alert and label until `stop` is set; batches under way are finished first.

    Alerts wait for nothing; labels wait until what stands on mention.triaged is read back.
    """
    health = Health(SERVICE)
    await health.serve(settings.health_port)
    try:
        labeller, area, topics, memory = labeller_of(registry), area_of(registry), Topics(), Memory()
        alerts = Relay(
            bootstrap=common.kafka,
            service=SERVICE,
            group=ALERTS_GROUP,
            inputs=[topics.mentions],
            handler=Alerts(labeller, area, topics),
            replays=REPLAYS,
            health=health,
        )
        labels = Transform(
            bootstrap=common.kafka,
            service=SERVICE,
            group=LABELS_GROUP,
            inputs=[topics.mentions, topics.work],
            handler=Labels(labeller, area, topics, memory, concern_text=settings.concern_text),
            replays=REPLAYS,
            health=health,
        )
        past = Follower(common.kafka, [topics.triaged], memory.take, name=MEMORY, health=health)
        logger.info("triage begins", extra={"registry": registry.hash, "method": METHOD})
        async with asyncio.TaskGroup() as loops:
            loops.create_task(_until(stop, past.run(stop)))
            loops.create_task(_serve(alerts, stop))
            loops.create_task(_serve(labels, stop, after=past.caught_up))
    finally:
        await health.close()


async def _serve(loop: Relay | Transform, stop: asyncio.Event, after: asyncio.Event | None = None) -> None:
    """Run one loop, once `after` is set, until `stop` is."""
    if await _until(stop, _start(loop, after)):
        try:
            while not stop.is_set():
                await loop.run_batch()
        finally:
            await loop.stop()


async def _start(loop: Relay | Transform, after: asyncio.Event | None) -> None:
    if after is not None:
        await after.wait()
    await loop.start()


async def _until(stop: asyncio.Event, work: Coroutine[Any, Any, None]) -> bool:
    """Whether the work ended before `stop` was set; it is given up then, as it may wait for a broker without end."""
    working, stopping = asyncio.ensure_future(work), asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait([working, stopping], return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            return False
        working.result()
        return True
    finally:
        working.cancel()
        stopping.cancel()
