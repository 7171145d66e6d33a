"""The desk on paper: writes the commands, the people and the holds that the real one would, by their contracts."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from shared.clock import new_id, now
from shared.contracts.hold_changed import HOLD_CHANGED, Hold
from shared.contracts.post_requested import POST_REQUESTED, Approve, Command, Content, Settle, Submit, TakeDown
from shared.contracts.record import Record, record_of
from shared.contracts.staff_changed import STAFF_CHANGED, Grant, Person, Role, Training

OFFICER, APPROVER, SUPERVISOR = "officer", "approver", "supervisor"
PEOPLE: dict[str, Role] = {OFFICER: "officer", APPROVER: "approver", SUPERVISOR: "supervisor"}

KINDS: dict[type[Command], str] = {
    Submit: "post.submit",
    Approve: "post.approve",
    Settle: "post.settle",
    TakeDown: "post.take_down",
}

WRITTEN_WITHIN_S = 90.0
"""A broker that was killed, or lost its leader, takes records again by then."""


@dataclass(frozen=True)
class Asked:
    """A delivery that two people have agreed to, and what it takes to find it on the platform."""

    delivery: str
    account: str
    text: str
    by_hand: int = 0
    """So often somebody has posted the same text by hand, past us."""
    follows: str | None = None
    taken_down: bool = False
    """It was posted before, and is now to be deleted."""


class PaperDesk:
    """Whoever writes here writes until it is acknowledged: the same command twice counts once."""

    def __init__(self, bootstrap: str) -> None:
        self._bootstrap = bootstrap
        self.ago = timedelta(0)
        """So long ago the commands were given that are written from now on."""

    async def employ(self) -> None:
        """An officer, an approver and a supervisor, for every district, trained."""
        trained = Training(course="social_media", valid_from=date(2026, 1, 1), valid_until=date(2099, 1, 1))
        await self.write(
            [
                _record(
                    STAFF_CHANGED,
                    "person.changed",
                    Person(
                        id=who,
                        name=who.title(),
                        grants=(Grant(role=role, district="*"),),
                        training=(trained,),
                        by="it",
                        at=now(),
                    ),
                )
                for who, role in PEOPLE.items()
            ]
        )

    async def approved(self, contents: Sequence[Content], deliveries: Sequence[str] = ()) -> list[Asked]:
        """Submitted by one person and approved by another; `deliveries` are their ids where they are given."""
        asked, records = [], []
        for content, delivery in zip(contents, deliveries or [new_id() for _ in contents], strict=True):
            common: dict[str, Any] = {"delivery": delivery, "account": content.account, "at": now() - self.ago}
            submit = Submit(id=new_id(), by=OFFICER, post=new_id(), content=content, **common)
            approve = Approve(id=new_id(), by=APPROVER, hash=content.hash, version=1, **common)
            records += [_command(submit), _command(approve)]
            asked.append(Asked(delivery, content.account, content.text, follows=content.follows))
        await self.write(records)
        return asked

    async def take_down(self, asked: Sequence[Asked]) -> None:
        """A supervisor wants these gone."""
        await self.write(
            [
                _command(
                    TakeDown(
                        id=new_id(),
                        delivery=each.delivery,
                        account=each.account,
                        by=SUPERVISOR,
                        at=now(),
                        reason="It was wrong.",
                    )
                )
                for each in asked
            ]
        )

    async def abandon(self, asked: Sequence[Asked]) -> None:
        """A supervisor has looked, and lets these be."""
        await self.write(
            [
                _command(
                    Settle(
                        id=new_id(),
                        delivery=each.delivery,
                        account=each.account,
                        by=SUPERVISOR,
                        at=now(),
                        outcome="abandoned",
                    )
                )
                for each in asked
            ]
        )

    async def hold(self, scope: str = "force", *, released: datetime | None = None) -> None:
        """Nothing is posted within the scope, or it goes on."""
        hold = Hold(
            id=new_id(),
            scope=scope,
            reason="The broker's data were restored.",
            by=SUPERVISOR,
            at=now(),
            released_by=SUPERVISOR if released else None,
            released_at=released,
        )
        await self.write([_record(HOLD_CHANGED, "hold.released" if released else "hold.begun", hold)])

    async def write(self, records: Sequence[Record]) -> None:
        """Returns when the broker has them all."""
        async with asyncio.timeout(WRITTEN_WITHIN_S):
            while True:
                try:
                    await self._write(records)
                except KafkaError:
                    await asyncio.sleep(0.5)  # as the desk does: the same again
                else:
                    return

    async def _write(self, records: Sequence[Record]) -> None:
        producer = AIOKafkaProducer(
            bootstrap_servers=self._bootstrap, acks="all", enable_idempotence=True, request_timeout_ms=5_000
        )
        try:
            await producer.start()
            sent = [
                await producer.send(each.topic, each.value, each.key, each.partition, headers=each.headers)
                for each in records
            ]
            await asyncio.gather(*sent)
        finally:
            await producer.stop()


def _command(command: Command) -> Record:
    return _record(POST_REQUESTED, KINDS[type(command)], command)


def _record(topic: Any, transition: str, fact: Any) -> Record:  # noqa: ANN401 - of whatever topic
    return record_of(topic, transition, fact, id=new_id(), source="desk", time=now())
