"""What the Mention page offers to correct its labels: kept as it was filled in, where it could not be saved."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.datastructures import FormData

from services.desk.domain.label_form import FIELDS, Values, tags_said, touched, values_of
from services.desk.domain.refusal import Refused
from services.desk.pages import vocabulary
from shared.contracts.labels import Labels
from shared.registry import Registry

SHOWN = "shown_"
"""How the names of the fields begin that say what the form showed."""


@dataclass(frozen=True, slots=True)
class Filled:
    """The form as somebody sent it."""

    given: Values
    shown: Values | None
    """None from a form that does not say."""


@dataclass(frozen=True, slots=True)
class Correcting:
    """The form as the page shows it."""

    values: Values
    shown: Values
    fault: str = ""
    field: str = ""
    """Which field is wrong; empty where it is none of them."""

    @property
    def tags(self) -> Sequence[str]:
        """Those that are ticked."""
        return self.values["tags"].split()


def filled(form: FormData) -> Filled:
    """What was sent; a field that is missing, or empty where that means nothing, says nothing."""
    sent = {name: str(form[name]) for name in FIELDS[1:] if name in form}
    given = {name: value for name, value in sent.items() if value or name == "concern"}
    given["tags"] = tags_said([str(tag) for tag in form.getlist("tags")])
    shown = {name: str(form[SHOWN + name]) for name in FIELDS if SHOWN + name in form}
    return Filled(given, shown if len(shown) == len(FIELDS) else None)


def said(form: Filled, labels: Labels | None) -> Values:
    """What somebody changed against what they saw; against the labels as they stand where the form does not say."""
    return touched(form.given, form.shown or (values_of(labels) if labels else {}))


def correcting(labels: Labels, form: Filled | None = None, fault: Refused | None = None) -> Correcting:
    """The labels as they stand, with what somebody changed where it was refused."""
    stands = values_of(labels)
    if form is None or fault is None:
        return Correcting(stands, stands)
    told = f"{fault.title} {fault.detail}"
    return Correcting({**stands, **said(form, labels)}, stands, told, str(fault.more.get("field", "")))


def followed_as(names: Sequence[str], labels: Labels) -> list[str]:
    """What followed from a correction by itself, each with its value, for the address of the page that tells of it."""
    values = values_of(labels)
    return [f"{name}:{values[name]}" for name in names]


def followed_said(followed: Sequence[str], labels: Labels | None, registry: Registry) -> str:
    """What followed from a correction by itself, in a sentence; empty where nothing did, or labels changed since."""
    names = [each.partition(":")[0] for each in followed]
    if labels is None or not set(names) <= set(FIELDS) or followed_as(names, labels) != list(followed):
        return ""
    kind = registry.concerns.get(labels.concern or "")
    values = {
        "concern": f"the concern is {kind.name if kind else 'none'}",
        "urgency": f"the urgency is {vocabulary.URGENCIES[labels.urgency]}",
        "needs_reply": f"it needs {'an' if labels.needs_reply else 'no'} answer",
    }
    told = [value for name, value in values.items() if name in names]
    return f"From that follows: {', '.join(told)}." if told else ""
