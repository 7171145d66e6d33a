"""A force of a few people with a publisher: what the desk asks for, and what becomes of it on Kafka."""

import asyncio
import contextlib
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, NoReturn

from services.publisher.app import Surroundings, publish
from services.publisher.domain.world import OurAccount
from services.publisher.settings import SandboxPublisherSettings
from services.publisher.topics import SERVICE, Topics
from shared import crash
from shared.clock import new_id, now
from shared.contracts.audit_recorded import AUDIT_RECORDED, AuditEntry
from shared.contracts.channel_reported import CHANNEL_REPORTED, ChannelReport
from shared.contracts.dead import DeadLetterTopic, ReplayTopic
from shared.contracts.post_changed import POST_CHANGED, Delivery
from shared.contracts.post_requested import POST_REQUESTED, Approve, Command, Content, Submit
from shared.contracts.record import Event, Record, event_of, record_of
from shared.contracts.staff_changed import STAFF_CHANGED, Grant, Person, Role, Training
from shared.contracts.topic import FactT, Topic
from shared.exits import RESTART
from shared.health import Health
from shared.kafka.timing import Timing
from shared.kafka.topics import Declared, apply
from tests.support.broker import RealBroker
from tests.support.channel import PaperPlatform
from tests.support.waiting import wait_until

ACCOUNTS = {
    name: OurAccount(name, "x", name.removeprefix("x_"), (name.removeprefix("x_"),), active=True)
    for name in ("x_hastings", "x_rother", "x_crawley", "x_lewes")
}
"""On all three partitions."""

KINDS: dict[type[Command], str] = {Submit: "post.submit", Approve: "post.approve"}
QUICK: dict[str, float] = {"session": 3.0, "heartbeat": 0.2, "finish": 1.0, "fetch_wait": 0.1}
SETTINGS: dict[str, float] = {"look_first": 0.1, "look_most": 0.3, "again_first": 0.1, "probe_every": 0.3}


class Killed(BaseException):
    """In place of SIGKILL: nothing of ours catches it."""


class Ended(Exception):
    """In place of the process's end."""


def ends(what: str, *, remedy: str, code: int = RESTART) -> NoReturn:
    """For `end`."""
    raise Ended(f"{what} {remedy} ({code})")


def person(id_: str, role: Role, *, active: bool = True) -> Person:
    """Somebody who may do so everywhere, trained."""
    trained = Training(course="social_media", valid_from=date(2026, 1, 1), valid_until=date(2099, 1, 1))
    grants = (Grant(role=role, district="*"),)
    return Person(id=id_, name=id_.title(), grants=grants, training=(trained,), active=active, by="it", at=now())


