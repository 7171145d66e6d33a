"""The scenario's first draft: the guidance check objects, with its rules' sources, and the desk sends none of it."""

from operations.demo.desk import Desk, NotDone
from operations.demo.scenario import FirstDraft
from operations.demo.stage import Stage


async def try_first_draft(draft: FirstDraft, stage: Stage, author: Desk) -> bool:
    """Whether the check said what the scenario expects, and the draft was refused as it stands."""
    await stage.until(draft.at)
    stage.say(f"The officer drafts: {draft.text}")
    try:
        said = await author.act("/api/guidance", {"account": draft.account, "text": draft.text})
    except NotDone as reason:
        stage.say(f"THE CHECK did not answer: {reason}")
        return False
    findings = [each for each in said["findings"] if each["level"] != "hints"]
    for each in findings:
        stage.say(f"   The guidance check {_does(each['level'])}: {each['says']} ({each['source']})")
    try:
        await author.act("/api/posts", {"deliveries": [{"account": draft.account, "text": draft.text}]})
    except NotDone as refusal:
        stage.say(f"   It is not sent for approval like that: {refusal}")
    else:
        stage.say("THE CHECK let the draft pass without an answer.")
        return False
    if len(findings) < draft.objections:
        stage.say(f"THE CHECK found {len(findings)} things to mend, and there are {draft.objections}.")
        return False
    return True


def _does(level: str) -> str:
    return "stops it" if level == "blocks" else "asks"
