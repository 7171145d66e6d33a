"""Answers: the labels of one message, whoever gave them, in the form in which they are compared."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from learning.mentions import Expected
from shared.contracts.labels import Labels

FIELDS = ("tags", "concern", "urgency", "needs_reply", "district", "personal_data", "language", "sentiment")
"""What a message is labelled with, in the order of the guide."""
DANGER = "emergency"
YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Answer:
    """One set of labels; every field is the set of values it has, so that all are compared by one reckoning."""

    values: dict[str, frozenset[str]]
    alert: bool
    """Whether people are called at once."""

    def one(self, field: str) -> str:
        """The value of a field that has one; "" where there is none."""
        return next(iter(self.values[field]), "")

    @property
    def danger(self) -> bool:
        """Whether it says that somebody may be in danger."""
        return DANGER in self.values["tags"]


def answer_of(given: Labels | Expected) -> Answer:
    """The labels of the machine or of a person; a person who says danger would alert."""
    values = {field: _values(getattr(given, field)) for field in FIELDS}
    alert = given.alert if isinstance(given, Labels) else DANGER in given.tags
    return Answer(values, alert)


def _values(value: Any) -> frozenset[str]:  # noqa: ANN401 - whatever a field holds
    if value is None:
        return frozenset()
    if isinstance(value, bool):
        return frozenset([YES if value else NO])
    return frozenset([value] if isinstance(value, str) else value)


def majority_of(wanted: Sequence[Answer]) -> list[Answer]:
    """What would come out if every message got the commonest value of each field: the mark that says nothing."""
    commonest = {field: _commonest(answer.values[field] for answer in wanted) for field in FIELDS}
    return [Answer(commonest, alert=DANGER in commonest["tags"])] * len(wanted)


def _commonest(values: Iterable[frozenset[str]]) -> frozenset[str]:
    counted = Counter(value for each in values for value in each or {""})
    best = max(sorted(counted), key=lambda value: counted[value], default="")
    return frozenset([best] if best else [])
