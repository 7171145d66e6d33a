"""Joins the parts of triage: the tables, the labeller, the encoder's process, and the loops over the mentions."""

import asyncio
import logging
import socket
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from services.triage.catching_up import WORTH_IT, CatchUp
from services.triage.command import Desk
from services.triage.data import load
from services.triage.domain.area import Area
from services.triage.domain.faring import Facts
from services.triage.domain.judging import METHOD
from services.triage.domain.labeller import Labeller
from services.triage.domain.language import Lingua
from services.triage.handlers import Alerts, Labels, Pace
from services.triage.heartbeat import Heartbeat
from services.triage.learning import learning
from services.triage.memory import Memory
from services.triage.model.company import Company, Nobody, Patience, command_of
from services.triage.model.loading import FILES, check_encoder, load_learnt
from services.triage.owed import owed_since
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
from shared.kafka.stopping import aside, unless_stopped
from shared.kafka.transform import Transform
from shared.registry import Registry
from shared.settings import CHECKOUT, CommonSettings

logger = logging.getLogger(__name__)

Loops = list[Callable[[asyncio.Event], Coroutine[object, object, None]]]
"""Each runs until its event is set."""

ALERTS_GROUP = "triage-alerts"
LABELS_GROUP = "triage-labels"
CATCH_UP_GROUP = "relabel-triage"
"""Not named as the others: labels that wait to be made again make nobody late (see shared/kafka/behind.py)."""
MEMORY = "triage-memory"
REPLAYS = ReplayTopic(SERVICE)
LEARNS, SENSES, BEATS, LABELLING = "learning-loops", "encoder", "heartbeat", "labelling"
"""Checks of loops that fail by themselves and keep nobody from working."""
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
class Outfit:
    """What a triage works with; tests put their own in place of it."""

    labeller: Labeller
    encoder: Sequence[str] = ()
    """The command that starts the encoder's process; nothing where there is none."""
    why: str = ""
    """Why there is none."""
    topics: Topics = field(default_factory=Topics)
    crew: str = ""
    """What the names of its groups end with."""


def outfit_of(registry: Registry, folder: Path, places: Path | None = None) -> Outfit:
    """The tables, and the model in a folder; where that cannot be used, triage works without it and says why."""
    labeller = labeller_of(registry, places)
    try:
        labeller.learnt = load_learnt(folder)
    except Misconfigured as error:
        logger.error("triage works without its model", extra={"why": str(error)})  # noqa: TRY400 - it says all
        return Outfit(labeller, why=str(error))
    return Outfit(labeller, command_of(folder))


def desk_of(common: CommonSettings, settings: TriageSettings, registry: Registry) -> tuple[Desk, str]:
    """What labels lines without Kafka, by the model and heads of a service that starts now; why not by the encoder."""
    from services.triage.model.encoder import Encoder  # noqa: PLC0415 - the service itself leaves it to a child process

    folder = settings.model or FILES
    outfit, area = outfit_of(registry, folder, settings.places), area_of(registry)
    if outfit.labeller.learnt is None:
        return Desk(outfit.labeller, area), outfit.why
    store = Store(folder_of(settings.heads, common.home))
    learning(outfit.labeller, store, RefitSettings(), Health(SERVICE), sandbox=True)  # the promoted heads, if there are
    try:
        check_encoder(folder)
        return Desk(outfit.labeller, area, Encoder(folder).read), ""
    except Exception as error:  # noqa: BLE001 - whatever is wrong with its files, rules and terms label
        return Desk(outfit.labeller, area), str(error)


async def run(
    common: CommonSettings,
    settings: TriageSettings,
    refit: RefitSettings,
    registry: Registry,
    stop: asyncio.Event,
    outfit: Outfit | None = None,
) -> None:
    """Alert and label until `stop` is set; batches under way are finished first.

    Alerts wait for nothing; labels wait until what stands on mention.triaged is read back, and stop alone, with the
    reason in their health check, where too many records are bad.
    """
    health = Health(SERVICE)
    await health.serve(settings.health_port, common.health_host)
    try:
        further: Loops = []
        if outfit is None:
            outfit = outfit_of(registry, settings.model or FILES, settings.places)
            store = Store(folder_of(settings.heads, common.home))
            learns = learning(outfit.labeller, store, refit, health, sandbox=common.sandbox)
            further = [partial(aside, loop, health.check(LEARNS, needed=False)) for loop in learns]
        triage = Triage(common, settings, area_of(registry), outfit, health)
        logger.info("triage begins", extra={"registry": registry.hash, "method": METHOD})
        async with asyncio.TaskGroup() as loops:
            for loop in [*triage.loops(), *further]:
                loops.create_task(loop(stop))
    finally:
        await health.close()


