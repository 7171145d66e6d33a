"""A stage for the short part of the suite: a broker for each file, a platform for each test."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from deploy.local.kafka.broker import Broker
from deploy.local.kafka.properties import Node
from tests.faults.scene import Ground
from tests.faults.stage import stage_on
from tests.support.ports import free_ports


@pytest.fixture(scope="module")
def own_broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    """Nobody else's commands are on it."""
    broker = Broker(Node(tmp_path_factory.mktemp("kafka"), *free_ports(2)))
    broker.start()
    yield broker
    broker.kill()


@pytest.fixture
async def ground(own_broker: Broker, tmp_path: Path) -> AsyncIterator[Ground]:
    """As `make faults` has it."""
    async with stage_on(own_broker.node, tmp_path) as stage:
        yield Ground(stage, tmp_path, own_broker)
