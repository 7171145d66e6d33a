"""One triage for each test."""

from pathlib import Path

import pytest

from tests.broker.triage.running import Running, topics_on
from tests.support.broker import RealBroker


@pytest.fixture
async def running(broker: RealBroker, tmp_path: Path) -> Running:
    """Topics and groups that are nobody else's."""
    return Running(broker, await topics_on(broker), tmp_path)