class Triage:
    """All loops of one process, made and not begun."""

    def __init__(
        self,
        common: CommonSettings,
        settings: TriageSettings,
        area: Area,
        outfit: Outfit,
        health: Health,
    ) -> None:
        topics, labeller = outfit.topics, outfit.labeller
        self._common = common
        self._settings = settings
        self._topics = topics
        self._alerts_group = ALERTS_GROUP + outfit.crew
        self._labels_group = LABELS_GROUP + outfit.crew
        self._catch_up_group = CATCH_UP_GROUP + outfit.crew
        self._health = health
        self._area = area
        self._labeller = labeller
        self._memory = Memory(topics.triaged)
        self._pace = Pace(settings.shed_after_s)
        self._teller = Teller(self._labeller, self._area, topics, self._memory, settings.concern_text)
        patience = Patience(answer=settings.answer_s, away=settings.wait_for_model_s)
        self._reads = Company(outfit.encoder, cwd=CHECKOUT, patience=patience) if outfit.encoder else Nobody(outfit.why)
        self._labels = self._labels_loop()
        self._catch_up = CatchUp(self._teller, self._reads, Texts(common.kafka, topics.mentions), self._has_time)
        self._stopped = False

    def loops(self) -> Loops:
        """Each ends once the event that it is given is set."""
        past = Follower(self._common.kafka, [self._topics.triaged], self._memory.take, name=MEMORY, health=self._health)
        loops: Loops = [
            past.run,
            self._alerts_loop().run,
            partial(self._label, past.caught_up),
            partial(aside, self._reporter().run, self._health.check(LABELLING, needed=False)),
            partial(aside, self._heartbeat().run, self._health.check(BEATS, needed=False)),
        ]
        if isinstance(self._reads, Company):
            loops += [
                partial(aside, self._reads.run, self._health.check(SENSES, needed=False)),
                partial(self._relabel, past.caught_up),
            ]
        return loops

    def _alerts_loop(self) -> Relay:
        return Relay(
            bootstrap=self._common.kafka,
            service=SERVICE,
            group=self._alerts_group,
            inputs=[self._topics.mentions],
            handler=Alerts(self._labeller, self._area, self._topics),
            replays=REPLAYS,
            health=self._health,
        )

    def _labels_loop(self) -> Transform:
        labels = Labels(self._teller, self._reads, self._pace)
        return Transform(
            bootstrap=self._common.kafka,
            service=SERVICE,
            group=self._labels_group,
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
            group=self._catch_up_group,
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
            why=self._health.check(self._labels_group).reason if self._stopped else self._reads.why,
        )

    def _reporter(self) -> Reporter:
        name = f"{SERVICE}-{socket.gethostname()}-{self._settings.health_port}"
        check = self._health.check(LABELLING, needed=False)
        return Reporter(self._common.kafka, name, self._topics, self._facts, check)

    def _heartbeat(self) -> Heartbeat:
        def ours() -> bool:
            return self._labels.owns(self._topics.mentions.name, 0)

        force, every = self._area.force, self._settings.heartbeat_s
        check, kafka = self._health.check(BEATS, needed=False), self._common.kafka
        owed = partial(owed_since, kafka, self._catch_up_group, self._topics.triaged, self._catch_up.owes, WORTH_IT)
        return Heartbeat(kafka, force, self._labels_group, self._topics, ours, every, owed=owed, check=check)


async def _after(event: asyncio.Event, loop: Transform, stop: asyncio.Event) -> None:
    """Run the loop once the event has come, unless it is to stop before."""

    async def come() -> None:
        await event.wait()

    if await unless_stopped(come(), stop, patience=0):
        await loop.run(stop)
