"""One process reads X at a time: a new one fences the old, ends its ghost, and waits for Kafka and for a key."""

import asyncio
import os
import sys
from pathlib import Path

import pytest

from shared.settings import CHECKOUT
from tests.broker.ingest.process import Ingest
from tests.support.broker import RealBroker
from tests.support.sandbox import XStandIn
from tests.support.waiting import wait_until


async def test_a_second_process_takes_over_and_the_first_ends(
    ingest: Ingest, broker: RealBroker, x: XStandIn, tmp_path: Path
) -> None:
    posts = [await x.mention("sbx_hastings", "for the first")]
    await ingest.arrive_once(posts)
    second = Ingest(broker, x, tmp_path)
    await second.start()
    try:
        await second.ready()
        posts += [await x.mention("sbx_hastings", f"while both run {number}") for number in range(10)]
        assert await ingest.ended() != 0
        await second.arrive_once(posts)
        await second.reports("up")
    finally:
        await second.stop()


@pytest.mark.parametrize("x_settings", [{"ghost": 60.0}])
async def test_the_connection_of_a_killed_process_does_not_lock_out_the_next(ingest: Ingest, x: XStandIn) -> None:
    await ingest.reports("up")
    await ingest.kill()
    post = await x.mention("sbx_hastings", "after the kill")
    await ingest.start()
    assert (await ingest.mention(post)).recovered
    await wait_until(lambda: _connected(x), what="a stream beside the ghost")


async def _connected(x: XStandIn) -> bool:
    return await x.streams() == 1


async def test_a_broker_that_dies_under_it_costs_nothing(ingest: Ingest, broker: RealBroker, x: XStandIn) -> None:
    posts = [await x.mention("sbx_hastings", "before")]
    await ingest.arrive_once(posts)
    await broker.kill()
    posts.append(await x.mention("sbx_hastings", "into the outage"))
    if ingest.alive:
        await ingest.ended()
    await ingest.start()  # as the supervisor would: it waits for the broker
    posts.append(await x.mention("sbx_hastings", "still out"))
    await broker.start()
    await ingest.ready()
    await ingest.arrive_once(posts)


async def test_without_a_key_it_names_the_file_and_does_not_start_again_and_again(x: XStandIn, tmp_path: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "services.ingest",
        cwd=CHECKOUT,
        env={**os.environ, "BLUELAMP_SECRETS": str(tmp_path), "BLUELAMP_X_ORIGIN": x.origin, "BLUELAMP_SANDBOX": "1"},
        stderr=asyncio.subprocess.PIPE,
    )
    _, words = await asyncio.wait_for(process.communicate(), 20)
    assert process.returncode == 78
    assert str(tmp_path / "x_bearer_token") in words.decode()
    assert "Traceback" not in words.decode()
