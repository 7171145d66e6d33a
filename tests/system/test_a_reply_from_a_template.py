"""A night shift: somebody alone answers a report in the wrong place, with words that two people approved before."""

from typing import Any

import httpx

from tests.support.posting import on_platform, until_state
from tests.support.system import System
from tests.support.waiting import wait_until

WORDS = "Thank you for telling us. We cannot take reports here. {route}"


async def approved_template(system: System) -> dict[str, Any]:
    """Proposed by the officer, approved by two others."""
    asked = {"name": "Report it", "accounts": ["x_hastings"], "texts": {"en": WORDS}, "use_for": ["wrong_place_report"]}
    async with system.client("officer") as desk:
        answer = await desk.post("/api/templates", json=asked)
    assert answer.is_success, answer.text
    template: dict[str, Any] = answer.json()
    own = await approves(system, template, "officer")
    assert own.status_code == httpx.codes.FORBIDDEN, own.text
    for person in ("approver", "supervisor"):
        answer = await approves(system, template, person)
        assert answer.is_success, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def approves(system: System, template: dict[str, Any], person: str) -> httpx.Response:
    async with system.client(person) as desk:
        return await desk.post(f"/api/templates/{template['id']}/approve", json={"hash": template["hash"]})


async def test_a_route_reply_goes_out_with_nobody_else_awake(system: System) -> None:
    template = await approved_template(system)
    mention = await system.mention("Somebody broke into my shed in Ore last night, can you log it?")

    async def _arrived() -> bool:
        async with system.client("officer") as desk:
            return any(each["id"] == mention for each in (await desk.get("/api/mentions", params={"q": "shed"})).json())

    await wait_until(_arrived, 30, what="the mention is on the desk")
    async with system.client("officer") as desk:
        answer = await desk.post(
            f"/api/mentions/{mention}/reply?wait=5", json={"template": template["id"], "route": "non_emergency_101"}
        )
    assert answer.is_success, answer.text
    (reply,) = answer.json()["deliveries"]
    posted = await until_state(system, reply["id"], {"posted"}, within=40)
    assert posted["approver"] in ("approver", "supervisor")
    (held,) = [post for post in await on_platform(system, "sbx_hastings") if post["id"] == posted["platform_id"]]
    assert "ring 101" in held["text"]
    assert held["in_reply_to"] == mention.removeprefix("x:")


async def test_a_template_that_was_withdrawn_answers_nobody(system: System) -> None:
    template = await approved_template(system)
    async with system.client("approver") as desk:
        answer = await desk.post(f"/api/templates/{template['id']}/withdraw", json={"reason": "The number changes."})
    assert answer.is_success, answer.text
    mention = await system.mention("My car was scratched in Bohemia, where do I report that?")

    async def _refused() -> bool:
        async with system.client("officer") as desk:
            answer = await desk.post(
                f"/api/mentions/{mention}/reply", json={"template": template["id"], "route": "non_emergency_101"}
            )
        return answer.status_code == httpx.codes.CONFLICT

    await wait_until(_refused, 30, what="the reply is refused")
