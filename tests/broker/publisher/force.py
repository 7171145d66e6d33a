"""A force of a few people with a publisher: what the desk asks for, and what becomes of it on Kafka."""

import asyncio
import contextlib
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, NoReturn

from services.publisher.app import publish
from services.publisher.settings import SandboxPublisherSettings
from services.publisher.surroundings import Surroundings
from services.publisher.topics import SERVICE, Topics
from shared import crash
from shared.clock import new_id, now
from shared.contracts.audit_recorded import AUDIT_RECORDED, AuditEntry
from shared.contracts.channel_reported import CHANNEL_REPORTED, ChannelReport
from shared.contracts.dead import DeadLetterTopic, ReplayTopic
from shared.contracts.hold_changed import HOLD_CHANGED, Hold
from shared.contracts.post_changed import POST_CHANGED, Delivery
from shared.contracts.post_requested import (
    POST_REQUESTED,
    Approve,
    Command,
    Content,
    Submit,
    TakeDown,
    TemplateUse,
)
from shared.contracts.record import Event, Record, event_of, record_of
from shared.contracts.staff_changed import STAFF_CHANGED, Person
from shared.contracts.topic import FactT, Topic
from shared.contracts.work_changed import WORK_CHANGED, Template
from shared.exits import RESTART
from shared.health import Health
from shared.kafka.timing import Timing
from shared.kafka.topics import Declared, apply
from tests.broker.publisher.people import ACCOUNTS, KINDS, PARTS, QUICK, SETTINGS, asks, person
from tests.support.broker import RealBroker
from tests.support.channel import PaperPlatform
from tests.support.store import PaperStore
from tests.support.waiting import wait_until


class Killed(BaseException):
    """In place of SIGKILL: nothing of ours catches it."""


class Ended(Exception):
    """In place of the process's end."""


def ends(what: str, *, remedy: str, code: int = RESTART) -> NoReturn:
    """For `end`."""
    raise Ended(f"{what} {remedy} ({code})")


@dataclass
class Force:
    """Topics of its own, and a platform on paper."""

    broker: RealBroker
    topics: Topics
    replays: ReplayTopic
    officer: str = "officer"
    approver: str = "approver"
    platform: PaperPlatform = field(default_factory=PaperPlatform)
    store: PaperStore = field(default_factory=PaperStore)
    budget: Decimal | None = None
    """In US dollars, per account and day."""
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
            self.store,
            PARTS,
            usd_per_account_and_day=self.budget,
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

    async def hold(self, scope: str, **fields: Any) -> Hold:  # noqa: ANN401 - of a hold, whatever a test says
        """The desk has put this part of the force under a hold, and knows that it is on Kafka."""
        said = {"id": new_id(), "scope": scope, "reason": "Serious incident.", "by": "boss", "at": now()}
        hold = Hold.model_validate(said | fields)
        await self.broker.publish([self._record(self.topics.holds, "hold.begun", hold)])
        return hold

    async def release(self, hold: Hold) -> None:
        """Posting goes on."""
        over = hold.model_copy(update={"released_by": "boss", "released_at": now()})
        await self.broker.publish([self._record(self.topics.holds, "hold.released", over)])

    async def has(self, template: Template) -> None:
        """It is on work.changed as it stands."""
        await self.broker.publish([self._record(self.topics.work, "template.changed", template)])

    async def submit(
        self,
        text: str,
        account: str = "x_hastings",
        not_before: datetime | None = None,
        *,
        post: str = "",
        template: TemplateUse | None = None,
        **content: Any,  # noqa: ANN401 - whatever else a test has in it
    ) -> Submit:
        """The officer has drafted this."""
        asked = Submit(
            id=new_id(),
            delivery=new_id(),
            account=account,
            by=self.officer,
            at=now() - self.ago,
            post=post or new_id(),
            content=Content(account=account, text=text, not_before=not_before, **content),
            template=template,
        )
        await self.ask(asked)
        return asked

    async def take_down(self, asked: Submit, *, by: str = "boss") -> None:
        """Somebody wants it gone."""
        await self.ask(asks(TakeDown, asked, by, reason="It names somebody."))

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

    async def approved(
        self,
        text: str,
        account: str = "x_hastings",
        not_before: datetime | None = None,
        *,
        by: str = "",
        **more: Any,  # noqa: ANN401 - as above
    ) -> Submit:
        """Both."""
        asked = await self.submit(text, account, not_before, **more)
        await self.approve(asked, by=by)
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

    async def reports(self, account: str) -> list[ChannelReport]:
        """All that was said of an account."""
        return [each.fact for each in await self._read(self.topics.channels) if each.fact.account == account]

    async def reported(self, account: str, state: str) -> ChannelReport:
        """Wait until the last report of an account says so."""
        return await self.told(account, lambda last: last.state == state, f"{account} is reported {state}")

    async def acknowledged(self, account: str, read_to: int) -> ChannelReport:
        """Wait for the first report that says that holds before this offset are kept on the account."""
        kept: list[ChannelReport] = []

        async def there() -> bool:
            kept[:] = [each for each in await self.reports(account) if (each.holds_read_to or 0) >= read_to]
            return bool(kept)

        await wait_until(there, what=f"holds before {read_to} are kept on {account}")
        return kept[0]

    async def told(self, account: str, is_so: Callable[[ChannelReport], bool], what: str) -> ChannelReport:
        """Wait until the last report of an account is so."""
        last: list[ChannelReport] = []

        async def there() -> bool:
            last[:] = await self.reports(account)
            return bool(last) and is_so(last[-1])

        await wait_until(there, what=what)
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
        holds=await broker.topic_for(HOLD_CHANGED),
        work=await broker.topic_for(WORK_CHANGED),
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
