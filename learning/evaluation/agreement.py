"""How far two people who labelled the same lines agree: nobody can be measured as better than that."""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from learning.evaluation.answers import FIELDS, Answer
from learning.evaluation.intervals import Figure, share
from learning.evaluation.scores import values_in


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of one field, or of one of its values."""

    field: str
    value: str
    """"" for the whole field."""
    same: Figure
    """The share of lines on which both say the same."""
    kappa: float | None
    """Cohen's: 0 is what chance would give, 1 is full agreement; None where there was nothing to disagree on."""


def kappa(one: Sequence[Hashable], other: Sequence[Hashable]) -> float | None:
    """Cohen's kappa of two people's choices."""
    lines = len(one)
    if not lines:
        return None
    ones, others = Counter(one), Counter(other)
    by_chance = sum(ones[value] * others[value] for value in ones) / lines / lines
    if by_chance == 1:
        return None
    same = sum(a == b for a, b in zip(one, other, strict=True)) / lines
    return (same - by_chance) / (1 - by_chance)


def agreements(first: Sequence[Answer], second: Sequence[Answer]) -> list[Agreement]:
    """Of every field as a whole, and of every tag and kind of personal data by itself."""
    found = []
    for field in FIELDS:
        found.append(_of(field, "", [each.values[field] for each in first], [each.values[field] for each in second]))
        if field in ("tags", "personal_data"):
            found += [
                _of(field, value, *([value in each.values[field] for each in answers] for answers in (first, second)))
                for value in values_in(field, first, second)
            ]
    return found


def _of(field: str, value: str, one: Sequence[Hashable], other: Sequence[Hashable]) -> Agreement:
    same = sum(a == b for a, b in zip(one, other, strict=True))
    return Agreement(field, value, share(same, len(one)), kappa(one, other))
