"""All scenes, played by two workers beside each other, the longest first; and what came of them, row by row."""

import asyncio
import sys
import time
from collections import deque
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import mkdtemp

from tests.faults import brokers, hurts, kills, losses, traffic, wires
from tests.faults.judgement import Count
from tests.faults.scene import Ground, Scene, a_broker
from tests.faults.stage import stage_on

WORKERS = 2
AT_THE_END = ("all of it", "counted again at the end")


def all_scenes(*, full: bool = False) -> list[Scene]:
    """In the order of the table."""
    return [
        *kills.scenes(full=full),
        *hurts.scenes(),
        *brokers.scenes(),
        *wires.scenes(),
        *losses.scenes(),
        *traffic.scenes(),
    ]


class Programme:
    """Plays scenes and adds up their counts."""

    def __init__(self, scenes: Iterable[Scene], folder: Path) -> None:
        self._scenes = list(scenes)
        self._folder = folder
        self._waiting = deque(sorted(self._scenes, key=lambda each: -each.seconds))
        self._done = 0
        self.counts: dict[tuple[str, str], Count] = {}

    async def play(self, workers: int = WORKERS) -> dict[tuple[str, str], Count]:
        """All of them; the rows in the order in which the scenes were given."""
        await asyncio.gather(*(self._work(number) for number in range(workers)))
        places = [(each.group, each.name) for each in self._scenes]
        places += [row for each in self._scenes for row in each.rows]
        order = {place: number for number, place in enumerate(_grouped(dict.fromkeys(places)))}
        return dict(sorted(self.counts.items(), key=lambda each: order.get(each[0], len(order))))

    async def _work(self, number: int) -> None:
        async with _ground(Path(mkdtemp(prefix=f"worker-{number}-", dir=self._folder))) as ground:
            while self._waiting:
                await self._one(self._waiting.popleft(), ground)
            self._add(AT_THE_END, await ground.stage.counted_again())

    async def _one(self, scene: Scene, ground: Ground) -> None:
        begun = time.monotonic()
        try:
            count = await scene.play(ground)
        except Exception as error:  # noqa: BLE001 - the others are still worth playing, and this one is no success
            count = Count(lost=[f"{scene.group}, {scene.name}: {type(error).__name__}: {error}"])
        for place in ((scene.group, scene.name), *scene.rows):
            self._add(place, count)
        self._done += 1
        seconds = time.monotonic() - begun
        said = "; ".join([*count.broken, *(f"not met: {each}" for each in count.missed)]) or "well"
        beside = "".join(f", {name}" for _, name in scene.rows)
        _say(f"{self._done:>3}/{len(self._scenes)} {seconds:5.1f} s  {scene.group}: {scene.name}{beside}: {said}")

    def _add(self, place: tuple[str, str], count: Count) -> None:
        self.counts.setdefault(place, Count()).add(count)


@asynccontextmanager
async def _ground(folder: Path) -> AsyncIterator[Ground]:
    async with a_broker(folder / "kafka") as broker, stage_on(broker.node, folder) as stage:
        yield Ground(stage, folder, broker)


def _grouped(places: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Groups in the order of their first rows, and their rows together."""
    listed = list(places)
    groups = list(dict.fromkeys(group for group, _ in listed))
    return sorted(listed, key=lambda each: groups.index(each[0]))


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
