"""What follows from the tags that a person gave: what they said beside them stands where the labelling guide allows it.

A contradiction is refused with the field and the remedy; what was not said stays as near to what it was as it may.
"""

from collections.abc import Collection
from typing import get_args

from services.desk.domain.refusal import Refused
from shared.contracts.labels import Labels, Tag, Urgency
from shared.rules.labelling import ABOUT, ANSWERED, MUST_ANSWER, replies, urgencies

NOTHING_WAITS = "Spam, abuse, praise or chat alone leaves nothing to do."


def concern_of(was: Labels, tags: Collection[Tag], asked: str | None, known: Collection[str]) -> str | None:
    """The kind of concern, where a tag calls for one."""
    if asked and asked not in known:
        raise _wrong("concern", f"{asked} is no kind of concern.", f"Choose from: {', '.join(known)}.")
    if ABOUT.isdisjoint(tags):
        if asked:
            how = "Tick one of them as well, or set the concern to None."
            raise _wrong("concern", "Only a community concern or a report has a kind of concern.", how)
        return None
    concern = was.concern if asked is None else asked
    if not concern:
        how = "Choose which under Concern; Other where no kind fits."
        raise _wrong("concern", "A community concern or a report needs its kind of concern.", how)
    return concern


def needs_reply_of(was: Labels, tags: Collection[Tag], *, asked: bool | None, nothing_to_do: bool) -> bool:
    """Whether it needs an answer; what newly calls for one does, unless somebody says that there is nothing to do."""
    fitting = replies(tags)
    if asked is not None and asked not in fitting:
        raise _wrong("needs_reply", *_why_not_answered_so(asked=asked))
    if len(fitting) == 1:
        return fitting[0]
    if asked is not None:
        return asked
    newly = set(tags) - set(was.tags)
    return not nothing_to_do and (was.needs_reply or not ANSWERED.isdisjoint(newly))


def urgency_of(was: Labels, tags: Collection[Tag], asked: str | None, *, needs_reply: bool) -> Urgency:
    """How soon; what was thought an emergency is still for today where somebody has to look at it."""
    fitting = urgencies(tags, needs_reply=needs_reply)
    if asked is not None:
        return _asked_urgency(asked, tags, fitting)
    if was.urgency in fitting and (set(tags) == set(was.tags) or not _settled(was)):
        return was.urgency
    return "today" if was.urgency == "immediate" and "today" in fitting else fitting[0]


def _settled(was: Labels) -> bool:
    """Whether the tags that were there left no choice, so that the urgency goes with them."""
    return len(urgencies(was.tags, needs_reply=was.needs_reply)) == 1


def _asked_urgency(asked: str, tags: Collection[Tag], fitting: Collection[Urgency]) -> Urgency:
    known: Urgency | None = next((value for value in get_args(Urgency) if value == asked), None)
    if known is None:
        raise _wrong("urgency", f"{asked or 'Nothing'} is no urgency.", f"Choose from: {', '.join(get_args(Urgency))}.")
    if known not in fitting:
        raise _wrong("urgency", *_why_not_so_urgent(known, tags))
    return known


def _why_not_so_urgent(asked: Urgency, tags: Collection[Tag]) -> tuple[str, str]:
    if "emergency" in tags:
        return "Every emergency is immediate.", "Set the urgency to Immediate, or take the tag Emergency away."
    if asked == "immediate":
        return (
            "Only an emergency is immediate.",
            "Tick Emergency if somebody may be in danger, or choose another urgency.",
        )
    if "appeal_response" in tags:
        return "An answer to an appeal is for today.", "Set the urgency to Today, or take that tag away."
    if ANSWERED.isdisjoint(tags):
        return NOTHING_WAITS, "Set the urgency to Nothing to do, or tick what calls for more, such as Question."
    if MUST_ANSWER.isdisjoint(tags):
        return "What needs an answer leaves something to do.", "Set Needs an answer to No as well, or choose how soon."
    return "A report needs an answer.", "Set the urgency to Routine or Today, or take the tag of the report away."


def _why_not_answered_so(*, asked: bool) -> tuple[str, str]:
    if asked:
        return NOTHING_WAITS, "Set Needs an answer to No, or tick what calls for one, such as Question."
    return (
        "An emergency, a report or an answer to an appeal needs an answer.",
        "Set Needs an answer to Yes, or take that tag away.",
    )


def _wrong(field: str, title: str, detail: str) -> Refused:
    return Refused("invalid", title, detail, field=field)
