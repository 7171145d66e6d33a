"""A child process that is spoken to in frames, and that is gone for certain once it is let go."""

import asyncio
import contextlib
import os
import signal
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from services.triage.model import wire
from services.triage.model.wire import Answer, Failed, Garbage, Ready

ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "RAYON_NUM_THREADS": "1",
    "TOKENIZERS_PARALLELISM": "false",
}
"""What the child's libraries read: one core is its share."""


class Gone(Exception):
    """The child ended, or is of no use: says why, in words for those who run the system."""


class Child:
    """One process, by its pipes."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        if process.stdin is None or process.stdout is None:
            raise ValueError("both pipes are needed")
        self.pid = process.pid
        self._process = process
        self._questions, self._answers = process.stdin, process.stdout

    @classmethod
    @asynccontextmanager
    async def started(cls, command: Sequence[str], cwd: Path) -> AsyncIterator["Child"]:
        """Run it; on leaving it is killed and buried. Raises Gone where it cannot be run."""
        pipe = asyncio.subprocess.PIPE
        try:
            process = await asyncio.create_subprocess_exec(
                *command, stdin=pipe, stdout=pipe, cwd=cwd, env={**os.environ, **ONE_THREAD}
            )
        except OSError as error:
            raise Gone(f"it cannot be started: {error.strerror}") from error
        try:
            yield cls(process)
        finally:
            if process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(process.pid, signal.SIGKILL)  # the library's own would bury it behind our watcher's back
            await asyncio.shield(process.wait())
            await _closed(process.stdin)

    async def ready(self, patience_s: float) -> Ready:
        """Wait until it says that it is ready; raises Gone where it says why not, or nothing in time."""
        try:
            async with asyncio.timeout(patience_s):
                said = await self.hear()
        except TimeoutError as error:
            raise Gone(f"it was not ready within {patience_s:g} s") from error
        if isinstance(said, Failed):
            raise Gone(f"it does not start: {said.why}")
        if not isinstance(said, Ready):
            raise Gone("it did not say that it is ready")
        return said

    def send(self, body: bytes) -> None:
        """Ask; `drain` makes sure of it."""
        self._questions.write(wire.framed(body))

    async def drain(self) -> None:
        """Wait until the pipe has room; raises Gone where nobody is at its other end."""
        try:
            await self._questions.drain()
        except OSError as error:
            raise Gone("it has ended") from error

    async def hear(self) -> Ready | Answer | Failed:
        """What it says next; raises Gone where it says nothing more, or no words of ours."""
        try:
            head = await self._answers.readexactly(wire.LENGTH.size)
            (length,) = wire.LENGTH.unpack(head)
            if length > wire.LONGEST_FRAME:
                raise Gone("it says what nobody understands")
            return wire.read_told(await self._answers.readexactly(length))
        except asyncio.IncompleteReadError as error:
            raise Gone(f"it has ended{self._how()}") from error
        except Garbage as error:
            raise Gone(f"it says what nobody understands: {error}") from error

    def _how(self) -> str:
        status = self._process.returncode
        return "" if status is None else f" ({f'signal {-status}' if status < 0 else f'status {status}'})"


async def _closed(pipe: asyncio.StreamWriter | None) -> None:
    """Older Pythons log as a mistake of ours that nobody asked how a broken pipe ended."""
    if pipe is not None:
        pipe.close()
        with contextlib.suppress(OSError):
            await pipe.wait_closed()
