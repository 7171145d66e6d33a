"""Publishers as processes, started again as a supervisor would; the first ones may be armed to kill themselves."""

import asyncio
import contextlib
import os
import signal
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from shared.exits import RESTART
from shared.settings import CHECKOUT
from tests.support.ports import free_ports
from tests.support.services import answers
from tests.support.waiting import wait_until

AGAIN = frozenset({RESTART, -signal.SIGKILL, -signal.SIGTERM})
"""After these a supervisor starts it again; a fault of the program's own is shown instead."""

QUICK = "tests.faults.quick"
REAL = "services.publisher"

READY_S = 90


class Supervised:
    """One publisher that is started again whenever it ends, until `stop`."""

    def __init__(self, program: str, environment: Mapping[str, str], log: Path) -> None:
        self._program = program
        (self.port,) = free_ports(1)
        self._environment = {**os.environ, **environment, "PUBLISHER_HEALTH_PORT": str(self.port)}
        self._log = log
        self._process: asyncio.subprocess.Process | None = None
        self._supervising: asyncio.Task[None] | None = None
        self._stopping = False
        self._crash_at: list[str] = []
        self.exits: list[tuple[int, float]] = []
        """How it ended each time, and when."""

    @property
    def killed_at(self) -> list[float]:
        """When it was killed."""
        return [at for code, at in self.exits if code == -signal.SIGKILL]

    async def start(self, *crash_at: str) -> None:
        """Begin; where points are given the first processes kill themselves there, each at its own."""
        self._crash_at.extend(crash_at)
        await self._run()
        self._supervising = asyncio.create_task(self._supervise())

    async def is_ready(self) -> None:
        """It has its partitions and serves."""

        async def ready() -> bool:
            self.check()
            return await answers(self.port, "ready") == 200

        await wait_until(ready, READY_S, what="the publisher is ready")

    def signal(self, what: signal.Signals) -> None:
        """Hurt the process that runs now.

        Not by asyncio's own: where the process has just ended that takes its exit status from whoever waits for it.
        """
        if self.running.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.running.pid, what)

    @property
    def running(self) -> asyncio.subprocess.Process:
        """The process that runs, or ran last."""
        assert self._process is not None, "it was never started"
        return self._process

    async def abandon(self) -> None:
        """Kill it, and nobody starts it again."""
        self._stopping = True
        self.signal(signal.SIGKILL)
        await self.stop()

    async def stop(self) -> None:
        """As a supervisor ends it: SIGTERM, and SIGKILL for one that does not listen."""
        if self._supervising is None:
            return
        self._stopping = True
        self.signal(signal.SIGCONT)
        self.signal(signal.SIGTERM)
        try:
            async with asyncio.timeout(15):
                await self.running.wait()
        except TimeoutError:
            self.signal(signal.SIGKILL)
        await self._supervising
        self._supervising = None

    async def _run(self) -> None:
        armed = {"BLUELAMP_CRASH_AT": self._crash_at.pop(0)} if self._crash_at else {}
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", self._program, cwd=CHECKOUT, env={**self._environment, **armed}, stderr=log
            )

    async def _supervise(self) -> None:
        while True:
            code = await self.running.wait()
            self.exits.append((code, time.monotonic()))
            if self._stopping:
                return
            await self._run()

    def check(self) -> None:
        """Raises, with its last words, where it ends by a fault of its own again and again: nothing will come of it."""
        faults = [code for code, _ in self.exits if code not in AGAIN and code != 0]
        if len(faults) > 2:
            words = self._log.read_text(encoding="utf-8", errors="replace")[-3_000:]
            raise AssertionError(f"the publisher ended with {faults}:\n{words}")
