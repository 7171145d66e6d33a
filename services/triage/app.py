"""Joins the parts of triage: the tables, the labeller, the encoder's process, and the loops over the mentions."""

import asyncio
import logging
import socket
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from pathlib import Path

from services.triage.catching_up import CatchUp
from services.triage.data import load
from services.triage.domain.area import Area
from services.triage.domain.faring import Facts
from services.triage.domain.judging import METHOD, Learnt
from services.triage.domain.labeller import Labeller
from services.triage.domain.language import Lingua
from services.triage.handlers import Alerts, Labels, Pace
from services.triage.heartbeat import Heartbeat
from services.triage.learning import learning
from services.triage.memory import Memory
from services.triage.model.company import Company, Nobody, Patience, command_of
from services.triage.model.loading import FILES, load_learnt
from services.triage.promoted.store import Store, folder_of
from services.triage.reports import Reporter
from services.triage.settings import RefitSettings, TriageSettings
from services.triage.telling import SERVICE, Teller, Topics
from services.triage.texts import Texts
from shared.contracts.dead import ReplayTopic
from shared.errors import Misconfigured
from shared.health import Health
from shared.kafka.bad_records import AtLimit
from shared.kafka.follow import Follower
from shared.kafka.relay import Relay
from shared.kafka.stopping import unless_stopped
from shared.kafka.transform import Transform
from shared.registry import Registry
from shared.settings import CHECKOUT, CommonSettings

logger = logging.getLogger(__name__)

ALERTS_GROUP = "triage-alerts"
LABELS_GROUP = "triage-labels"
CATCH_UP_GROUP = "relabel-triage"
"""Not named as the others: labels that wait to be made again make nobody late (see shared/kafka/behind.py)."""
MEMORY = "triage-memory"
REPLAYS = ReplayTopic(SERVICE)
HAS_TIME_S = 5.0
"""So long after labels came too late for the encoder it is left to fresh mentions."""
NEARLY_S = 1.0
"""Fresh mentions that wait for longer than this go before old ones."""


def area_of(registry: Registry) -> Area:
    """The force's area as the registry has it."""
    return Area(
        force=registry.force.id,
        districts=frozenset(registry.districts),
        accounts={account.id: account.districts for account in registry.accounts.values()},
    )


def labeller_of(registry: Registry, places: Path | None = None) -> Labeller:
    """The labeller with all its tables read, and a force's own places: it answers the first message as fast as any."""
    return Labeller(load(tuple(registry.concerns), places), Lingua())


@dataclass(frozen=True, slots=True)
class Model:
    """What was learnt, and the process that reads closely; None and empty where there is none, and why."""

    learnt: Learnt | None
    command: Sequence[str] = ()
    why: str = ""


def model_in(folder: Path) -> Model:
    """The model in a folder; where it cannot be used, triage works without it and says why."""
    try:
        return Model(load_learnt(folder), command_of(folder))
    except Misconfigured as error:
        logger.error("triage works without its model", extra={"why": str(error)})  # noqa: TRY400 - it says all
        return Model(None, why=str(error))


async def run(
    common: CommonSettings,
    settings: TriageSettings,
    refit: RefitSettings,
    registry: Registry,
    stop: asyncio.Event,
    *,
    topics: Topics | None = None,
    model: Model | None = None,
) -> None:
    """Alert and label until `stop` is set; batches under way are finished first.

    Alerts wait for nothing; labels wait until what stands on mention.triaged is read back, and stop alone, with the
    reason in their health check, where too many records are bad.
    """
    health = Health(SERVICE)
    await health.serve(settings.health_port, common.health_host)
    try:
        if model is None:
            model = await asyncio.to_thread(model_in, settings.model or FILES)
        triage = Triage(common, settings, registry, model, topics or Topics(), health)
        store = Store(folder_of(settings.heads, common.home))
        further = learning(triage.labeller, store, refit, health, sandbox=common.sandbox)
        logger.info("triage begins", extra={"registry": registry.hash, "method": METHOD})
        async with asyncio.TaskGroup() as loops:
            for loop in [*triage.loops(stop), *(each(stop) for each in further)]:
                loops.create_task(loop)
    finally:
        await health.close()


