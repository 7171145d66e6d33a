"""The labels as a person says they are: whole and consistent, or refused with what is wrong."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import datetime
from typing import get_args

from services.desk.domain.following import concern_of, needs_reply_of, urgency_of
from services.desk.domain.mention import DeskMention
from services.desk.domain.refusal import Refused
from shared.contracts.labels import OUTSIDE, UNKNOWN_DISTRICT, Labels, Reason, Tag
from shared.contracts.work_changed import Correction

BY_A_PERSON = "A person said so"
"""The rule behind a label that no machine gave."""

UNSAID = Labels(
    tags=("chat",),
    urgency="none",
    needs_reply=False,
    district=UNKNOWN_DISTRICT,
    language="und",
    sentiment="neutral",
    alert=False,
)
"""What a person starts from where triage has not labelled a mention yet: their word comes first, and is final."""


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody says; None leaves it to what follows from the tags, or as it is."""

    tags: tuple[str, ...] | None = None
    concern: str | None = None
    """Empty for none."""
    urgency: str | None = None
    needs_reply: bool | None = None
    district: str | None = None


@dataclass(frozen=True, slots=True)
class Corrected:
    """A correction, and which labels nobody named that changed because of those that somebody did."""

    correction: Correction
    followed: tuple[str, ...]

    @property
    def labels(self) -> Labels:
        """As they are now."""
        return self.correction.labels

    @property
    def tells(self) -> bool:
        """Whether other systems hear of it: a community concern is raised by it, revised or withdrawn."""
        return self.correction.was_concern or "community_concern" in self.labels.tags


def correct(
    item: DeskMention, change: Change, *, by: str, now: datetime, districts: Collection[str], concerns: Collection[str]
) -> Corrected:
    """The correction of a mention's labels; final for that mention until a person corrects it again.

    What was said stands, or is refused where the guide contradicts it; the rest follows from the tags.
    """
    if item.labels is None and change.tags is None:
        how = "Say its tags as well, or try again in a moment."
        raise Refused("invalid", "This mention has no labels yet.", how, field="tags")
    was = item.labels or UNSAID
    labels = _labels(was, change, districts, concerns)
    labels = labels.model_copy(update={"reasons": _reasons(item.labels, labels, change)})
    if item.labels is not None and _alike(labels, was):
        raise Refused("invalid", "This changes no label.", f"Say which labels are wrong: {', '.join(CHANGEABLE)}.")
    mention = item.mention
    correction = Correction(
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
    followed = (name for name in CHANGEABLE if getattr(change, name) is None)
    return Corrected(correction, tuple(name for name in followed if getattr(labels, name) != getattr(was, name)))


def _labels(was: Labels, change: Change, districts: Collection[str], concerns: Collection[str]) -> Labels:
    """All labels, consistent by the guide."""
    tags = _tags(change.tags) if change.tags is not None else was.tags
    needs_reply = needs_reply_of(was, tags, asked=change.needs_reply, nothing_to_do=change.urgency == "none")
    district = _district(change.district or was.district, districts)
    return was.model_copy(
        update={
            "tags": tags,
            "concern": concern_of(was, tags, change.concern, concerns),
            "urgency": urgency_of(was, tags, change.urgency, needs_reply=needs_reply),
            "needs_reply": needs_reply,
            "district": district,
            "police_area": was.police_area if district == OUTSIDE else None,
            "place": was.place if district == was.district else None,
            "alert": "emergency" in tags or (was.alert and set(tags) == set(was.tags)),
        }
    )


def _tags(asked: tuple[str, ...]) -> tuple[Tag, ...]:
    wrong = [tag for tag in asked if tag not in get_args(Tag)]
    if wrong or not asked:
        name = f"{wrong[0]} is no tag." if wrong else "A mention has at least one tag."
        raise Refused("invalid", name, f"Choose from: {', '.join(get_args(Tag))}.", field="tags")
    if "chat" in asked and len(set(asked)) > 1:
        raise Refused("invalid", "Chat stands alone.", "Take chat away, or the other tags.", field="tags")
    return tuple(tag for tag in get_args(Tag) if tag in asked)


def _alike(labels: Labels, was: Labels) -> bool:
    """Whether nothing that a person can say differs; the order of tags says nothing."""
    same_tags = set(labels.tags) == set(was.tags)
    return same_tags and all(getattr(labels, name) == getattr(was, name) for name in CHANGEABLE if name != "tags")


CHANGEABLE = tuple(field.name for field in fields(Change))
"""The labels that a person can say, as the form has them."""


def _district(asked: str, districts: Collection[str]) -> str:
    if asked not in districts and asked not in (UNKNOWN_DISTRICT, OUTSIDE):
        how = "Choose one of the list, or unknown."
        raise Refused("invalid", f"{asked} is no district of this force.", how, field="district")
    return asked


def _reasons(was: Labels | None, labels: Labels, change: Change) -> tuple[Reason, ...]:
    """The reasons of the labels that stand still, and the person's word for what they said anew."""
    before = {f"concern:{was.concern}", f"district:{was.district}", *was.tags} if was else set()
    said: list[str] = [tag for tag in labels.tags if tag not in before]
    if change.concern and labels.concern:
        said.append(f"concern:{labels.concern}")
    if change.district:
        said.append(f"district:{labels.district}")
    kept = tuple(reason for reason in (was.reasons if was else ()) if _stands(reason.label, labels))
    return kept + tuple(Reason(label=label, rule=BY_A_PERSON) for label in said if label not in before)


def _stands(label: str, labels: Labels) -> bool:
    kind, _, value = label.partition(":")
    if kind in get_args(Tag):
        return kind in labels.tags
    if kind == "alert":
        return labels.alert
    return kind not in ("concern", "district") or value == getattr(labels, kind)
