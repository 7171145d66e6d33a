"""Keeps the encoder's process company: asks it, watches it, ends it when it hangs, starts it again, buries it.

Nobody who asks waits longer than `away` for an encoder that has gone: without its answer labels are made without.
"""

import asyncio
import enum
import logging
import math
import sys
import time
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from services.triage.domain.outputs import OUTPUTS
from services.triage.domain.sense import Sense
from services.triage.model import wire
from services.triage.model.pipes import Child, Gone
from services.triage.model.wire import Answer
from shared.clock import now

logger = logging.getLogger(__name__)

IN_FLIGHT = 16
"""Questions sent ahead of their answers: the encoder never waits for us, and few have to be asked again."""
LOOKS_S = 0.1
"""For what lies in the pipe already when its time is over: it may be us who stood still, not the encoder."""
STRIKES = 2
"""Times that it may die or hang at one message before that one is labelled without it."""
STRUCK_KEPT = 1_000
"""Messages whose strikes are remembered."""


class Unread(enum.Enum):
    """Why there is no sense of a message."""

    UNREADABLE = "it fails at this one, and would again"
    NOT_ASKED = "it was away or had no time: another time it may read it"


Read = Sense | Unread
"""What became of a question."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the encoder is waited for, in seconds; tests shorten it."""

    answer: float = 2.0
    """For one message beyond those before it: a hundred times what it takes."""
    start: float = 30.0
    """A cold disk and a busy machine; usually it is one second."""
    away: float = 30.0
    """Labels wait for so long for one that has gone; then they are made without it."""
    first_pause: float = 0.5
    longest_pause: float = 30.0
    """Between starts: a broken one costs little, a mended one is noticed soon."""
    sound: float = 60.0
    """One that lived for so long is sound: the next pause is a short one again."""


@dataclass(slots=True, eq=False)
class Asked:
    """One message to be read."""

    id: str
    """The mention's, for the log; after an edit that of its version."""
    text: str
    answered: str | None = None
    at: float = field(default_factory=time.monotonic)
    future: "asyncio.Future[Read]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class Reads(Protocol):
    """Something that reads messages closely, or says since when and why it cannot."""

    away_since: datetime | None
    why: str

    @property
    def given_up(self) -> bool:
        """Whether nobody waits for it at present."""

    async def ask(self, asked: Sequence[Asked]) -> list[Read]:
        """What it makes of the messages, or why it says nothing of them."""


class Nobody:
    """Where there is no encoder at all."""

    def __init__(self, why: str) -> None:
        self.away_since: datetime | None = now()
        self.why = why

    given_up = True

    async def ask(self, asked: Sequence[Asked]) -> list[Read]:
        """Nothing, at once."""
        return [Unread.NOT_ASKED] * len(asked)


def command_of(folder: Path) -> tuple[str, ...]:
    """What starts the encoder's process."""
    return (sys.executable, "-m", "services.triage.model.worker", str(folder))


