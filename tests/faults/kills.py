"""Crash points, met with what the platform does wrong and with each kind of work: pairwise, or all of it."""

import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import product

from allpairspy import AllPairs

from shared.settings import CHECKOUT
from tests.faults.crew import Supervised
from tests.faults.judgement import Count
from tests.faults.lies import LIES, tell
from tests.faults.paper_desk import Asked
from tests.faults.scene import Ground, Scene
from tests.faults.stage import Stage, pause
from tests.faults.works import WORKS
from tests.support.waiting import wait_until

MET_S = 30.0
"""The first process has come to its point by then, or the case has none."""


@dataclass(frozen=True)
class Case:
    """Where it is killed, what the platform does, and what is being done."""

    point: str
    lie: str
    work: str

    @property
    def name(self) -> str:
        """In words."""
        return f"{self.work}, killed {self.point}, X {self.lie}"


def crash_points() -> list[str]:
    """What the publisher itself says."""
    done = subprocess.run(
        [sys.executable, "-m", "services.publisher", "crash-points"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [line.split()[0] for line in done.stdout.splitlines()]


def makes_sense(case: Sequence[str]) -> bool:
    """Whether the work comes by the point, and the platform can do that to it; also of the beginning of a case."""
    if len(case) < 3:
        return True
    point, lie, work = case
    if "upload" in point and work != "picture":
        return False
    if "delet" in point and work != "take-down":
        return False
    return work == "post" or not LIES[lie].by_hand


def cases(*, full: bool = False) -> list[Case]:
    """Every pair of them at least once; in full every combination."""
    points, lies, works = crash_points(), list(LIES), list(WORKS)
    found = product(points, lies, works) if full else AllPairs([points, lies, works], filter_func=makes_sense)
    return [Case(*each) for each in found if makes_sense(each)]


async def play(stage: Stage, case: Case) -> Count:
    """Kill it there once, let it be started again, and count."""
    work, lie = WORKS[case.work], LIES[case.lie]
    await stage.refuses_duplicates(lie.by_hand)
    plan = await work(stage, case.name)
    if lie.by_hand:
        await plan.say_half_by_hand(stage)
    await tell(stage.x, lie, deleting=bool(plan.posted))
    told_at = time.monotonic()
    async with stage.publisher(case.point) as publisher:
        asked = await plan.ask(stage)
        count = Count(cases=1)
        if await _met(stage, publisher, asked):
            back, seconds = await stage.back_after(case.name, since=publisher.exits[0][1])
            count.recovered.append(seconds)
            asked += back
        else:
            count.missed.append(case.name)
        await pause(max(0.0, told_at + lie.lasts - time.monotonic()))
        await stage.x.clear_faults()
        count.add(await stage.settled(asked))
    return count


async def _met(stage: Stage, publisher: Supervised, asked: Sequence[Asked]) -> bool:
    """Whether the process was killed; it was not where all came to its end without."""

    async def decided() -> bool:
        return bool(publisher.exits) or not await stage.over(asked, within=0.5)

    await wait_until(decided, MET_S, what="it is killed, or all is done")
    return any(code == -signal.SIGKILL for code, _ in publisher.exits)


def scenes(*, full: bool = False) -> list[Scene]:
    """The cases with the rows they are part of: the point, what X does, and the kind of work."""
    return [
        Scene(
            "killed at a crash point",
            case.point,
            partial(_on, case),
            5 if LIES[case.lie].by_hand else 6,
            (("… while X", case.lie), ("… in the middle of a", case.work)),
        )
        for case in cases(full=full)
    ]


async def _on(case: Case, ground: Ground) -> Count:
    return await play(ground.stage, case)
