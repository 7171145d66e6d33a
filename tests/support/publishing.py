"""A publisher on paper: answers a paper desk by the publisher's own rules; what the platform says, a test says."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

from services.desk.readmodel import templates
from services.desk.readmodel.wanted import Viewer
from services.publisher.domain import effect
from services.publisher.domain.ruling import rule_on
from services.publisher.domain.thread import in_reply_to_of
from services.publisher.domain.world import OurAccount, Policy, World
from shared.clock import new_id
from shared.contracts.post_changed import Approval, Delivery, Step
from shared.contracts.post_requested import POST_REQUESTED, Content
from shared.contracts.record import Record, event_of
from shared.contracts.staff_changed import FORCE_WIDE
from shared.x.counting import why_too_long
from tests.support.desk import PEOPLE, PaperDesk


def delivery(text: str, at: datetime, *, account: str = "x_hastings", **more: object) -> Delivery:
    """A post as the publisher says it stands: waiting for approval, unless said otherwise."""
    content = Content(account=account, text=text)
    said = {
        "id": new_id(),
        "post": new_id(),
        "platform": "x",
        "content": content,
        "hash": content.hash,
        "version": 1,
        "state": "submitted",
        "author": "officer",
        "submitted_at": at,
        "changed_at": at,
        "history": (Step(transition="post.submitted", at=at, by="officer"),),
    }
    return Delivery.model_validate(said | more)


def approved_delivery(text: str, at: datetime) -> Delivery:
    """A post that somebody else has just approved."""
    waiting = delivery(text, at)
    approval = Approval(by="approver", at=at, hash=waiting.hash, expires_at=at + timedelta(minutes=15))
    return waiting.model_copy(update={"state": "approved", "version": 2, "approval": approval})


class PaperPublisher:
    """Decides what was asked as soon as it is asked, or where `prompt` is False when a test says `decide`."""

    def __init__(self, desk: PaperDesk, *, prompt: bool = True) -> None:
        self.prompt = prompt
        self.deliveries: dict[str, Delivery] = {}
        self._desk = desk
        self._decided = 0
        self._policy = Policy()
        desk.office.write = self._write

    def decide(self) -> None:
        """Answer everything that was asked and not answered yet."""
        asked, self._decided = self._desk.topics.written[self._decided :], len(self._desk.topics.written)
        for record in asked:
            self._rule(record)

    def send(self, delivery: str) -> Delivery:
        """It is due: the request begins."""
        begun = self.deliveries[delivery]
        shown = [each.id for each in begun.content.media]
        answers = in_reply_to_of(begun, self.deliveries)
        at, read, body = self._desk.clock(), effect.Read(0, 0), begun.content.text
        return self.say(
            effect.begin(begun, at, body, None, read, self._policy, media=shown, in_reply_to=answers),
        )

    def publish(self, delivery: str, platform_id: str = "1900000000000000001") -> Delivery:
        """The platform took it, and said so."""
        sent = self.send(delivery)
        link = f"https://x.com/sbx_hastings/status/{platform_id}"
        return self.say(effect.posted(sent, self._desk.clock(), platform_id, link))

    def lose(self, delivery: str) -> Delivery:
        """The platform did not say whether it took it."""
        why = "X answered 503: it may have been posted all the same."
        return self.say(effect.unknown(self.send(delivery), self._desk.clock(), why, answered=True))

    def say(self, delivery: Delivery) -> Delivery:
        """The delivery as it stands, for the desk to read."""
        self.deliveries[delivery.id] = delivery
        self._desk.add(delivery)
        return delivery

    def of_text(self, text: str) -> Delivery:
        """The newest delivery with these words."""
        return [each for each in self.deliveries.values() if text in each.content.text][-1]

    async def _write(self, records: Sequence[Record]) -> None:
        await self._desk.topics(records)
        if self.prompt:
            asyncio.get_running_loop().call_soon(self.decide)

    def _rule(self, record: Record) -> None:
        event = event_of(POST_REQUESTED, record.value, record.headers) if record.topic == POST_REQUESTED.name else None
        if event is None:
            return
        command = event.fact
        beside = {each.id: each for each in self.deliveries.values() if each.content.account == command.account}
        ruling = rule_on(
            beside.get(command.delivery), event.transition, command, self._world(), self._desk.clock(), beside=beside
        )
        if ruling.delivery:
            self.say(ruling.delivery)

    def _world(self) -> World:
        accounts = {
            each.id: OurAccount(each.id, each.platform, each.handle, each.districts, each.status == "active")
            for each in self._desk.registry.accounts.values()
        }
        known = templates.listed(self._desk.store.db, Viewer("publisher", frozenset({FORCE_WIDE})))
        return World(
            accounts,
            {each.id: each for each in PEOPLE},
            self._policy,
            lambda _, text: why_too_long(text),
            templates={each.id: each.template for each in known},
            routes=self._desk.registry.routes,
        )
