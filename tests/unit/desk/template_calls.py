"""Calls about templates that several tests make."""

from typing import Any

import httpx

from shared.contracts.work_changed import Template, TemplateApproval
from tests.support.desk import PaperDesk

TEXTS = {
    "en": "Thank you for telling us. We cannot take reports here. {route}",
    "pl": "Dziękujemy. Tutaj nie przyjmujemy zgłoszeń. Zgłoś tutaj: {route}",
}
WORDING = {"name": "Wrong place", "accounts": ["x_hastings"], "texts": TEXTS, "use_for": ["wrong_place_report"]}


async def proposed(desk: PaperDesk, by: str = "officer", **other: Any) -> dict[str, Any]:  # noqa: ANN401 - any field of it
    """A template that waits for two approvals."""
    async with desk.signed_in(by) as client:
        answer = await client.post("/api/templates", json=WORDING | other)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def ask(desk: PaperDesk, template: str, act: str, body: object, *, by: str = "approver") -> httpx.Response:
    """Somebody asks something of a template."""
    async with desk.signed_in(by) as client:
        return await client.post(f"/api/templates/{template}/{act}", json=body)


async def approved(desk: PaperDesk, **other: Any) -> dict[str, Any]:  # noqa: ANN401 - any field of it
    """A template that two people have approved."""
    made = await proposed(desk, **other)
    for by in ("approver", "supervisor"):
        answer = await ask(desk, made["id"], "approve", {"hash": made["hash"]}, by=by)
        assert answer.status_code == 200, answer.text
        made = answer.json()
    return made


def template(desk: PaperDesk, id_: str = "t1", **other: Any) -> Template:  # noqa: ANN401 - any field of it
    """A template that two people approved a moment ago, as the topic has it."""
    plain = Template.model_validate(
        {"id": id_, "author": "officer", "written_at": desk.clock(), "at": desk.clock()} | WORDING | other
    )
    given = tuple(TemplateApproval(by=by, at=desk.clock(), hash=plain.hash) for by in ("approver", "supervisor"))
    return plain.model_copy(update={"approvals": given})
