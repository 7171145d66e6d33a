"""The scenario's templates of replies: proposed by an officer, approved by two others, there from the demo's start."""

from collections.abc import Sequence
from typing import Any

from operations.demo.desk import Desk, NotDone
from operations.demo.scenario import Template
from operations.demo.stage import Stage


async def approve_templates(
    templates: Sequence[Template], stage: Stage, author: Desk, approvers: Sequence[Desk]
) -> bool:
    """Whether each may be used now; those of an earlier run stay as they are."""
    try:
        usable = {each["name"] for each in await author.look("/api/templates") if each["usable"]}
        for template in templates:
            if template.name not in usable:
                await _approved(template, author, approvers)
    except NotDone as refusal:
        stage.say(f"THE TEMPLATES could not be approved: {refusal}")
        return False
    names = ", ".join(f"{each.name} ({len(each.texts)} languages)" for each in templates)
    stage.say(f"Two people have approved replies that need nobody else, for 90 days: {names}. See /guidance.")
    return True


async def _approved(template: Template, author: Desk, approvers: Sequence[Desk]) -> None:
    made: dict[str, Any] = await author.act("/api/templates", template.model_dump(mode="json"))
    for approver in approvers:
        made = await approver.act(f"/api/templates/{made['id']}/approve", {"hash": made["hash"]})
    if not made["usable"]:
        raise NotDone(f"{template.name} is not usable: {made['why_not']}")
