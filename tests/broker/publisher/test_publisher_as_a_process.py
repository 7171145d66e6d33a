"""The publisher itself, on the real topics and beside the stand-in of X: it posts, stops, and survives being killed."""

import asyncio
import os
import signal
import sys
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from services.publisher.settings import CRASH_POINTS
from services.publisher.topics import Topics
from shared.contracts.dead import ReplayTopic
from shared.kafka.topics import apply
from shared.settings import CHECKOUT
from tests.broker.publisher.force import Force, person
from tests.support.broker import RealBroker
from tests.support.ports import free_ports
from tests.support.sandbox import Granted, XStandIn
from tests.support.waiting import wait_until

HASTINGS = Granted("x_hastings", "1000000000000000001")


@pytest.fixture
async def x(tmp_path: Path) -> AsyncIterator[XStandIn]:
    """A stand-in with Hastings' keys."""
    stand_in = XStandIn(tmp_path / "x")
    stand_in.keys(HASTINGS)
    await stand_in.start()
    yield stand_in
    await stand_in.close()


@pytest.fixture
async def force(broker: RealBroker) -> Force:
    """On the real topics, with people of this test's own."""
    await apply(broker.bootstrap, replication=1)
    mark = uuid.uuid4().hex[:8]
    force = Force(broker, Topics(), ReplayTopic("publisher"), officer=f"officer-{mark}", approver=f"approver-{mark}")
    await force.employ(person(force.officer, "officer"), person(force.approver, "approver"))
    return force


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


async def test_it_posts_on_the_stand_in_says_so_and_stops(force: Force, x: XStandIn) -> None:
    (port,) = free_ports(1)
    async with publisher(force.broker.bootstrap, x, port) as process:
        await is_ready(port)
        delivery = await force.becomes(await force.approved("The pier is open again."), "posted")
        (post,) = await x.posts("sbx_hastings")
        assert (post["text"], post["id"]) == ("The pier is open again.", delivery.platform_id)
        await force.reported("x_hastings", "up")
        async with httpx.AsyncClient() as client:
            numbers = (await client.get(f"http://127.0.0.1:{port}/metrics")).text
        assert 'bluelamp_publisher_outcomes_total{state="posted"} 1.0' in numbers
        assert await stops(process) == 0


@pytest.mark.parametrize(("point", "becomes", "held"), [("before_call", "unknown", 0), ("after_call", "posted", 1)])
async def test_killed_beside_the_call_it_is_found_or_left_to_a_person(
    force: Force, x: XStandIn, point: str, becomes: str, held: int
) -> None:
    ports = free_ports(2)
    async with publisher(force.broker.bootstrap, x, ports[0], BLUELAMP_CRASH_AT=point) as first:
        await is_ready(ports[0])
        asked = await force.approved(f"Killed {point}.")
        async with asyncio.timeout(20):
            assert await first.wait() == -signal.SIGKILL
    async with publisher(force.broker.bootstrap, x, ports[1]) as second:
        await force.becomes(asked, becomes, deadline=40)
        await force.becomes(await force.approved(f"After {point}."), "posted", deadline=40)
        assert (await force.becomes(asked, becomes)).state == becomes
        assert await stops(second) == 0
    texts = [post["text"] for post in await x.posts("sbx_hastings")]
    assert texts.count(f"Killed {point}.") == held
    assert texts.count(f"After {point}.") == 1


async def test_it_stops_as_well_while_it_waits_for_a_broker(x: XStandIn) -> None:
    nowhere, port = free_ports(2)
    async with publisher(f"127.0.0.1:{nowhere}", x, port) as process:

        async def alive() -> bool:
            return await answers(port, "live") == 200

        await wait_until(alive)
        assert await answers(port, "ready") == 503
        assert await stops(process) == 0


async def says(*arguments: str, **settings: str) -> tuple[int | None, str]:
    """Exit status and words of a start that ends by itself."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "services.publisher",
        *arguments,
        cwd=CHECKOUT,
        env={**os.environ, **settings},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    words, _ = await asyncio.wait_for(process.communicate(), 20)
    return process.returncode, words.decode()


async def test_it_lists_where_it_can_be_killed() -> None:
    code, words = await says("crash-points")
    assert code == 0
    assert [line.split()[0] for line in words.splitlines()] == list(CRASH_POINTS)


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"PUBLISHER_GRACE": "-1"}, "PUBLISHER_GRACE"),
        ({"BLUELAMP_CRASH_AT": "nowhere"}, "before_t1"),
        ({"BLUELAMP_CRASH_AT": "after_t1", "BLUELAMP_SANDBOX": "false"}, "this is no sandbox"),
    ],
)
async def test_a_wrong_setting_is_named_and_nothing_is_started(settings: dict[str, str], named: str) -> None:
    code, words = await says(**settings)
    assert code == 78
    assert named in words
    assert "Traceback" not in words
