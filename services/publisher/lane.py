"""What one account does of its own accord: one step at a time, each decided from what is committed and the clock.

The intent to send is committed before the call, the call is made once and outside of everything that others wait for,
and its outcome is committed after it. What ends in between leaves `sending`, which becomes `unknown`.
"""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from services.publisher.attempt import Attempts
from services.publisher.deletion import Deletions
from services.publisher.domain.effect import (
    Begin,
    Change,
    Delete,
    Nothing,
    Step,
    next_step,
    taken_over,
    under_way,
    unknown_of,
)
from services.publisher.flight import Flight
from services.publisher.ground import Ground, NotOurs
from services.publisher.looks import Looks
from services.publisher.reported import kept_back, reported
from services.publisher.search import Search
from services.publisher.standing import Standing
from services.publisher.uploads import Uploads
from shared.clock import now
from shared.contracts.channel_reported import ChannelReport
from shared.contracts.post_changed import Delivery
from shared.contracts.record import Record
from shared.crash import passes

logger = logging.getLogger(__name__)

LONGEST_S = 60.0
"""A step is looked for at least so often: somebody may have set the machine's clock."""
FAULT_S = 30.0
"""After a mistake of ours the account begins anew: seldom enough to read the log, soon enough for what is due."""


class Lane:
    """One account, for as long as its partition is ours."""

    def __init__(self, ground: Ground, looks: Looks) -> None:
        self._ground = ground
        self._search = Search(ground, looks)
        self._attempts = Attempts(ground, Uploads(ground), self._next, lambda: self._closing)
        self._deletions = Deletions(ground, self._next, lambda: self._closing)
        self._woken = asyncio.Event()
        self._closing = False
        self._quiet_until: datetime | None = None

    @property
    def standing(self) -> Standing:
        """How the account fares."""
        return self._ground.standing

    @property
    def flight(self) -> Flight:
        """What of it may be on its way."""
        return self._ground.flight

    def report(self, at: datetime) -> ChannelReport:
        """How the account fares, as people are told; while something is decided, so that it is all of one moment."""
        return reported(self._ground, at)

    def wake(self) -> None:
        """Something was committed that may give it work."""
        self._woken.set()

    def close(self) -> None:
        """Finish what is under way and begin nothing more."""
        self._closing = True
        self._woken.set()

    async def run(self) -> None:
        """Go on until closed, or until the account is another's. A mistake of ours holds up this account alone."""
        while not self._closing:
            try:
                await self._run()
            except NotOurs:
                return
            except Exception as error:
                logger.exception("an account's lane begins anew", extra={"account": self._ground.account.id})
                self.standing.fails(f"a mistake in the program: {type(error).__name__}", now())
                await self._rest()

    async def _run(self) -> None:
        await self._take_over()
        while not self._closing:
            self._woken.clear()
            until = await self._turn()
            if until is not None:
                await self._wait((until - now()).total_seconds())

    async def _wait(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(min(max(seconds, 0.0), LONGEST_S)):
                await self._woken.wait()

    async def _rest(self) -> None:
        """What woke it before the mistake does not count: where it comes again at once, that would never end."""
        if not self._closing:
            self._woken.clear()
            await self._wait(FAULT_S)

    async def _take_over(self) -> None:
        """What was being sent when this lane was not there to see the answer is unknown.

        The process that began it may yet be at it: nothing new begins until its request must have ended.
        """
        after: list[Delivery] = []

        def decide() -> Sequence[Record]:
            deliveries, at = self._ground.deliveries, now()
            begun = [*(each for each in deliveries.values() if each.state == "sending"), *unknown_of(deliveries)]
            self._quiet_until = self._ground.flight.takes_over(begun, at + self._ground.policy.deadline)
            after[:] = [taken_over(each, at) for each in under_way(deliveries)]
            if after:
                passes("before_takeover")
            return [self._ground.changed(each) for each in after]

        await self._ground.write(decide)
        if after:
            passes("after_takeover")

    async def _turn(self) -> datetime | None:
        """Do one thing, if there is one; when to go on, None for at once."""
        match await self._step():
            case Begin(delivery=due):
                return await self._attempts.make(due)
            case Nothing(until=until):
                return await self._idle(until)
            case Delete():
                await self._deletions.make()
            case Change():
                pass  # it is written already
        return None

    async def _idle(self, until: datetime | None) -> datetime | None:
        """Nothing is due to be sent: look for what is unknown, or try a key again, or wait.

        Each moment was yet to come when it was told. One that has passed by now is not left out but is at hand: timers
        wake some milliseconds early, and what became due since then would lie for the longest wait.
        """
        probe = self.standing.probe_at(self._ground.tools.probe_every)
        if probe and probe <= now():
            await self._search.probe()
            return None
        if await self._search.look():
            return None
        self.standing.keeps_back(kept_back(self._ground.deliveries.values()))
        moments = [each for each in (until, probe, self._search.looks.next()) if each]
        return min(moments, default=datetime.max.replace(tzinfo=now().tzinfo))

    def _next(self, at: datetime) -> Step:
        """What is to be done now; while a key is refused or untried nothing begins, but what is too late becomes so."""
        blocks = [each for each in (self._quiet_until, self.standing.blocked_until) if each]
        no_key = self.standing.stopped or self.standing.untried
        if no_key:
            blocks.append(at + self._ground.tools.probe_every)
        step = next_step(self._ground.deliveries, self._ground.world, at, max(blocks, default=None))
        return Nothing() if no_key and isinstance(step, Delete) else step

    async def _step(self) -> Step:
        """The next step; where it only changes a delivery, that is written with it."""
        step: Step = Nothing()

        def decide() -> Sequence[Record]:
            nonlocal step
            step = self._next(now())
            if not isinstance(step, Change):
                return ()
            passes("before_change")
            return [self._ground.changed(step.delivery)]

        await self._ground.write(decide)
        if isinstance(step, Change):
            passes("after_change")
        return step
