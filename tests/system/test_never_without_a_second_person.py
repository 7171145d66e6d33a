"""Two people, through the desk: own posts, edits, take-downs and doubts."""

import httpx
import pytest

from tests.support.posting import approve, clear_faults, delivery, on_platform, submit, until_state
from tests.support.system import System

ACCOUNT, HANDLE = "x_wealden", "sbx_wealden"


async def acted(
    system: System, name: str, act: str, body: dict[str, object], *, by: str = "supervisor"
) -> httpx.Response:
    async with system.client(by) as desk:
        return await desk.post(f"/api/deliveries/{name}/{act}?wait=5", json=body)


async def test_nobody_approves_what_they_wrote_and_the_attempt_is_on_record(system: System) -> None:
    mine = await submit(system, ACCOUNT, "My own words and nobody else's", by="supervisor")
    answer = await approve(system, mine, by="supervisor")
    assert answer.status_code == httpx.codes.FORBIDDEN
    assert "Somebody else has to approve" in answer.text
    assert (await delivery(system, mine.id))["state"] == "submitted"


async def test_a_changed_character_voids_the_approval(system: System) -> None:
    later = "2027-01-01T12:00:00Z"
    before = await submit(system, ACCOUNT, "The surgery is at ten", not_before=later)
    assert (await approve(system, before)).is_success
    await until_state(system, before.id, {"approved"})
    answer = await acted(system, before.id, "edit", {"text": "The surgery is at one", "not_before": later}, by="media")
    assert answer.is_success, answer.text
    assert (await until_state(system, before.id, {"void"}))["state"] == "void"
    again = await approve(system, before)
    assert again.status_code == httpx.codes.CONFLICT


async def test_a_post_is_taken_down_at_once_and_waits_for_a_review(system: System) -> None:
    asked = await submit(system, ACCOUNT, "The coast road is shut near the pier")
    await approve(system, asked)
    await until_state(system, asked.id, {"posted"}, within=40)
    answer = await acted(system, asked.id, "take-down", {"reason": "It is open again."})
    assert answer.is_success, answer.text
    down = await until_state(system, asked.id, {"deleted"}, within=40)
    assert down["take_down"]["reviewed_by"] is None
    held = [post for post in await on_platform(system, HANDLE) if post["text"] == asked.text]
    assert [post["deleted"] for post in held] == [True]
    own = await acted(system, asked.id, "review", {"verdict": "right"})
    assert own.status_code == httpx.codes.FORBIDDEN, own.text


@pytest.mark.parametrize(
    ("kind", "outcome", "becomes"),
    [
        ("503_after_success", "posted", "posted"),
        ("503", "not_posted", "abandoned"),
    ],
)
async def test_an_unknown_outcome_is_settled_by_a_person_who_looked(
    system: System, kind: str, outcome: str, becomes: str
) -> None:
    await system.fault("timeline", "503", account=HANDLE, seconds=60)
    await system.fault("post", kind, account=HANDLE)
    asked = await submit(system, ACCOUNT, f"Nobody knows whether this is there: {kind}")
    await approve(system, asked)
    await until_state(system, asked.id, {"unknown"}, within=40)
    there = [post["id"] for post in await on_platform(system, HANDLE) if post["text"] == asked.text]
    where = {"url": f"https://x.com/{HANDLE}/status/{there[0]}"} if there else {}
    answer = await acted(system, asked.id, "settle", {"outcome": outcome, **where})
    assert answer.is_success, answer.text
    settled = await until_state(system, asked.id, {becomes})
    assert (settled["again"] is not None) == (outcome == "not_posted"), "another try needs an approval of its own"
    await clear_faults(system)
