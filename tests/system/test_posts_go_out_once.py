"""Forty approved posts under each fault of the platform, and with the publisher killed in between: none twice."""

import contextlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from tests.support.posting import (
    Asked,
    approve,
    approved_posts,
    delivery,
    submit,
    times_on_platform,
    until_settled,
    until_state,
)
from tests.support.system import System, free_port_base, start_system, stop_system
from tests.support.waiting import wait_until

POSTS = 40
ACCOUNTS = {"x_hastings": "sbx_hastings", "x_rother": "sbx_rother", "x_lewes": "sbx_lewes", "x_arun": "sbx_arun"}


@dataclass(frozen=True)
class Fault:
    """What the platform does wrong, and of how many posts nobody can then say that they are there."""

    orders: Sequence[Mapping[str, Any]]
    lost: int = 0
    refused: int = 0


FAULTS = {
    "503 after success": Fault([{"on": "post", "kind": "503_after_success", "count": 12}]),
    "503 without success": Fault([{"on": "post", "kind": "503", "count": 6}], lost=6),
    "reset after success": Fault([{"on": "post", "kind": "reset_after_success", "count": 12}]),
    "slow": Fault([{"on": "post", "kind": "slow", "count": 6}]),
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


async def _clear(system: System) -> None:
    async with httpx.AsyncClient(base_url=system.endpoints["sandbox"]["x"], timeout=20) as x:
        (await x.delete("/control/faults")).raise_for_status()


async def _kill_publisher(system: System) -> None:
    """Kill -9, as soon as the supervisor has it running again after the last time."""

    def _killed() -> bool:
        with contextlib.suppress(ProcessLookupError):
            return bool(system.kill("publisher"))
        return False

    await wait_until(_killed, 30, what="a publisher to kill")


async def _each_once_or_unknown(system: System, asked: list[Asked]) -> Counter[str]:
    """What the desk says is what the platform holds; answers how many deliveries are in which state."""
    found = await until_settled(system, asked)
    held = await times_on_platform(system, ACCOUNTS.values())
    assert [text for text, times in held.items() if times > 1] == []
    for one in asked:
        state, times = found[one.id]["state"], held[one.text]
        assert state in {"posted", "unknown", "refused"}, found[one.id]
        assert times == {"posted": 1, "refused": 0}.get(state, times), (state, times, one.text)
    return Counter(str(one["state"]) for one in found.values())


@pytest.mark.timeout(240)
@pytest.mark.parametrize("fault", FAULTS)
async def test_each_of_forty_is_on_the_platform_once_or_unknown_to_a_person(own_system: System, fault: str) -> None:
    given = FAULTS[fault]
    for order in given.orders:
        await own_system.fault(**order)
    texts = [f"Road safety talk number {n}, {fault}" for n in range(POSTS)]
    asked = await approved_posts(own_system, texts, list(ACCOUNTS))
    await _each_once_or_unknown(own_system, asked)
    await _clear(own_system)

    async def _all_that_are_there_are_found() -> bool:
        states = await _each_once_or_unknown(own_system, asked)
        return states == Counter(posted=POSTS - given.lost - given.refused, unknown=given.lost, refused=given.refused)

    await wait_until(_all_that_are_there_are_found, 60, what="what is on the timeline is found there")


@pytest.mark.timeout(240)
async def test_a_publisher_killed_again_and_again_posts_none_twice(own_system: System) -> None:
    asked = []
    for number in range(POSTS):
        text = f"Bike marking at the pier, round {number}"
        asked += await approved_posts(own_system, [text], [list(ACCOUNTS)[number % len(ACCOUNTS)]])
        if number % 8 == 5:
            await _kill_publisher(own_system)
    states = await _each_once_or_unknown(own_system, asked)
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
