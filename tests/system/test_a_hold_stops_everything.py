"""A hold through the desk: what falls due under it stays here, what its incident allows goes, its end sends nothing."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.support.posting import approve, on_platform, submit, until_state
from tests.support.system import System
from tests.support.waiting import wait_until

ACCOUNT, HANDLE = "x_eastbourne", "sbx_eastbourne"
"""Held here and by no other test, as tests run beside each other."""


async def hold(system: System, **asked: str) -> dict[str, Any]:
    """Begun by the supervisor."""
    async with system.client() as desk:
        answer = await desk.post("/api/holds", json={"scope": f"account:{ACCOUNT}", "reason": "A fire.", **asked})
    assert answer.is_success, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def release(system: System, name: str) -> None:
    async with system.client() as desk:
        answer = await desk.delete(f"/api/holds/{name}")
    assert answer.is_success, answer.text


async def applied(system: System, name: str) -> dict[str, Any]:
    """Once the publisher has acknowledged it."""
    found: dict[str, Any] = {}

    async def _applied() -> bool:
        nonlocal found
        async with system.client() as desk:
            found = (await desk.get(f"/api/holds/{name}")).json()
        return found.get("state") == "applied"

    await wait_until(_applied, 20, what="the hold is applied")
    return found


async def texts(system: System) -> list[str]:
    return [str(post["text"]) for post in await on_platform(system, HANDLE)]


async def test_six_posts_fall_due_under_a_hold_and_none_goes_out_when_it_ends(system: System) -> None:
    soon = (datetime.now(UTC) + timedelta(seconds=12)).isoformat()
    asked = [await submit(system, ACCOUNT, f"Beach safety notice {n} of six", not_before=soon) for n in range(6)]
    for one in asked:
        assert (await approve(system, one)).is_success
    held = await hold(system)
    await applied(system, held["id"])
    for one in asked:
        missed = await until_state(system, one.id, {"missed", "posted"}, within=40)
        assert missed["state"] == "missed", missed
    await release(system, held["id"])
    later = await submit(system, ACCOUNT, "Posting goes on after the hold")
    assert (await approve(system, later)).is_success
    await until_state(system, later.id, {"posted"}, within=40)
    assert [text for text in await texts(system) if text.startswith("Beach safety notice")] == []


async def test_what_a_supervisor_approved_under_the_incident_passes_its_hold_and_nothing_else(system: System) -> None:
    held = await hold(system, incident="Pier fire")
    await applied(system, held["id"])
    try:
        warning = await submit(system, ACCOUNT, "Keep away from the pier, please", incident="Pier fire")
        another = await submit(system, ACCOUNT, "Coffee with officers on Monday")
        of_another = await submit(system, ACCOUNT, "The flood is over, thank you", incident="Flood")
        for one in (warning, another, of_another):
            assert (await approve(system, one)).is_success
        await until_state(system, warning.id, {"posted"}, within=40)
        for one in (another, of_another):
            assert (await until_state(system, one.id, {"missed", "posted", "void"}, within=40))["state"] == "missed"
    finally:
        await release(system, held["id"])
    assert [text for text in await texts(system) if "Coffee" in text or "flood" in text] == []
