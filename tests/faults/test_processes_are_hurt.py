"""Publishers are killed, ended and frozen in the middle of posts: none is there twice, and none is lost."""

import signal

import pytest

from tests.faults.hurts import each_round, frozen_beside_another
from tests.faults.scene import Ground


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
async def test_ended_in_the_middle_of_eight_posts(ground: Ground, how: signal.Signals) -> None:
    count = await each_round(how.name, how, rounds=1)(ground)
    assert count.broken == []
    assert count.once + count.shown == count.injected


async def test_one_that_slept_for_15_seconds_wakes_beside_another_that_has_its_accounts(ground: Ground) -> None:
    count = await frozen_beside_another(ground, times=1)
    assert count.broken == []
    assert count.once + count.shown == count.injected
