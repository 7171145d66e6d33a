"""The labels as a person says they are: whole and consistent, or refused with what is wrong."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import datetime
from typing import get_args

from services.desk.domain.mention import DeskMention
from services.desk.domain.refusal import Refused
from shared.contracts.labels import OUTSIDE, UNKNOWN_DISTRICT, Labels, Reason, Tag, Urgency
from shared.contracts.work_changed import Correction

NEEDS_CONCERN = frozenset({"community_concern", "wrong_place_report"})
"""Tags that say nothing without the kind of concern."""

ALWAYS_ANSWERED = frozenset({"emergency", "wrong_place_report", "appeal_response"})
"""Newly given, they need an answer: somebody waits to be sent to the right channel."""

SELDOM_ANSWERED = frozenset({"spam", "abuse", "chat", "praise"})
"""Where these stand alone, nobody waits."""

BY_A_PERSON = "A person said so"
"""The rule behind a label that no machine gave."""

UNSAID = Labels(
    tags=("chat",),
    urgency="routine",
    needs_reply=False,
    district=UNKNOWN_DISTRICT,
    language="und",
    sentiment="neutral",
    alert=False,
)
"""What a person starts from where triage has not labelled a mention yet: their word comes first, and is final."""


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody asks to have changed; None leaves a label as it is."""

    tags: tuple[str, ...] | None = None
    concern: str | None = None
    urgency: str | None = None
    needs_reply: bool | None = None
    district: str | None = None


def correct(
    item: DeskMention, change: Change, *, by: str, now: datetime, districts: Collection[str], concerns: Collection[str]
) -> Correction:
    """The correction of a mention's labels; final for that mention until a person corrects it again."""
    if item.labels is None and change.tags is None:
        raise Refused("invalid", "This mention has no labels yet.", "Say its tags as well, or try again in a moment.")
    was = item.labels or UNSAID
    tags = _tags(change.tags) if change.tags is not None else was.tags
    labels = Labels(
        tags=tags,
        concern=_concern(change.concern if change.concern is not None else was.concern, tags, concerns),
        urgency=_urgency(change.urgency or was.urgency, tags),
        needs_reply=_needs_reply(was, tags, asked=change.needs_reply),
        district=_district(change.district or was.district, districts),
        police_area=was.police_area if (change.district or was.district) == OUTSIDE else None,
        place=was.place if change.district in (None, was.district) else None,
        personal_data=was.personal_data,
        language=was.language,
        sentiment=was.sentiment,
        alert="emergency" in tags,
        reasons=_reasons(was, tags),
    )
    if item.labels is not None and _alike(labels, was):
        raise Refused("invalid", "This changes no label.", f"Say which labels are wrong: {', '.join(_CHANGEABLE)}.")
    mention = item.mention
    return Correction(
        mention=mention.id,
        conversation=mention.conversation,
        accounts=mention.accounts,
        link=mention.link,
        posted_at=mention.posted_at,
        received_at=mention.received_at,
        labels=labels,
        was_concern="community_concern" in was.tags,
        by=by,
        at=now,
    )


def _tags(asked: tuple[str, ...]) -> tuple[Tag, ...]:
    wrong = [tag for tag in asked if tag not in get_args(Tag)]
    if wrong or not asked:
        name = f"{wrong[0]} is no tag." if wrong else "A mention has at least one tag."
        raise Refused("invalid", name, f"Choose from: {', '.join(get_args(Tag))}.")
    if "chat" in asked and len(set(asked)) > 1:
        raise Refused("invalid", "Chat stands alone.", "Take chat away, or the other tags.")
    return tuple(tag for tag in get_args(Tag) if tag in asked)


def _concern(asked: str | None, tags: tuple[Tag, ...], concerns: Collection[str]) -> str | None:
    if NEEDS_CONCERN.isdisjoint(tags):
        return None
    if not asked:
        raise Refused("invalid", "A concern or report has a kind.", "Choose which kind of concern it is.")
    if asked not in concerns:
        raise Refused("invalid", f"{asked} is no kind of concern.", f"Choose from: {', '.join(concerns)}.")
    return asked


def _urgency(asked: str, tags: tuple[Tag, ...]) -> Urgency:
    """Immediate for every emergency and for nothing else."""
    if "emergency" in tags:
        return "immediate"
    known = next((value for value in get_args(Urgency) if value == asked), None)
    if known is None:
        raise Refused("invalid", f"{asked} is no urgency.", f"Choose from: {', '.join(get_args(Urgency))}.")
    return "today" if known == "immediate" else known


def _needs_reply(was: Labels, tags: tuple[Tag, ...], *, asked: bool | None) -> bool:
    """Whether it needs an answer: always for an emergency, else as asked, else as new tags have it.

    A form sends the answer along in any case: one that says what was so already asks for nothing.
    """
    if "emergency" in tags:
        return True
    if asked is not None and asked != was.needs_reply:
        return asked
    if set(tags) == set(was.tags):
        return was.needs_reply
    if ALWAYS_ANSWERED & (set(tags) - set(was.tags)):
        return True
    return was.needs_reply and not set(tags) <= SELDOM_ANSWERED


def _alike(labels: Labels, was: Labels) -> bool:
    """Whether nothing that a person can say differs; the order of tags says nothing."""
    same_tags = set(labels.tags) == set(was.tags)
    return same_tags and all(getattr(labels, name) == getattr(was, name) for name in _CHANGEABLE if name != "tags")


_CHANGEABLE = tuple(field.name for field in fields(Change))


def _district(asked: str, districts: Collection[str]) -> str:
    if asked not in districts and asked not in (UNKNOWN_DISTRICT, OUTSIDE):
        raise Refused("invalid", f"{asked} is no district of this force.", "Choose one of the list, or unknown.")
    return asked


def _reasons(was: Labels, tags: tuple[Tag, ...]) -> tuple[Reason, ...]:
    """The machine's reasons for what stays, and the person's word for what is new."""
    gone = set(was.tags) - set(tags)
    kept = tuple(reason for reason in was.reasons if reason.label not in gone)
    return kept + tuple(Reason(label=tag, rule=BY_A_PERSON) for tag in tags if tag not in was.tags)
