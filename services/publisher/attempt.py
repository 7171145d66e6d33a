"""One attempt to post: its pictures, the barrier, the intent (T1), the call, and its outcome (T2)."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.publisher.channels.channel import CalledOff, Sent
from services.publisher.counts import DUE_TO_POSTED, OUTCOMES, WRITTEN
from services.publisher.domain.course import last_moment
from services.publisher.domain.effect import Begin, Change, Read, Step, begin, put_off
from services.publisher.domain.struck import stopped_by
from services.publisher.domain.thread import in_reply_to_of
from services.publisher.ground import Ground
from services.publisher.outcome import Outcome, call_off, held_back, not_taken, outcome_of
from services.publisher.uploads import NotYet, Uploads
from shared.clock import now
from shared.contracts.hold_changed import Hold
from shared.contracts.post_changed import Delivery
from shared.contracts.record import Record
from shared.crash import passes
from shared.errors import Permanent

logger = logging.getLogger(__name__)

ORDERS_UNREAD = (
    "staff.changed and hold.changed could not be read to their ends in time, so that nobody knows who may still post"
)


@dataclass(frozen=True, slots=True)
class Intent:
    """A call that may be made: its delivery as it was committed, and until when, by the tools' clock."""

    delivery: Delivery
    body: str
    key: str | None
    not_after: float


@dataclass(frozen=True)
class Attempts:
    """The attempts of one account; `next_step` is asked again once the barrier is passed, and may say otherwise."""

    ground: Ground
    uploads: Uploads
    next_step: Callable[[datetime], Step]
    closing: Callable[[], bool]

    async def make(self, due: Delivery) -> datetime | None:
        """Make the one that is due; when to go on, None for at once."""
        try:
            media = await self.uploads.of(due)
        except Permanent as error:
            await self._gives_up(due, str(error))
            return None
        if isinstance(media, NotYet):
            await self._puts_off(due, media)
            return None
        read = await self.ground.tools.orders.barrier(templates=due.template is not None)
        if read is None:
            return self.ground.standing.fails(ORDERS_UNREAD, now())
        intent = await self._begin(due, read, media)
        if intent is None:
            return None
        passes("after_t1")
        outcome = await self._call(intent)
        passes("after_call")
        await self._note(intent.delivery, outcome)
        passes("after_t2")
        return None

    async def _begin(self, due: Delivery, read: Read, media: Sequence[str]) -> Intent | None:
        """T1; None where the next step is another one by now."""
        intent: Intent | None = None

        def decide() -> Sequence[Record]:
            nonlocal intent
            at, clock = now(), self.ground.tools.clock()
            step = self.next_step(at)
            if isinstance(step, Change):
                return [self.ground.changed(step.delivery)]
            if not isinstance(step, Begin) or step.delivery.id != due.id or self.closing():
                return ()
            intent = self._intent(step.delivery, at, clock, read, media)
            passes("before_t1")
            return [self.ground.changed(intent.delivery)]

        with WRITTEN.labels("t1").time():
            await self.ground.write(decide)
        return intent

    def _intent(self, delivery: Delivery, at: datetime, clock: float, read: Read, media: Sequence[str]) -> Intent:
        """The deadline counts from before T1 is written: a commit that takes long leaves less time for the call.

        What runs out sooner than the deadline leaves less still.
        """
        channel, policy = self.ground.channel, self.ground.policy
        answers = in_reply_to_of(delivery, self.ground.deliveries)
        body = channel.body_of(delivery.content, media=media, in_reply_to=answers)
        key = delivery.id if channel.repeat_safe else None
        sending = begin(delivery, at, body, key, read, policy, media=media, in_reply_to=answers)
        left = min(policy.deadline, last_moment(delivery, self.ground.deliveries, policy) - at)
        return Intent(sending, body, key, clock + left.total_seconds())

    async def _call(self, intent: Intent) -> Outcome:
        """One call, whatever it comes to; nobody waits for it but this account."""
        ground, left = self.ground, intent.not_after - self.ground.tools.clock()
        if self.closing() or left <= 0:
            return call_off(ground.policy)
        last = LastLook(ground, intent.delivery.id)
        came: Sent | Exception
        try:
            async with asyncio.timeout(left + ground.policy.answer_within.total_seconds()):
                came = await ground.channel.send(
                    ground.account, intent.body, key=intent.key, not_after=intent.not_after, may_leave=last.may_leave
                )
        except Exception as error:  # noqa: BLE001 - whatever it is, the outcome is what it makes certain
            came = error
        finally:
            ground.flight.ended()
        if isinstance(came, CalledOff) and last.hold:
            return held_back(last.hold)
        probe_every, beside = ground.tools.probe_every, ground.deliveries
        return outcome_of(came, ground.standing, ground.policy, probe_every=probe_every, beside=beside)

    async def _note(self, sent: Delivery, outcome: Outcome) -> None:
        """T2, on the delivery as it is by now: commands may have been turned down meanwhile."""
        after = sent

        def decide() -> Sequence[Record]:
            nonlocal after
            after = outcome(self.ground.deliveries[sent.id], now())
            passes("before_t2")
            return [self.ground.changed(after)]

        with WRITTEN.labels("t2").time():
            await self.ground.write(decide)
        _count(after)

    async def _gives_up(self, due: Delivery, why: str) -> None:
        """The platform will never take one of its pictures."""
        await self._changes(due, lambda delivery, at: not_taken(delivery, at, why))

    async def _puts_off(self, due: Delivery, not_yet: NotYet) -> None:
        """Its pictures cannot be given now; others that are due go before it."""
        await self._changes(due, lambda delivery, at: put_off(delivery, at, not_yet.until, not_yet.why))

    async def _changes(self, due: Delivery, becomes: Outcome) -> None:
        """Write what became of it before its intent, unless somebody has changed it meanwhile."""

        def decide() -> Sequence[Record]:
            delivery = self.ground.deliveries[due.id]
            if delivery.state != "approved":
                return ()
            passes("before_change")
            return [self.ground.changed(becomes(delivery, now()))]

        await self.ground.write(decide)
        passes("after_change")


@dataclass
class LastLook:
    """Whether a request may leave, asked immediately before it is written: holds are folded until then."""

    ground: Ground
    delivery: str
    hold: Hold | None = None
    """What stopped it."""

    def may_leave(self) -> bool:
        """Once it said yes, the request is taken to be on its way."""
        self.hold = stopped_by(self.ground.deliveries[self.delivery], self.ground.world)
        if self.hold is None:
            self.ground.flight.leaves(self.delivery)
        return self.hold is None


def _count(after: Delivery) -> None:
    OUTCOMES.labels(after.state).inc()
    facts = {"account": after.content.account, "delivery": after.id, "state": after.state}
    logger.info("an attempt to post has ended", extra=facts)
    if after.state == "posted" and after.posted_at and after.approval:
        due = max(after.content.not_before or after.approval.at, after.approval.at)
        DUE_TO_POSTED.observe(max((after.posted_at - due).total_seconds(), 0.0))
