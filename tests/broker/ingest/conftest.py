"""The stand-in of X, and ingest reading from it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from shared.kafka.topics import apply
from tests.broker.ingest.process import Ingest
from tests.support.broker import RealBroker
from tests.support.sandbox import XStandIn

SEARCH_IS_BEHIND = {"search_lag": 0.3, "keep_alive": 0.5}
"""A search that is a little behind, as X's is."""


@pytest.fixture
def x_settings() -> dict[str, float]:
    """Settings of the stand-in that a test wants otherwise."""
    return {}


@pytest.fixture
async def x(tmp_path: Path, x_settings: dict[str, float]) -> AsyncIterator[XStandIn]:
    """The stand-in of X."""
    stand_in = XStandIn(tmp_path / "x", **SEARCH_IS_BEHIND | x_settings)
    await stand_in.start()
    yield stand_in
    await stand_in.close()


@pytest.fixture
def settings() -> dict[str, str]:
    """Settings of ingest that a test wants otherwise."""
    return {}


@pytest.fixture
async def ingest(broker: RealBroker, x: XStandIn, settings: dict[str, str], tmp_path: Path) -> AsyncIterator[Ingest]:
    """Ingest, running and ready."""
    await apply(broker.bootstrap, replication=1)
    process = Ingest(broker, x, tmp_path, **settings)
    await process.start()
    await process.ready()
    yield process
    await process.stop()
