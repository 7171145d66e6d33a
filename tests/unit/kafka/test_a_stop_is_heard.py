"""Whoever waits for a broker that does not come stops when told, and leaves nothing open."""

import asyncio
from collections.abc import Callable, Coroutine

import pytest

from shared.kafka.follow import Follower
from shared.kafka.relay import Relay
from shared.kafka.stopping import unless_stopped
from shared.kafka.transform import Transform
from tests.support.ports import free_ports

Run = Callable[[asyncio.Event], Coroutine[object, object, None]]


def relay(bootstrap: str) -> Run:
    return Relay(bootstrap=bootstrap, service="s", group="g", inputs=["in"], handler=lambda _: []).run


def transform(bootstrap: str) -> Run:
    return Transform(bootstrap=bootstrap, service="s", group="g", inputs=["in"], handler=lambda _: []).run


def follower(bootstrap: str) -> Run:
    return Follower(bootstrap, ["in"], lambda _: None).run


@pytest.mark.parametrize("who", [relay, transform, follower])
async def test_the_wait_for_a_broker_ends_when_told(who: Callable[[str], Run]) -> None:
    stop = asyncio.Event()
    running = asyncio.create_task(who(f"127.0.0.1:{free_ports(1)[0]}")(stop))
    await asyncio.wait({running}, timeout=0.2)
    assert not running.done()
    stop.set()
    await asyncio.wait_for(running, 2)


async def test_work_that_ends_in_time_is_not_cut_off() -> None:
    stop, done = asyncio.Event(), []

    async def finish() -> None:
        await stop.wait()
        await asyncio.sleep(0)
        done.append(True)

    stop.set()
    assert await unless_stopped(finish(), stop, patience=5)
    assert done


async def test_work_that_hangs_is_cut_off_and_cleans_up() -> None:
    stop, cleaned = asyncio.Event(), []

    async def hang() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            cleaned.append(True)

    stop.set()
    assert not await unless_stopped(hang(), stop, patience=0.01)
    assert cleaned


async def test_what_fails_is_raised() -> None:
    async def fail() -> None:
        raise LookupError("gone")

    with pytest.raises(LookupError, match="gone"):
        await unless_stopped(fail(), asyncio.Event(), patience=1)
