"""What the Mention page offers to correct its labels: kept as it was filled in, where it could not be saved."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field

from starlette.datastructures import FormData

from services.desk.domain.correction import Corrected
from services.desk.domain.label_form import FIELDS, Values, tags_said, touched, values_of
from services.desk.domain.refusal import Refused
from services.desk.pages import vocabulary
from shared.clock import new_id
from shared.contracts.labels import Labels
from shared.registry import Registry

SHOWN = "shown_"
"""How the names of the fields begin that say what the form showed."""


UNTOLD_KEPT = 1_000
"""Corrections whose page nobody has loaded yet: as a rule none, for a browser is sent there at once."""


@dataclass
class Untold:
    """What corrections have done, for the one page after each: it cannot be made up, and loading again says nothing."""

    _kept: OrderedDict[str, Corrected] = field(default_factory=OrderedDict)

    def keep(self, corrected: Corrected) -> str:
        """Keep it; returns the key for the address of that page."""
        key = new_id()
        self._kept[key] = corrected
        while len(self._kept) > UNTOLD_KEPT:
            self._kept.popitem(last=False)
        return key

    def take(self, key: str, mention: str) -> Corrected | None:
        """What was done to this mention, once."""
        kept = self._kept.get(key)
        return self._kept.pop(key) if kept is not None and kept.correction.mention == mention else None


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


def correcting(labels: Labels | None, form: Filled | None = None, fault: Refused | None = None) -> Correcting:
    """The labels as they stand, or none chosen yet; with what somebody changed where it was refused."""
    stands = values_of(labels) if labels else dict.fromkeys(FIELDS, "")
    if form is None or fault is None:
        return Correcting(stands, stands)
    told = f"{fault.title} {fault.detail}"
    return Correcting({**stands, **said(form, labels)}, stands, told, str(fault.more.get("field", "")))


def followed_said(corrected: Corrected, registry: Registry) -> str:
    """What followed from a correction by itself, in a sentence; empty where nothing did."""
    labels = corrected.labels
    kind = registry.concerns.get(labels.concern or "")
    values = {
        "concern": f"the concern is {kind.name if kind else 'none'}",
        "urgency": f"the urgency is {vocabulary.URGENCIES[labels.urgency]}",
        "needs_reply": f"it needs {'an' if labels.needs_reply else 'no'} answer",
    }
    told = [value for name, value in values.items() if name in corrected.followed]
    return f"From that follows: {', '.join(told)}." if told else ""
