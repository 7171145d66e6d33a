"""A triage of a test's own: its topics, its groups, its encoder; what it wrote, as any reader sees it."""

import asyncio
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx

from services.triage.app import Outfit, labeller_of, run
from services.triage.settings import RefitSettings, TriageSettings
from services.triage.telling import Topics
from shared.contracts.alert_changed import ALERT_CHANGED, AlertRaised
from shared.contracts.concern_changed import CONCERN_CHANGED, ConcernHeartbeat
from shared.contracts.labelling_reported import LABELLING_REPORTED
from shared.contracts.mention_changed import MENTION_CHANGED, MentionRemoved
from shared.contracts.mention_triaged import MENTION_TRIAGED, Triaged
from shared.contracts.record import Event, Record, event_of, record_of
from shared.contracts.topic import Topic
from shared.contracts.work_changed import WORK_CHANGED
from shared.kafka.topics import apply
from shared.registry import load_registry
from shared.settings import CHECKOUT, CommonSettings
from tests.support.broker import RealBroker, wait_until
from tests.support.encoder_process import COMMAND
from tests.support.paper_model import with_paper_model
from tests.support.ports import free_ports
from tests.unit.triage.mentions import AT, mention

FORCE = CHECKOUT / "deploy" / "force"
KNIFE = "Man with a knife outside the chip shop Queens Road NOW"


async def topics_on(broker: RealBroker) -> Topics:
    """Topics of a test's own."""
    await apply(broker.bootstrap, replication=1)
    return Topics(
        mentions=await broker.topic_for(MENTION_CHANGED),
        work=await broker.topic_for(WORK_CHANGED),  # type: ignore[arg-type]  # corrections are all that matters here
        triaged=await broker.topic_for(MENTION_TRIAGED),
        concerns=await broker.topic_for(CONCERN_CHANGED),
        alerts=await broker.topic_for(ALERT_CHANGED),
        labelling=await broker.topic_for(LABELLING_REPORTED),
    )


@dataclass
class Running:
    """What a test does with it."""

    broker: RealBroker
    topics: Topics
    home: Path
    crew: str = field(default_factory=lambda: f"-{uuid.uuid4().hex[:8]}")
    port: int = field(default_factory=lambda: free_ports(1)[0])

    @asynccontextmanager
    async def triage(self, *how: str, paper: bool = True, **settings: Any) -> AsyncIterator[None]:  # noqa: ANN401 - settings are of many kinds
        """It runs meanwhile, in this process; `how` is for its encoder."""
        registry, stop = load_registry(FORCE), asyncio.Event()
        labeller = labeller_of(registry)
        outfit = Outfit(labeller, why="no files", topics=self.topics, crew=self.crew)
        if paper:
            outfit = Outfit(with_paper_model(labeller), (*COMMAND, *how), topics=self.topics, crew=self.crew)
        common = CommonSettings(kafka=self.broker.bootstrap, home=self.home, registry=FORCE)
        own = TriageSettings(**{"health_port": self.port, "shed_after_s": 120, **settings})
        loops = asyncio.create_task(run(common, own, RefitSettings(), registry, stop, outfit))
        try:
            yield
        finally:
            stop.set()
            await loops

    async def receive(self, *texts: str, first: int = 1) -> None:
        """Mentions come in, numbered from `first`, each its own conversation."""
        await self.broker.publish([self.received(text, number) for number, text in enumerate(texts, start=first)])

    def received(self, text: str, number: int, version: int | None = None) -> Record:
        """A mention as ingest writes it; with a `version`, an edit of it."""
        fact = mention(text, number=number, accounts=("x_crawley",))
        name = f"x:{version or number}"
        if version is not None:
            fact = fact.model_copy(update={"platform_id": str(version)})
        transition = "mention.received" if version is None else "mention.edited"
        return record_of(self.topics.mentions, transition, fact, id=name, source="ingest", time=AT)

    def removed(self, number: int) -> Record:
        """Its author takes a mention away."""
        fact = MentionRemoved(id=f"x:{number}", conversation=f"x:{number}", reason="gone", removed_at=AT)
        return record_of(self.topics.mentions, "mention.removed", fact, id=f"r{number}", source="ingest", time=AT)

    async def events(self, topic: Topic[Any]) -> list[Event[Any]]:
        """What is on a topic."""
        records = await self.broker.read_all(topic.name)
        return [event for each in records if (event := event_of(topic, each.value, each.headers))]

    async def labelled(self, transition: str = "mention.triaged") -> dict[str, Triaged]:
        """The last such labels of each mention."""
        events = await self.events(self.topics.triaged)
        return {event.fact.id: event.fact for event in events if event.transition == transition}

    async def all_labelled(self, count: int, transition: str = "mention.triaged") -> dict[str, Triaged]:
        """The same, once there are so many."""

        async def there() -> bool:
            return len(await self.labelled(transition)) >= count

        await wait_until(there, 60, what=f"{count} {transition}")
        return await self.labelled(transition)

    async def times_labelled(self) -> dict[str, Counter[str]]:
        """By transition: how often each mention was labelled."""
        told: dict[str, Counter[str]] = {}
        for event in await self.events(self.topics.triaged):
            told.setdefault(event.transition, Counter())[event.fact.id] += 1
        return told

    async def alerts(self) -> list[AlertRaised]:
        """Every alert, repeats included."""
        return [event.fact for event in await self.events(self.topics.alerts)]

    async def alerted(self, names: Collection[str]) -> list[AlertRaised]:
        """The same, once these mentions have one."""

        async def there() -> bool:
            return set(names) <= {alert.id for alert in await self.alerts()}

        await wait_until(there, 30, what=f"alerts of {sorted(names)}")
        return await self.alerts()

    async def told(self) -> list[tuple[str, str]]:
        """What other systems heard of concerns: transition, and of which kind."""
        events = await self.events(self.topics.concerns)
        return [(event.transition, getattr(event.fact, "concern", "")) for event in events]

    async def heartbeats(self, owed_since: datetime | None) -> list[ConcernHeartbeat]:
        """All of them, once there are two and the last says that labels are owed since then."""

        async def told() -> list[ConcernHeartbeat]:
            facts = [event.fact for event in await self.events(self.topics.concerns)]
            beats = [each for each in facts if isinstance(each, ConcernHeartbeat)]
            return beats if len(beats) >= 2 and beats[-1].owed_since == owed_since else []

        return await wait_until(told, 30, what=f"a heartbeat that says owed since {owed_since}")

    async def says(self, state: str) -> None:
        """Wait until the last report says that labelling fares so."""

        async def said() -> bool:
            events = await self.events(self.topics.labelling)
            return bool(events) and events[-1].fact.state == state

        await wait_until(said, 30, what=state)

    async def health(self) -> dict[str, Any]:
        """What its health endpoint says."""
        async with httpx.AsyncClient() as client:
            answer: dict[str, Any] = (await client.get(f"http://127.0.0.1:{self.port}/health/ready")).json()
            return answer
