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
from services.publisher.domain.effect import Begin, Change, Delete, Nothing, Step, next_step, quiet_from, taken_over
from services.publisher.ground import Ground, NotOurs
from services.publisher.looks import Looks
from services.publisher.search import Search
from services.publisher.standing import Standing
from shared.clock import now
from shared.contracts.record import Record

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
        self._attempts = Attempts(ground, self._next, lambda: self._closing)
        self._woken = asyncio.Event()
        self._closing = False
        self._quiet_until: datetime | None = None

    @property
    def standing(self) -> Standing:
        """How the account fares."""
        return self._ground.standing

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

        def decide() -> Sequence[Record]:
            begun = [each for each in self._ground.deliveries.values() if each.state in ("sending", "unknown")]
            ends = [quiet_from(each, self._ground.policy) for each in begun if each.attempt]
            self._quiet_until = max(ends, default=None)
            return [self._ground.changed(taken_over(each, now())) for each in begun if each.state == "sending"]

        await self._ground.write(decide)

    async def _turn(self) -> datetime | None:
        """Do one thing, if there is one; when to go on, None for at once."""
        match await self._step():
            case Change():
                return None
            case Begin():
                return await self._attempts.make()
            case Delete():
                return await self._idle(None)
            case Nothing(until=until):
                return await self._idle(until)

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
        moments = [each for each in (until, probe, self._search.looks.next()) if each]
        return min(moments, default=datetime.max.replace(tzinfo=now().tzinfo))

    def _next(self, at: datetime) -> Step:
        """What is to be done now; while a key is refused or untried nothing begins, but what is too late becomes so."""
        blocks = [each for each in (self._quiet_until, self.standing.blocked_until) if each]
        if self.standing.stopped or self.standing.untried:
            blocks.append(at + self._ground.tools.probe_every)
        return next_step(self._ground.deliveries, self._ground.tools.world, at, max(blocks, default=None))

    async def _step(self) -> Step:
        """The next step; where it only changes a delivery, that is written with it."""
        step: Step = Nothing()

        def decide() -> Sequence[Record]:
            nonlocal step
            step = self._next(now())
            return [self._ground.changed(step.delivery)] if isinstance(step, Change) else ()

        await self._ground.write(decide)
        return step
