"""One fault, or one family of them, played on a stage and counted as a row of the table."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from deploy.local.kafka.broker import Broker
from deploy.local.kafka.properties import Node
from tests.faults.crew import REAL
from tests.faults.judgement import Count
from tests.faults.stage import Stage, stage_on
from tests.support.ports import free_ports


@dataclass
class Ground:
    """What a worker has: a stage for all scenes that leave it as they found it, and room for others."""

    stage: Stage
    folder: Path
    broker: Broker
    numbers: str = ""
    """A topic with numbered records, once somebody has written it."""

    def room(self) -> Path:
        """An empty folder."""
        return Path(mkdtemp(dir=self.folder))


@dataclass(frozen=True)
class Scene:
    """`group` and `name` head its row; where several have the same, they are added up."""

    group: str
    name: str
    play: Callable[[Ground], Awaitable[Count]]
    seconds: float = 5
    """About so long it takes: the longest begin first."""
    rows: tuple[tuple[str, str], ...] = ()
    """More rows that it is part of."""


@asynccontextmanager
async def a_broker(folder: Path) -> AsyncIterator[Broker]:
    """A Kafka of one's own, gone afterwards."""
    broker = Broker(Node(folder, *free_ports(2)))
    try:
        await asyncio.to_thread(broker.start)
        yield broker
    finally:
        await asyncio.to_thread(broker.kill)


@asynccontextmanager
async def own_stage(ground: Ground) -> AsyncIterator[tuple[Stage, Broker]]:
    """For scenes that do to Kafka what nobody else should meet; publishers are as in production."""
    folder = ground.room()
    async with a_broker(folder / "kafka") as broker, stage_on(broker.node, folder) as stage:
        stage.program = REAL
        yield stage, broker
