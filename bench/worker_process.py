"""A worker as a child process: started, asked for what it used, told to end."""

import asyncio
import os
import resource
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bench.peers import Peer
from bench.workers.task import Task
from deploy.local.paths import ROOT

END_DEADLINE_S = 15.0
"""Faust says goodbye slowly."""


class WorkerFailed(Exception):
    """A worker ended by itself, or was not done in time; the message has its last words."""


class WorkerProcess:
    """One running worker; `cpu_seconds` is known after it ended."""

    def __init__(self, process: asyncio.subprocess.Process, log: Path) -> None:
        self._process = process
        self._log = log
        self.cpu_seconds = 0.0

    def check(self) -> None:
        """Raises WorkerFailed with the worker's last words if it ended by itself."""
        if self._process.returncode is not None:
            raise self.failed(f"ended with {self._process.returncode}")

    def failed(self, how: str) -> WorkerFailed:
        """The error that says how, with the worker's last words."""
        words = self._log.read_text(errors="replace").splitlines()[-5:]
        return WorkerFailed(f"{self._log.stem} {how}: {' / '.join(words) or 'it said nothing'}")

    async def end(self) -> None:
        """SIGTERM, and SIGKILL for one that does not listen."""
        before = _cpu_of_children()
        if self._process.returncode is None:
            self._process.send_signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(self._process.wait(), END_DEADLINE_S)
        except TimeoutError:
            self._process.kill()
            await self._process.wait()
        self.cpu_seconds = _cpu_of_children() - before


@asynccontextmanager
async def running(peer: Peer, task: Task, folder: Path) -> AsyncIterator[WorkerProcess]:
    """The peer's worker at its task, ended when the block ends; what it says goes to a file in `folder`."""
    log = folder / f"{task.group}.log"
    with log.open("wb") as said:
        process = await asyncio.create_subprocess_exec(
            *(str(peer.python), "-m", peer.worker, *task.as_arguments()),
            cwd=ROOT,
            stdout=said,
            stderr=said,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )
    worker = WorkerProcess(process, log)
    try:
        yield worker
    finally:
        await worker.end()


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
