"""A service as a process of its own, as `make run` starts it, on a port of its own."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from shared.settings import CHECKOUT
from tests.support.waiting import wait_until


@asynccontextmanager
async def service(*arguments: str, **settings: str) -> "AsyncIterator[asyncio.subprocess.Process]":
    """`python -m <arguments>` with these variables; killed at the end where it still runs."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", *arguments, cwd=CHECKOUT, env={**os.environ, **settings}
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def answers(port: int, path: str) -> int:
    """The status of `/health/<path>`; 0 where nobody answers."""
    async with httpx.AsyncClient() as client:
        try:
            return (await client.get(f"http://127.0.0.1:{port}/health/{path}")).status_code
        except httpx.TransportError:
            return 0


async def is_ready(port: int) -> None:
    """Wait until it says so."""

    async def ready() -> bool:
        return await answers(port, "ready") == 200

    await wait_until(ready, 30, what="the service is ready")


async def stops(process: asyncio.subprocess.Process) -> int:
    """Ask it to stop; its exit status."""
    process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(20):
        return await process.wait()