class Company:
    """One child process, kept alive while `run` runs."""

    def __init__(self, command: Sequence[str], *, cwd: Path, patience: Patience | None = None) -> None:
        self.away_since: datetime | None = now()
        """Since when no encoder answers; None while one does."""
        self.why = "it is being started"
        self._command = command
        self._cwd = cwd
        self._patience = patience or Patience()
        self._gone_at = time.monotonic()
        self._queue: deque[Asked] = deque()
        self._flight: deque[tuple[int, Asked, float]] = deque()
        self._more = asyncio.Event()
        self._strikes: Counter[str] = Counter()
        self._number = 0

    @property
    def given_up(self) -> bool:
        """Whether nobody waits for it at present."""
        return self.away_since is not None and time.monotonic() - self._gone_at >= self._patience.away

    async def ask(self, asked: Sequence[Asked]) -> list[Read]:
        """What it makes of the messages, in their order, or why it says nothing of them."""
        for each in asked:
            if self._strikes[each.id] >= STRIKES:
                each.future.set_result(Unread.UNREADABLE)
            elif self.given_up:
                each.future.set_result(Unread.NOT_ASKED)
        self._queue.extend(asked)
        self._more.set()
        try:
            return list(await asyncio.gather(*(each.future for each in asked)))
        finally:
            for each in asked:
                each.future.cancel()  # of no use to anybody any more, where it was not answered

    async def run(self, stop: asyncio.Event) -> None:
        """Keep a child until `stop` is set; no process and no zombie is left. Raises what a mistake of ours raised."""
        keeping = asyncio.create_task(self._keep())
        watching = asyncio.create_task(self._give_up_in_time())
        try:
            stopping = asyncio.create_task(stop.wait())
            await asyncio.wait({keeping, watching, stopping}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (keeping, watching, stopping):
                task.cancel()
            await asyncio.gather(keeping, watching, stopping, return_exceptions=True)
            self.away_since, self._gone_at = self.away_since or now(), -math.inf
            self.why = "triage ends" if stop.is_set() else "a fault of our own, and it is begun again"
            self._release()
        for task in (keeping, watching):  # neither ends by itself, but for a mistake of ours
            if not task.cancelled():
                task.result()

    async def _keep(self) -> None:
        pause = self._patience.first_pause
        while True:
            begun = time.monotonic()
            try:
                async with Child.started(self._command, self._cwd) as child:
                    await self._serve(child)
            except Gone as error:
                self._lost(str(error))
            except Exception:
                logger.exception("the encoder was lost by a fault of our own")  # and nobody's alert for it
                self._lost("by a fault of our own; see the log")
            if time.monotonic() - begun > self._patience.sound:
                pause = self._patience.first_pause
            await asyncio.sleep(pause)
            pause = min(2 * pause, self._patience.longest_pause)

    async def _serve(self, child: Child) -> None:
        """Ask and hear until the child is gone, or has to go; raises Gone."""
        ready = await child.ready(self._patience.start)
        if ready.logits != OUTPUTS:
            raise Gone(f"it is of another version: {ready.logits} outputs where {OUTPUTS} are wanted")
        self.away_since, self.why = None, ""
        logger.info("the encoder is ready", extra={"child": child.pid})
        asking = asyncio.create_task(self._send(child))
        try:
            while True:
                await self._hear(child, asking, ready)
        except Gone:
            self._strike()
            raise
        finally:
            asking.cancel()
            await asyncio.gather(asking, return_exceptions=True)
            self._queue.extendleft(each for _, each, _ in reversed(self._flight))
            self._flight.clear()

    async def _send(self, child: Child) -> None:
        while True:
            while self._queue and len(self._flight) < IN_FLIGHT:
                asked = self._queue.popleft()
                if asked.future.done():
                    continue
                self._number = self._number % 2**31 + 1
                self._flight.append((self._number, asked, time.monotonic()))
                child.send(wire.asked(self._number, asked.text, asked.answered))
            self._more.clear()
            await child.drain()
            await self._more.wait()

    async def _hear(self, child: Child, asking: "asyncio.Task[None]", ready: wire.Ready) -> None:
        """Take the next answer; raises Gone where it does not come in time, or is none."""
        hearing = asyncio.ensure_future(child.hear())
        try:
            while not hearing.done():
                left = self._time_left()
                if left <= 0:
                    await asyncio.wait({hearing}, timeout=LOOKS_S)
                    if hearing.done():
                        break
                    raise Gone(f"it did not answer within {self._patience.answer:g} s")
                await asyncio.wait({hearing, asking}, timeout=left, return_when=asyncio.FIRST_COMPLETED)
                if asking.done():
                    asking.result()
        finally:
            hearing.cancel()
            await asyncio.wait({hearing})
        self._take(hearing.result(), ready)

    def _take(self, said: object, ready: wire.Ready) -> None:
        if not isinstance(said, Answer) or not self._flight or said.number != self._flight[0][0]:
            raise Gone("it answered what was not asked")
        if said.sense and (len(said.sense.logits), len(said.sense.vector)) != (ready.logits, ready.vector):
            raise Gone("it answered with too few numbers, or too many")
        _, asked, _ = self._flight.popleft()
        if self._flight:  # its time begins now
            number, following, _ = self._flight.popleft()
            self._flight.appendleft((number, following, time.monotonic()))
        self._more.set()
        if not asked.future.done():
            asked.future.set_result(Unread.UNREADABLE if said.sense is None else said.sense)

    def _time_left(self) -> float:
        """Until the question that it is at should have been answered; without one there is time."""
        return self._flight[0][2] + self._patience.answer - time.monotonic() if self._flight else self._patience.answer

    def _strike(self) -> None:
        """The message that it was at may be the reason."""
        if not self._flight:
            return
        _, asked, _ = self._flight[0]
        self._strikes[asked.id] += 1
        if self._strikes[asked.id] < STRIKES:
            return
        self._flight.popleft()
        logger.error("the encoder fails at a mention: it is labelled without it", extra={"mention": asked.id})
        if not asked.future.done():
            asked.future.set_result(Unread.UNREADABLE)
        while len(self._strikes) > STRUCK_KEPT:
            del self._strikes[next(iter(self._strikes))]

    def _lost(self, why: str) -> None:
        if self.away_since is None:
            self._gone_at, self.away_since = time.monotonic(), now()
        self.why = why
        logger.warning("the encoder is gone and is started again", extra={"why": why})

    async def _give_up_in_time(self) -> None:
        """Whoever has waited for long enough goes on without it, also where it comes and goes."""
        while True:
            await asyncio.sleep(min(0.5, self._patience.away / 4))
            self._release(time.monotonic() - self._patience.away)

    def _release(self, before: float = math.inf) -> None:
        while self._queue and self._queue[0].at <= before:
            asked = self._queue.popleft()
            if not asked.future.done():
                asked.future.set_result(Unread.NOT_ASKED)
