"""The stand-in of X, and a sampler beside it; aggregators on topics of their own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from shared.kafka.topics import apply
from tests.broker.metrics.aggregators import Aggregators
from tests.broker.metrics.process import Sampler
from tests.support.broker import RealBroker
from tests.support.sandbox import XStandIn


@pytest.fixture
async def sampler(broker: RealBroker, tmp_path: Path) -> AsyncIterator[Sampler]:
    """A sampler that is not started yet, beside a stand-in that runs."""
    await apply(broker.bootstrap, replication=1)
    x = XStandIn(tmp_path / "x")
    await x.start()
    process = Sampler(broker, x, tmp_path, period=0.3, retry_first=0.2, report_every=0.3)
    yield process
    await process.stop()
    await x.close()


@pytest.fixture
async def aggregators(broker: RealBroker, tmp_path: Path) -> AsyncIterator[Aggregators]:
    """None running yet."""
    group = Aggregators(broker, tmp_path)
    await group.begin()
    yield group
    await group.end()
