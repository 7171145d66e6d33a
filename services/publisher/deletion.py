"""One request to delete a post: the intent, the call, and its outcome; repeated by itself until it is certain.

Holds do not stop it, and neither does a limit on posts: what has to go has to go.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from services.publisher.channels.channel import NoKey
from services.publisher.domain.effect import (
    Delete,
    Step,
    begin_deletion,
    delete_later,
    delete_refused,
    delete_unknown,
    deleted,
)
from services.publisher.ground import Ground
from services.publisher.outcome import NO_KEY, Outcome, words_for
from services.publisher.standing import LONGEST_WAIT
from shared.clock import now
from shared.contracts.post_changed import Delivery
from shared.contracts.record import Record
from shared.crash import passes
from shared.errors import NotAuthorised, Permanent, RateLimited, Transient

logger = logging.getLogger(__name__)

NO_ID = "Nobody knows which post on the platform it is: delete it there."
"""Without its id there is nothing to ask for."""


@dataclass(frozen=True)
class Deletions:
    """Those of one account; a deletion that is asked for again and again holds up no post."""

    ground: Ground
    next_step: Callable[[datetime], Step]
    closing: Callable[[], bool]
    _tries: dict[str, int] = field(default_factory=dict)

    async def make(self) -> None:
        """Make the one that is to be made now."""
        begun = await self._begin()
        if begun is None:
            return
        delivery, not_after = begun
        passes("after_delete_t1")
        outcome = await self._call(delivery, not_after)
        passes("after_delete")
        await self._note(delivery, outcome)
        passes("after_delete_t2")

    async def _begin(self) -> tuple[Delivery, float] | None:
        begun: tuple[Delivery, float] | None = None

        def decide() -> Sequence[Record]:
            nonlocal begun
            at, clock = now(), self.ground.tools.clock()
            step = self.next_step(at)
            if not isinstance(step, Delete) or self.closing():
                return ()
            deleting = begin_deletion(step.delivery, at, self.ground.tools.orders.read, self.ground.policy)
            begun = deleting, clock + self.ground.policy.deadline.total_seconds()
            passes("before_delete_t1")
            return [self.ground.changed(deleting)]

        await self.ground.write(decide)
        return begun

    async def _call(self, delivery: Delivery, not_after: float) -> Outcome:
        ground = self.ground
        if delivery.platform_id is None:
            return lambda it, at: delete_refused(it, at, NO_ID)
        left = not_after - ground.tools.clock()
        try:
            async with asyncio.timeout(max(left, 0) + ground.policy.answer_within.total_seconds()):
                await ground.channel.delete(
                    ground.account, delivery.platform_id, not_after=not_after, may_leave=self._may_leave
                )
        except Exception as error:  # noqa: BLE001 - whatever it is, the outcome is what it makes certain
            return self._outcome_of(delivery.id, error)
        self._tries.pop(delivery.id, None)
        return deleted

    def _may_leave(self) -> bool:
        passes("before_delete")
        return not self.closing()

    def _outcome_of(self, delivery: str, came: Exception) -> Outcome:
        """Only a certain no ends it; everything else is asked for again."""
        why, at = words_for(came), now()
        if isinstance(came, Permanent):
            return lambda it, noted_at: delete_refused(it, noted_at, why)
        if isinstance(came, NotAuthorised):
            until = at + self.ground.tools.probe_every
            self.ground.standing.stops(why, until, at)
            told = NO_KEY if isinstance(came, NoKey) else why
            return lambda it, noted_at: delete_later(it, noted_at, until, told)
        until = self._again(delivery, came, at)
        if isinstance(came, Transient):
            return lambda it, noted_at: delete_later(it, noted_at, until, why)
        return lambda it, noted_at: delete_unknown(it, noted_at, until, why)

    def _again(self, delivery: str, came: Exception, at: datetime) -> datetime:
        """Later with each try; where the platform says how long to wait, then."""
        tries = self._tries.get(delivery, 0)
        self._tries[delivery] = tries + 1
        wait = self.ground.standing.wait_after(tries)
        if isinstance(came, RateLimited) and came.told:
            wait = max(wait, timedelta(seconds=came.retry_after))
        return at + min(wait, LONGEST_WAIT)

    async def _note(self, begun: Delivery, outcome: Outcome) -> None:
        after = begun

        def decide() -> Sequence[Record]:
            nonlocal after
            after = outcome(self.ground.deliveries[begun.id], now())
            passes("before_delete_t2")
            return [self.ground.changed(after)]

        await self.ground.write(decide)
        facts = {"account": after.content.account, "delivery": after.id, "state": after.state}
        logger.info("an attempt to delete has ended", extra=facts)
