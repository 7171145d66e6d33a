"""The publisher itself, on the real topics and beside the stand-in of X: it posts, stops, and survives being killed."""

import asyncio
import os
import signal
import sys

import httpx
import pytest

from services.publisher.settings import CRASH_POINTS
from shared.settings import CHECKOUT
from tests.broker.publisher.force import Force
from tests.broker.publisher.process import publisher
from tests.support.ports import free_ports
from tests.support.sandbox import XStandIn
from tests.support.services import answers, is_ready, stops
from tests.support.waiting import wait_until


async def test_it_posts_on_the_stand_in_says_so_and_stops(real_force: Force, x: XStandIn) -> None:
    (port,) = free_ports(1)
    async with publisher(real_force.broker.bootstrap, x, port) as process:
        await is_ready(port)
        delivery = await real_force.becomes(await real_force.approved("The pier is open again."), "posted")
        (post,) = await x.posts("sbx_hastings")
        assert (post["text"], post["id"]) == ("The pier is open again.", delivery.platform_id)
        await real_force.reported("x_hastings", "up")
        async with httpx.AsyncClient() as client:
            numbers = (await client.get(f"http://127.0.0.1:{port}/metrics")).text
        assert 'bluelamp_publisher_outcomes_total{state="posted"} 1.0' in numbers
        assert await stops(process) == 0


@pytest.mark.parametrize(("point", "becomes", "held"), [("before_call", "unknown", 0), ("after_call", "posted", 1)])
async def test_killed_beside_the_call_it_is_found_or_left_to_a_person(
    real_force: Force, x: XStandIn, point: str, becomes: str, held: int
) -> None:
    ports = free_ports(2)
    async with publisher(real_force.broker.bootstrap, x, ports[0], BLUELAMP_CRASH_AT=point) as first:
        await is_ready(ports[0])
        asked = await real_force.approved(f"Killed {point}.")
        async with asyncio.timeout(20):
            assert await first.wait() == -signal.SIGKILL
    async with publisher(real_force.broker.bootstrap, x, ports[1]) as second:
        await real_force.becomes(asked, becomes, deadline=40)
        await real_force.becomes(await real_force.approved(f"After {point}."), "posted", deadline=40)
        assert (await real_force.becomes(asked, becomes)).state == becomes
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
