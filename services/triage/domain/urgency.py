"""How soon somebody has to look, and whether somebody has to answer."""

from collections.abc import Collection

from services.triage.domain.reading import Reading
from shared.contracts.labels import Tag, Urgency
from shared.rules.labelling import ABOUT, replies, urgencies


def urgency_of(tags: Collection[Tag], reading: Reading, concern: str | None) -> Urgency:
    """`immediate` for every emergency and nothing else; `today` for what fades; `routine` for what wants an answer."""
    usual: Urgency = urgencies(tags, needs_reply=needs_reply(tags))[0]
    if usual == "routine" and not ABOUT.isdisjoint(tags) and _fades(tags, reading, concern):
        return "today"
    return usual


def _fades(tags: Collection[Tag], reading: Reading, concern: str | None) -> bool:
    if "wrong_place_report" not in tags:
        return reading.has("fresh_sure") and not reading.has("habit", "f_habit")
    if reading.has("fresh") and not reading.has("past", "f_past"):
        return True
    return concern == "missing_or_vulnerable_person" and reading.has("incident_now") and not reading.has("past")


def needs_reply(tags: Collection[Tag]) -> bool:
    """Whether somebody from the force ought to answer, or to show the way to a proper channel."""
    return replies(tags)[0]
