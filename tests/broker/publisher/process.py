"""The publisher as a process of its own, on the real topics and beside the stand-in of X."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from shared.settings import CHECKOUT
from tests.support.sandbox import XStandIn
from tests.support.waiting import wait_until


@asynccontextmanager
async def publisher(bootstrap: str, x: XStandIn, port: int, **more: str) -> "AsyncIterator[asyncio.subprocess.Process]":
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "services.publisher",
        cwd=CHECKOUT,
        env={
            **os.environ,
            "BLUELAMP_KAFKA": bootstrap,
            "BLUELAMP_SANDBOX": "true",
            "BLUELAMP_SECRETS": str(x.secrets),
            "BLUELAMP_X_ORIGIN": x.origin,
            "PUBLISHER_HEALTH_PORT": str(port),
            **more,
        },
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def answers(port: int, path: str) -> int:
    async with httpx.AsyncClient() as client:
        try:
            return (await client.get(f"http://127.0.0.1:{port}/health/{path}")).status_code
        except httpx.TransportError:
            return 0


async def is_ready(port: int) -> None:
    async def ready() -> bool:
        return await answers(port, "ready") == 200

    await wait_until(ready, 30, what="the publisher is ready")


async def stops(process: asyncio.subprocess.Process) -> int:
    process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(20):
        return await process.wait()
