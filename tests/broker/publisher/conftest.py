"""A force with a publisher."""

import pytest

from tests.broker.publisher.force import Force, force_on
from tests.support.broker import RealBroker


@pytest.fixture
async def force(broker: RealBroker) -> Force:
    """Topics, staff and a platform; nothing runs yet."""
    return await force_on(broker)
