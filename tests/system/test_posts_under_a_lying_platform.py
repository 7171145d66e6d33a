"""Forty approved posts while the platform talks nonsense, refuses, or shows posts late: none twice."""

from collections.abc import Iterator

import pytest

from tests.support.posting import Fault, forty_under
from tests.support.system import System, free_port_base, start_system, stop_system

FAULTS = {
    "garbage": Fault([{"on": "post", "kind": "garbage", "count": 9}]),
    "too many": Fault([{"on": "post", "kind": "rate_limit", "count": 4, "seconds": 2}]),
    "key refused": Fault([{"on": "post", "kind": "unauthorised", "count": 1, "account": "sbx_arun"}], refused=1),
    "timeline lags": Fault(
        [{"on": "post", "kind": "503_after_success", "count": 8}, {"on": "timeline", "kind": "lag", "seconds": 4}]
    ),
    "timeline is down": Fault(
        [{"on": "post", "kind": "reset_after_success", "count": 8}, {"on": "timeline", "kind": "503", "count": 10}]
    ),
}


@pytest.fixture(scope="module")
def own_system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """A system of this file's own: it is hurt, and nobody else should see it."""
    running = start_system(tmp_path_factory.mktemp("posts"), port_base=free_port_base())
    yield running
    stop_system(running)


@pytest.mark.timeout(240)
@pytest.mark.parametrize("fault", FAULTS)
async def test_each_of_forty_is_on_the_platform_once_or_unknown_to_a_person(own_system: System, fault: str) -> None:
    await forty_under(own_system, fault, FAULTS[fault])
