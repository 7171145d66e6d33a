"""The form that corrects labels: what it showed, what somebody made of it, and what of that they said themselves."""

from collections.abc import Collection, Mapping
from typing import get_args

from services.desk.domain.correction import Change
from services.desk.domain.refusal import Refused
from shared.contracts.labels import Labels, Tag

Values = Mapping[str, str]
"""By field, as a form has them; tags side by side with a space between them."""
FIELDS = ("tags", "concern", "urgency", "district", "needs_reply")
YES, NO = "yes", "no"


def values_of(labels: Labels) -> Values:
    """What the form shows of labels as they stand."""
    return {
        "tags": tags_said(labels.tags),
        "concern": labels.concern or "",
        "urgency": labels.urgency,
        "district": labels.district,
        "needs_reply": YES if labels.needs_reply else NO,
    }


def tags_said(tags: Collection[str]) -> str:
    """Tags as one value of a form: in the order of the guide, so that the same tags are the same value."""
    known: tuple[str, ...] = get_args(Tag)
    return " ".join([*(tag for tag in known if tag in tags), *sorted(set(tags).difference(known))])


def touched(given: Values, shown: Values) -> Values:
    """The fields that somebody changed against what the form had shown them."""
    return {name: given[name] for name in FIELDS if name in given and given[name] != shown.get(name)}


def change_of(said: Values) -> Change:
    """What somebody says with these fields."""
    return Change(
        tags=tuple(said["tags"].split()) if "tags" in said else None,
        concern=said.get("concern"),
        urgency=said.get("urgency"),
        needs_reply=said["needs_reply"] == YES if "needs_reply" in said else None,
        district=said.get("district"),
    )


def refuse_unseen(labels: Labels | None, shown: Values | None) -> None:
    """Refuse to correct labels that changed while somebody looked: nobody confirms what they have not read."""
    if shown is not None and labels is not None and shown != values_of(labels):
        raise Refused(
            "conflict",
            "The labels changed while you looked.",
            "The form has them as they stand now, with what you changed. Save again if it is still right.",
        )
