"""The triage process itself: it serves from the real topics, says so, and stops when it is told."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from shared.contracts.alert_changed import ALERT_CHANGED
from shared.contracts.mention_changed import MENTION_CHANGED
from shared.contracts.mention_triaged import MENTION_TRIAGED
from shared.contracts.record import record_of
from shared.kafka.topics import apply
from shared.settings import CHECKOUT
from tests.support.broker import RealBroker, wait_until
from tests.support.ports import free_ports
from tests.unit.triage.mentions import AT, mention


@asynccontextmanager
async def triage(bootstrap: str, port: int) -> "AsyncIterator[asyncio.subprocess.Process]":
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "services.triage",
        cwd=CHECKOUT,
        env={**os.environ, "BLUELAMP_KAFKA": bootstrap, "TRIAGE_HEALTH_PORT": str(port)},
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


async def stops(process: asyncio.subprocess.Process) -> int:
    process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(15):
        return await process.wait()


async def test_the_process_labels_alerts_and_stops(broker: RealBroker) -> None:
    await apply(broker.bootstrap, replication=1)
    number = int.from_bytes(os.urandom(6))
    fact = mention("Man with a knife outside now", number=number)
    (port,) = free_ports(1)
    async with triage(broker.bootstrap, port) as process:

        async def ready() -> bool:
            return await answers(port, "ready") == 200

        await wait_until(ready)
        await broker.publish(
            [record_of(MENTION_CHANGED, "mention.received", fact, id=fact.id, source="ingest", time=AT)]
        )

        async def both_are_written() -> bool:
            topics = (MENTION_TRIAGED.name, ALERT_CHANGED.name)
            keys = [{record.key for record in await broker.read_all(topic)} for topic in topics]
            return all(fact.id.encode() in found for found in keys)

        await wait_until(both_are_written)
        assert await stops(process) == 0


async def test_it_stops_as_well_while_it_waits_for_a_broker() -> None:
    nowhere, port = free_ports(2)
    async with triage(f"127.0.0.1:{nowhere}", port) as process:

        async def alive() -> bool:
            return await answers(port, "live") == 200

        await wait_until(alive)
        assert await answers(port, "ready") == 503
        assert await stops(process) == 0
