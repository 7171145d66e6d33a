"""Joins the parts of triage: the tables, the labeller, and two loops over the mentions in one process."""

import asyncio
import logging

from services.triage.data import load
from services.triage.domain.area import Area
from services.triage.domain.labeller import Labeller
from services.triage.domain.language import Lingua
from services.triage.handlers import SERVICE, Alerts, Labels, Topics
from services.triage.memory import Memory
from services.triage.settings import TriageSettings
from shared.contracts.dead import ReplayTopic
from shared.health import Health
from shared.kafka.bad_records import AtLimit
from shared.kafka.follow import Follower
from shared.kafka.relay import Relay
from shared.kafka.stopping import unless_stopped
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

    Alerts wait for nothing; labels wait until what stands on mention.triaged is read back, and stop alone, with the
    reason in their health check, where too many records are bad.
    """
    health = Health(SERVICE)
    await health.serve(settings.health_port, common.health_host)
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
            at_limit=AtLimit.GO_ON if settings.accept_bad_records else AtLimit.STOP,
        )
        past = Follower(common.kafka, [topics.triaged], memory.take, name=MEMORY, health=health)
        logger.info("triage begins", extra={"registry": registry.hash})
        async with asyncio.TaskGroup() as loops:
            loops.create_task(past.run(stop))
            loops.create_task(alerts.run(stop))
            loops.create_task(_after(past.caught_up, labels, stop))
    finally:
        await health.close()


async def _after(event: asyncio.Event, loop: Transform, stop: asyncio.Event) -> None:
    """Run the loop once the event has come, unless it is to stop before."""

    async def come() -> None:
        await event.wait()

    if await unless_stopped(come(), stop, patience=0):
        await loop.run(stop)
