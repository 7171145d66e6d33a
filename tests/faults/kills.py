"""Crash points, met with what the platform does wrong and with each kind of work: pairwise, or all of it."""

import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import product

from allpairspy import AllPairs

from shared.settings import CHECKOUT
from tests.faults.crew import Supervised
from tests.faults.judgement import Count
from tests.faults.lies import HONEST, LIES, OF_POSTS_ALONE, tell
from tests.faults.paper_desk import Asked
from tests.faults.scene import Ground, Scene
from tests.faults.stage import Stage, pause
from tests.faults.works import WORKS
from tests.support.waiting import wait_until

MET_S = 90.0
"""The processes have come to their points by then, or the case has none."""

AFTER = {
    "before_takeover": "after_call",
    "after_takeover": "after_t1",
    "before_look": "before_call",
    "after_look": "before_t2",
    "before_settled": "after_call",
    "after_settled": "before_t2",
}
"""Points that a publisher passes where one before it was killed, and where that was."""

MET_BY_SILENCE = frozenset({"before_t1", "after_call", "before_t2", "after_upload", "before_delete_t2"})
"""A limit of which X does not say the end costs a minute: a few points have to do."""

POSTING = frozenset({"post", "reply", "thread", "post with a picture"})


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

    @property
    def points(self) -> tuple[str, ...]:
        """Where the first process is killed, and the second, where it takes two."""
        return (AFTER[self.point], self.point) if self.point in AFTER else (self.point,)

    @property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """What meets what."""
        return frozenset({(self.point, self.lie), (self.point, self.work), (self.lie, self.work)})

    @property
    def lies_about(self) -> str:
        """The calls that go wrong."""
        if self.work == "take-down":
            return "delete"
        return "media" if "upload" in self.point else "post"

    @property
    def makes_sense(self) -> bool:
        """Whether the work comes by the point, and the platform can do that to it."""
        if self.work not in works_at(self.point):
            return False
        if self.lie == "takes no more" and self.point not in MET_BY_SILENCE:
            return False
        if self.lie in OF_POSTS_ALONE:
            return self.work == "post" and "upload" not in self.point
        return self.lie == HONEST or self.work != "post due under a hold"


def works_at(point: str) -> frozenset[str]:
    """The kinds of work that pass a point; a new point is taken to be passed by posts of all kinds."""
    if "delete" in point:
        return frozenset({"take-down"})
    if "upload" in point:
        return frozenset({"post with a picture"})
    if "change" in point:
        return frozenset({"post due under a hold"})
    if "t0" in point or "report" in point:
        return frozenset(WORKS)
    return POSTING


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


def cases(*, full: bool = False) -> list[Case]:
    """Every pair of them at least once, where it makes sense; in full every combination."""
    families: dict[frozenset[str], list[str]] = {}
    for point in crash_points():
        families.setdefault(works_at(point), []).append(point)
    found: list[Case] = []
    for works, points in families.items():
        choices = [points, list(LIES), sorted(works)]
        possible = [case for each in product(*choices) if (case := Case(*each)).makes_sense]
        found += possible if full else _pairwise(choices, possible)
    return found


def _pairwise(choices: list[list[str]], possible: Sequence[Case]) -> list[Case]:
    """What the library finds; where its search ends early, those that it has left out."""
    found = [Case(*each) for each in AllPairs(choices, filter_func=_may_be)] if len(choices[-1]) > 1 else []
    found = [case for case in found if case.makes_sense]
    met = {pair for case in found for pair in case.pairs}
    for case in possible:
        if not case.pairs <= met:
            found.append(case)
            met |= case.pairs
    return found


def _may_be(chosen: Sequence[str]) -> bool:
    """Whether it makes sense; of the beginning of a case nobody can say."""
    return len(chosen) < len(Case.__match_args__) or Case(*chosen).makes_sense


async def play(stage: Stage, case: Case) -> Count:
    """Kill it there once, let it be started again, and count."""
    lie = LIES[case.lie]
    await stage.refuses_duplicates(lie.by_hand)
    plan = await WORKS[case.work](stage, case.name)
    if lie.by_hand:
        await plan.say_half_by_hand(stage)
    await tell(stage.x, lie, case.lies_about)
    told_at = time.monotonic()
    async with stage.publisher(*case.points) as publisher:
        asked = await plan.ask(stage)
        count = Count(cases=1)
        if await _met(stage, publisher, asked, len(case.points)):
            back, seconds = await stage.back_after(case.name, since=publisher.killed_at[-1])
            count.recovered.append(seconds)
            asked += back
        else:
            count.missed.append(case.name)
        await pause(max(0.0, told_at + lie.lasts - time.monotonic()))
        await stage.x.clear_faults()
        count.add(await stage.settled(asked))
        await plan.release(stage)
    return count


async def _met(stage: Stage, publisher: Supervised, asked: Sequence[Asked], times: int) -> bool:
    """Whether processes were killed so often; they were not where all came to its end without."""

    def killed() -> bool:
        return len(publisher.killed_at) >= times

    async def decided() -> bool:
        publisher.check()
        return killed() or not await stage.over(asked, within=0.5)

    with suppress(AssertionError):
        await wait_until(decided, MET_S)
    publisher.check()
    return killed()


def scenes(*, full: bool = False) -> list[Scene]:
    """The cases with the rows they are part of: the point, what X does, and the kind of work."""
    return [
        Scene(
            "killed at a crash point",
            " and ".join(case.points),
            partial(_on, case),
            rows=(("… while X", case.lie), ("… in the middle of a", case.work)),
        )
        for case in cases(full=full)
    ]


async def _on(case: Case, ground: Ground) -> Count:
    return await play(ground.stage, case)