@dataclass
class Force:
    """Topics of its own, and a platform on paper."""

    broker: RealBroker
    topics: Topics
    replays: ReplayTopic
    officer: str = "officer"
    approver: str = "approver"
    platform: PaperPlatform = field(default_factory=PaperPlatform)
    group: str = field(default_factory=lambda: f"publisher-{uuid.uuid4().hex[:8]}")
    ago: timedelta = timedelta(0)
    """So long before they reach Kafka the desk's commands were given."""

    @asynccontextmanager
    async def publisher(self, **settings: float) -> AsyncIterator[Health]:
        """A publisher that runs, and stops as it would on SIGTERM."""
        health, stop = Health("publisher"), asyncio.Event()
        around = Surroundings(
            self.broker.bootstrap,
            ACCOUNTS,
            {"x": self.platform},
            topics=self.topics,
            group=self.group,
            replays=self.replays,
            timing=Timing(**QUICK),
            end=ends,
        )
        chosen = SandboxPublisherSettings(**(SETTINGS | settings))  # type: ignore[arg-type] # all of them are numbers
        running = asyncio.create_task(publish(around, chosen, health, stop))
        try:
            await wait_until(lambda: health.ready or running.done(), what="the publisher is ready")
            yield health
        finally:
            stop.set()
            with contextlib.suppress(Killed, BaseExceptionGroup):
                await running

    @asynccontextmanager
    async def killed_at(self, point: str) -> AsyncIterator[asyncio.Event]:
        """The first publisher that passes this point is killed there; the event says that it was."""
        happened = asyncio.Event()

        def strike() -> None:
            crash.arm(None)
            happened.set()
            raise Killed(point)

        crash.arm(point, strike)
        try:
            yield happened
        finally:
            crash.arm(None)

    async def employ(self, *people: Person) -> None:
        """They are on staff.changed as they stand."""
        await self.broker.publish([self._record(self.topics.staff, "person.changed", each) for each in people])

    async def submit(self, text: str, account: str = "x_hastings", not_before: datetime | None = None) -> Submit:
        """The officer has drafted this."""
        content = Content(account=account, text=text, not_before=not_before)
        asked = Submit(
            id=new_id(),
            delivery=new_id(),
            account=account,
            by=self.officer,
            at=now() - self.ago,
            post=new_id(),
            content=content,
        )
        await self.ask(asked)
        return asked

    async def approve(self, asked: Submit, *, by: str = "") -> Approve:
        """Somebody puts their name to it."""
        content = asked.content.hash
        approval = Approve(
            id=new_id(),
            delivery=asked.delivery,
            account=asked.account,
            by=by or self.approver,
            at=now() - self.ago,
            hash=content,
            version=1,
        )
        await self.ask(approval)
        return approval

    async def approved(self, text: str, account: str = "x_hastings", not_before: datetime | None = None) -> Submit:
        """Both."""
        asked = await self.submit(text, account, not_before)
        await self.approve(asked)
        return asked

    async def ask(self, *commands: Command) -> None:
        """The desk writes these."""
        await self.broker.publish([self.command(each) for each in commands])

    def command(self, asked: Command) -> Record:
        """As the desk writes it."""
        return self._record(self.topics.requests, KINDS[type(asked)], asked)

    async def said(self) -> list[Event[Delivery]]:
        """Everything on post.changed, partition by partition."""
        return await self._read(self.topics.deliveries)

    async def delivery(self, asked: Command) -> Delivery | None:
        """How it stands."""
        found = [event.fact for event in await self.said() if event.fact.id == asked.delivery]
        return found[-1] if found else None

    async def becomes(self, asked: Command, *states: str, deadline: float = 20) -> Delivery:
        """Wait until it is in one of these states."""
        seen: Delivery | None = None

        async def there() -> bool:
            nonlocal seen
            seen = await self.delivery(asked)
            return seen is not None and seen.state in states

        await wait_until(there, deadline, what=f"{asked.delivery} is {' or '.join(states)}")
        assert seen is not None
        return seen

    async def history(self, asked: Command) -> list[str]:
        """Its transitions, in their order."""
        return [event.transition for event in await self.said() if event.fact.id == asked.delivery]

    async def audit(self) -> list[AuditEntry]:
        """What the audit log has."""
        return [event.fact for event in await self._read(self.topics.audit)]

    async def reported(self, account: str, state: str) -> ChannelReport:
        """Wait until the last report of an account says so."""
        last: list[ChannelReport] = []

        async def there() -> bool:
            last[:] = [each.fact for each in await self._read(self.topics.channels) if each.fact.account == account]
            return bool(last) and last[-1].state == state

        await wait_until(there, what=f"{account} is reported {state}")
        return last[-1]

    async def _read(self, topic: Topic[FactT]) -> list[Event[FactT]]:
        records = await self.broker.read_all(topic.name)
        return [event for each in records if (event := event_of(topic, each.value, each.headers))]

    def _record(self, topic: Topic[Any], transition: str, fact: Any) -> Record:  # noqa: ANN401 - of whatever topic
        return record_of(topic, transition, fact, id=new_id(), source="desk", time=now())


async def force_on(broker: RealBroker) -> Force:
    """A force with an officer and two approvers."""
    topics = Topics(
        requests=await broker.topic_for(POST_REQUESTED),
        deliveries=await broker.topic_for(POST_CHANGED),
        staff=await broker.topic_for(STAFF_CHANGED),
        audit=await broker.topic_for(AUDIT_RECORDED),
        channels=await broker.topic_for(CHANNEL_REPORTED),
    )
    replays = ReplayTopic(f"publisher-{uuid.uuid4().hex[:8]}")
    letters = DeadLetterTopic(SERVICE)
    declared = [Declared(each.name, each.partitions, {}) for each in (replays, letters)]
    await apply(broker.bootstrap, replication=1, topics=declared)
    force = Force(broker, topics, replays)
    await force.employ(person("officer", "officer"), person("approver", "approver"), person("boss", "supervisor"))
    return force


def soon(seconds: float) -> datetime:
    """A time from now."""
    return now() + timedelta(seconds=seconds)
