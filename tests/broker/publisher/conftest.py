"""A force with a publisher in this process on topics of its own, or on the real ones beside the stand-in of X."""

import uuid
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.publisher.topics import Topics
from shared.contracts.dead import ReplayTopic
from shared.kafka.topics import apply
from tests.broker.publisher.force import Force, force_on
from tests.broker.publisher.people import person
from tests.support.broker import RealBroker
from tests.support.sandbox import Granted, XStandIn


@pytest.fixture
async def force(broker: RealBroker) -> Force:
    """Topics, staff and a platform; nothing runs yet."""
    return await force_on(broker)


@pytest.fixture
async def real_force(broker: RealBroker) -> Force:
    """On the real topics, with people of this test's own."""
    await apply(broker.bootstrap, replication=1)
    mark = uuid.uuid4().hex[:8]
    force = Force(broker, Topics(), ReplayTopic("publisher"), officer=f"officer-{mark}", approver=f"approver-{mark}")
    await force.employ(person(force.officer, "officer"), person(force.approver, "approver"))
    return force


@pytest.fixture
async def x(tmp_path: Path) -> AsyncIterator[XStandIn]:
    """A stand-in with Hastings' keys."""
    stand_in = XStandIn(tmp_path / "x")
    stand_in.keys(Granted("x_hastings", "1000000000000000001"))
    await stand_in.start()
    yield stand_in
    await stand_in.close()
