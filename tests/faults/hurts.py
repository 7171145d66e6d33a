"""Publishers are killed, stopped, frozen and joined by others in the middle of forty posts."""

import asyncio
import random
import signal
import time
from collections.abc import Awaitable, Callable, Sequence
from itertools import islice

from tests.faults.crew import REAL, Supervised
from tests.faults.judgement import Count
from tests.faults.paper_desk import Asked
from tests.faults.scene import Ground, Scene
from tests.faults.stage import Stage, pause
from tests.support.waiting import wait_until

GROUP = "the publisher's process"
ROUNDS = 5
EACH_ROUND = 8
FROZEN_S = 15.0
FROZEN = 24
"""Posts under way when it is frozen, two on each account: some are written down as begun, some are at the platform."""


async def some(stage: Stage, name: str, number: int) -> list[Asked]:
    """Approve so many on many accounts, and wait until the first is out: the others are under way."""
    asked = await stage.approve(stage.contents(name, number, list(islice(stage.accounts, 12))))
    names = [each.delivery for each in asked]
    await wait_until(lambda: any(stage.ledger.state(each) == "posted" for each in names), 60, what="the first is out")
    return asked


def each_round(name: str, how: signal.Signals, rounds: int = ROUNDS) -> Callable[[Ground], Awaitable[Count]]:
    """Forty posts, and in the middle of each eight the process gets this signal; its supervisor starts it again."""

    async def play(ground: Ground) -> Count:
        stage, count, asked = ground.stage, Count(cases=rounds), []
        async with as_in_production(stage), stage.publisher() as publisher:
            for _ in range(rounds):
                await publisher.is_ready()
                asked += await some(stage, name, EACH_ROUND)
                publisher.signal(how)
                back, seconds = await stage.back_after(name)
                asked += back
                count.recovered.append(seconds)
            count.add(await stage.settled(asked))
        return count

    return play


async def frozen_alone(ground: Ground) -> Count:
    """It stands still for longer than its session, and wakes up into a group that has given it up."""
    stage, name = ground.stage, "stopped for 15 s"
    async with as_in_production(stage), stage.publisher() as publisher:
        await publisher.is_ready()
        asked = await frozen(stage, publisher, name)
        await pause(FROZEN_S)
        publisher.signal(signal.SIGCONT)
        back, seconds = await stage.back_after(name)
        count = await stage.settled([*asked, *back])
    count.cases, count.recovered = 1, [seconds]
    return count


async def frozen_beside_another(ground: Ground, times: int = 2) -> Count:
    """Another takes its accounts over and goes on; then it wakes up in the middle of what it was doing."""
    stage, name, count = ground.stage, "stopped for 15 s beside another", Count(cases=times)
    asked: list[Asked] = []
    async with as_in_production(stage), stage.publisher() as one, stage.publisher() as other:
        for zombie in (one, other)[:times]:
            await asyncio.gather(one.is_ready(), other.is_ready())
            begun = time.monotonic()
            asked += await frozen(stage, zombie, name)
            back, seconds = await stage.back_after(name)
            asked += back
            count.recovered.append(seconds)
            await pause(max(0.0, begun + FROZEN_S - time.monotonic()))
            zombie.signal(signal.SIGCONT)
            asked += await some(stage, name, EACH_ROUND)
        count.add(await stage.settled(asked))
    return count


async def frozen(stage: Stage, publisher: Supervised, name: str) -> list[Asked]:
    """Stop it in the middle of many posts, at no particular moment."""
    asked = await some(stage, name, FROZEN)
    await pause(random.uniform(0, 0.1))
    publisher.signal(signal.SIGSTOP)
    return asked


async def others_join(ground: Ground) -> Count:
    """A second joins in the middle of posts, the first is killed; then the other way about."""
    stage, name, count = ground.stage, "another joins and the first is killed", Count(cases=2)
    asked: list[Asked] = []
    async with as_in_production(stage):
        first = stage.publisher()
        running = await first.__aenter__()
        await running.is_ready()
        for _ in range(2):
            asked += await some(stage, name, EACH_ROUND)
            second = stage.publisher()
            joined = await second.__aenter__()
            asked += await some(stage, name, EACH_ROUND)
            await joined.is_ready()
            asked += await some(stage, name, EACH_ROUND)
            await running.abandon()
            back, seconds = await stage.back_after(name)
            asked += back
            count.recovered.append(seconds)
            first, running = second, joined
        count.add(await stage.settled(asked))
        await first.__aexit__(None, None, None)
    return count


class as_in_production:  # noqa: N801 - it reads as one word
    """Publishers with the waits that they have in production, for as long as this lasts."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    async def __aenter__(self) -> None:
        self._before, self._stage.program = self._stage.program, REAL

    async def __aexit__(self, *_: object) -> None:
        self._stage.program = self._before


def scenes() -> Sequence[Scene]:
    """Each with about how long it takes."""
    return (
        Scene(GROUP, "kill -9, five times", each_round("killed", signal.SIGKILL), 80),
        Scene(GROUP, "SIGTERM, five times", each_round("ended", signal.SIGTERM), 40),
        Scene(GROUP, "SIGSTOP for 15 s, alone", frozen_alone, 40),
        Scene(GROUP, "SIGSTOP for 15 s beside another, twice", frozen_beside_another, 70),
        Scene(GROUP, "another joins, the first is killed, twice", others_join, 60),
    )
