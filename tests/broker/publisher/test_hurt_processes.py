"""The broker dies under a publisher, or it stands still for a while: no post goes out twice, and none is lost."""

import asyncio
import signal
from collections import Counter

import pytest

from shared.contracts.post_requested import Submit
from shared.exits import RESTART
from tests.broker.publisher.force import Force
from tests.broker.publisher.process import publisher
from tests.support.ports import free_ports
from tests.support.sandbox import XStandIn
from tests.support.services import is_ready
from tests.support.waiting import wait_until


async def none_twice_and_none_lost(force: Force, x: XStandIn, asked: list[Submit]) -> None:
    """Every one is posted and there once, or unknown and there at most once."""
    for each in asked:
        await force.becomes(each, "posted", "unknown", deadline=60)
    held = Counter(str(post["text"]) for post in await x.posts("sbx_hastings"))
    assert [text for text, times in held.items() if times > 1] == []
    for each in asked:
        delivery = await force.delivery(each)
        assert delivery is not None
        if delivery.state == "posted":
            assert held[each.content.text] == 1


@pytest.mark.timeout(180)
async def test_the_broker_is_killed_while_posts_go_out(real_force: Force, x: XStandIn) -> None:
    (port,) = free_ports(1)
    real_force.broker.ours()

    async def supervised() -> None:
        """Started again for as long as it asks for it."""
        code = RESTART
        while code == RESTART:
            async with publisher(real_force.broker.bootstrap, x, port) as process:
                code = await process.wait()

    supervisor = asyncio.create_task(supervised())
    try:
        await is_ready(port)
        asked = [await real_force.submit(f"outage {number}") for number in range(12)]
        for each in asked:
            await real_force.approve(each)
        await wait_until(lambda: posted(x, 2), what="the first are on the platform")
        await real_force.broker.kill()
        await real_force.broker.start()
        asked.append(await real_force.approved("after the outage"))
        await none_twice_and_none_lost(real_force, x, asked)
    finally:
        supervisor.cancel()
        await asyncio.gather(supervisor, return_exceptions=True)


async def posted(x: XStandIn, least: int) -> bool:
    return len(await x.posts("sbx_hastings")) >= least


@pytest.mark.timeout(180)
async def test_one_that_stood_still_wakes_up_and_does_nothing_that_another_did(real_force: Force, x: XStandIn) -> None:
    ports = free_ports(2)
    async with publisher(real_force.broker.bootstrap, x, ports[0]) as frozen:
        await is_ready(ports[0])
        asked = [await real_force.approved(f"before {number}") for number in range(3)]
        await wait_until(lambda: posted(x, 1), what="the first is on the platform")
        frozen.send_signal(signal.SIGSTOP)
        async with publisher(real_force.broker.bootstrap, x, ports[1]):
            asked += [await real_force.approved(f"meanwhile {number}") for number in range(3)]
            await none_twice_and_none_lost(real_force, x, asked)
            frozen.send_signal(signal.SIGCONT)
            asked += [await real_force.approved(f"after {number}") for number in range(3)]
            await none_twice_and_none_lost(real_force, x, asked)