class Triage:
    """All loops of one process, made and not begun."""

    def __init__(
        self,
        common: CommonSettings,
        settings: TriageSettings,
        registry: Registry,
        model: Model,
        topics: Topics,
        health: Health,
    ) -> None:
        self._common = common
        self._settings = settings
        self._topics = topics
        self._health = health
        self._area = area_of(registry)
        self.labeller = labeller_of(registry, settings.places)
        self.labeller.learnt = model.learnt
        self._memory = Memory(topics.triaged)
        self._pace = Pace(settings.shed_after_s)
        self._teller = Teller(self.labeller, self._area, topics, self._memory, settings.concern_text)
        patience = Patience(answer=settings.answer_s, away=settings.wait_for_model_s)
        self._reads = Company(model.command, cwd=CHECKOUT, patience=patience) if model.command else Nobody(model.why)
        self._labels = self._labels_loop()
        self._catch_up = CatchUp(self._teller, self._reads, Texts(common.kafka, topics.mentions), self._has_time)
        self._stopped = False

    def loops(self, stop: asyncio.Event) -> "list[Coroutine[object, object, None]]":
        """Each ends once `stop` is set."""
        past = Follower(self._common.kafka, [self._topics.triaged], self._memory.take, name=MEMORY, health=self._health)
        loops = [
            past.run(stop),
            self._alerts_loop().run(stop),
            self._label(past.caught_up, stop),
            self._reporter().run(stop),
            self._heartbeat().run(stop),
        ]
        if isinstance(self._reads, Company):
            loops += [self._reads.run(stop), self._relabel(past.caught_up, stop)]
        return loops

    def _alerts_loop(self) -> Relay:
        return Relay(
            bootstrap=self._common.kafka,
            service=SERVICE,
            group=ALERTS_GROUP,
            inputs=[self._topics.mentions],
            handler=Alerts(self.labeller, self._area, self._topics),
            replays=REPLAYS,
            health=self._health,
        )

    def _labels_loop(self) -> Transform:
        labels = Labels(self._teller, self._reads, self._pace)
        return Transform(
            bootstrap=self._common.kafka,
            service=SERVICE,
            group=LABELS_GROUP,
            inputs=[self._topics.mentions, self._topics.work],
            handler=labels,
            replays=REPLAYS,
            health=self._health,
            at_limit=AtLimit.GO_ON if self._settings.accept_bad_records else AtLimit.STOP,
        ).preparing(labels.prepare)

    async def _label(self, ready: asyncio.Event, stop: asyncio.Event) -> None:
        await _after(ready, self._labels, stop)
        self._stopped = not stop.is_set()

    async def _relabel(self, ready: asyncio.Event, stop: asyncio.Event) -> None:
        loop = Transform(
            bootstrap=self._common.kafka,
            service=SERVICE,
            group=CATCH_UP_GROUP,
            inputs=[self._topics.triaged],
            handler=lambda _: (),
            health=self._health,
        ).preparing(self._catch_up.prepare)
        try:
            await _after(ready, loop, stop)
        finally:
            await self._catch_up.close()

    def _has_time(self) -> bool:
        """Whether fresh mentions leave the encoder time for old ones."""
        shed = self._pace.shed_at
        quiet = shed is None or asyncio.get_running_loop().time() - shed > HAS_TIME_S
        return quiet and self._labels.behind_s() < NEARLY_S

    def _facts(self) -> Facts:
        shed = self._pace.shed_at
        return Facts(
            stopped=self._stopped,
            away_since=self._reads.away_since,
            given_up=self._reads.given_up,
            shedding=shed is not None and asyncio.get_running_loop().time() - shed <= HAS_TIME_S,
            owed_since=self._catch_up.owed_since,
            behind_s=self._labels.behind_s(),
            why=self._health.check(LABELS_GROUP).reason if self._stopped else self._reads.why,
        )

    def _reporter(self) -> Reporter:
        name = f"{SERVICE}-{socket.gethostname()}-{self._settings.health_port}"
        check = self._health.check("labelling", needed=False)
        return Reporter(self._common.kafka, name, self._topics, self._facts, check)

    def _heartbeat(self) -> Heartbeat:
        def ours() -> bool:
            return self._labels.owns(self._topics.mentions.name, 0)

        force, every = self._area.force, self._settings.heartbeat_s
        return Heartbeat(self._common.kafka, force, LABELS_GROUP, self._topics, ours, every)


async def _after(event: asyncio.Event, loop: Transform, stop: asyncio.Event) -> None:
    """Run the loop once the event has come, unless it is to stop before."""

    async def come() -> None:
        await event.wait()

    if await unless_stopped(come(), stop, patience=0):
        await loop.run(stop)
