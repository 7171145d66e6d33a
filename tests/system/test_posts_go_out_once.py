"""Forty approved posts while the platform's answers are lost, and with the publisher killed in between: none twice."""

import contextlib
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.support.posting import (
    ACCOUNTS,
    POSTS,
    Fault,
    approve,
    approved_posts,
    delivery,
    each_once_or_unknown,
    forty_under,
    submit,
    times_on_platform,
    until_state,
)
from tests.support.system import System, free_port_base, start_system, stop_system
from tests.support.waiting import wait_until

FAULTS = {
    "503 after success": Fault([{"on": "post", "kind": "503_after_success", "count": 12}]),
    "503 without success": Fault([{"on": "post", "kind": "503", "count": 6}], lost=6),
    "reset after success": Fault([{"on": "post", "kind": "reset_after_success", "count": 12}]),
    "slow": Fault([{"on": "post", "kind": "slow", "count": 6}]),
}


@pytest.fixture(scope="module")
def own_system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """A system of this file's own: it is hurt, and nobody else should see it."""
    running = start_system(tmp_path_factory.mktemp("posts"), port_base=free_port_base())
    yield running
    stop_system(running)


async def _kill_publisher(system: System) -> None:
    """Kill -9, as soon as the supervisor has it running again after the last time."""

    def _killed() -> bool:
        with contextlib.suppress(ProcessLookupError):
            return bool(system.kill("publisher"))
        return False

    await wait_until(_killed, 30, what="a publisher to kill")


@pytest.mark.timeout(240)
@pytest.mark.parametrize("fault", FAULTS)
async def test_each_of_forty_is_on_the_platform_once_or_unknown_to_a_person(own_system: System, fault: str) -> None:
    await forty_under(own_system, fault, FAULTS[fault])


@pytest.mark.timeout(240)
async def test_a_publisher_killed_again_and_again_posts_none_twice(own_system: System) -> None:
    asked = []
    for number in range(POSTS):
        text = f"Bike marking at the pier, round {number}"
        asked += await approved_posts(own_system, [text], [list(ACCOUNTS)[number % len(ACCOUNTS)]])
        if number % 8 == 5:
            await _kill_publisher(own_system)
    states = await each_once_or_unknown(own_system, asked)
    # What was written down as begun and never left is not there: a person decides about it.
    assert states["posted"] >= POSTS - POSTS // 8


async def test_nobody_approves_what_they_wrote_and_nothing_is_posted(own_system: System) -> None:
    asked = await submit(own_system, "x_hastings", "Nobody else has read this", by="supervisor")
    await until_state(own_system, asked.id, {"submitted"})
    answer = await approve(own_system, asked, by="supervisor")
    assert answer.status_code == httpx.codes.FORBIDDEN
    assert "title" in answer.json()
    assert (await delivery(own_system, asked.id))["state"] == "submitted"
    assert (await times_on_platform(own_system, ACCOUNTS.values()))[asked.text] == 0


@pytest.mark.parametrize("forged", [{"hash": "0" * 64}, {"version": 7}])
async def test_an_approval_of_something_else_is_refused(own_system: System, forged: dict[str, Any]) -> None:
    asked = await submit(own_system, "x_hastings", f"An approval is bound to this: {forged}")
    await until_state(own_system, asked.id, {"submitted"})
    async with own_system.client("supervisor") as desk:
        body = {"hash": asked.hash, "version": asked.version, **forged}
        answer = await desk.post(f"/api/deliveries/{asked.id}/approve?wait=5", json=body)
    assert answer.status_code == httpx.codes.CONFLICT, answer.text
    assert (await delivery(own_system, asked.id))["state"] == "submitted"
