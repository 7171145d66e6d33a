"""How labels hang together by the labelling guide: what the tags settle, and what they leave to judgement.

The machine judges within it, and people's corrections follow it: both would contradict themselves otherwise.
"""

from collections.abc import Collection

from shared.contracts.labels import Tag, Urgency

ABOUT: frozenset[Tag] = frozenset({"wrong_place_report", "community_concern"})
"""Tags that are about a concern: they say nothing without its kind, and nothing else has one."""
MUST_ANSWER: frozenset[Tag] = frozenset({"emergency", "wrong_place_report", "appeal_response"})
"""Somebody waits to be sent to the right channel."""
ANSWERED: frozenset[Tag] = MUST_ANSWER | {"question", "complaint", "community_concern"}
"""What may call for an answer; spam, abuse, praise and chat alone never do."""


def urgencies(tags: Collection[Tag], *, needs_reply: bool) -> tuple[Urgency, ...]:
    """Those that fit the tags, the usual one first: `immediate` for every emergency and for nothing else."""
    if "emergency" in tags:
        return ("immediate",)
    if "appeal_response" in tags:
        return ("today",)
    if ANSWERED.isdisjoint(tags):
        return ("none",)
    return ("routine", "today") if needs_reply else ("routine", "today", "none")


def replies(tags: Collection[Tag]) -> tuple[bool, ...]:
    """Whether somebody from the force has to answer, as far as the tags say so; the usual first."""
    if not MUST_ANSWER.isdisjoint(tags):
        return (True,)
    return (False,) if ANSWERED.isdisjoint(tags) else (True, False)
