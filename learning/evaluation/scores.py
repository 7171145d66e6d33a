"""Precision, recall and F1 of labels, and macro-F1 with what speaks for its being so."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from learning.evaluation.answers import Answer
from learning.evaluation.intervals import Counts, Figure, Numbers, between, resampled, share

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Row:
    """How one value of a field fared."""

    value: str
    wanted: int
    given: int
    precision: Figure
    recall: Figure
    f1: Figure


def flags(answers: Sequence[Answer], field: str, values: Sequence[str]) -> Flags:
    """Whether each answer has each value: a row an answer, a column a value."""
    return np.array([[value in answer.values[field] for value in values] for answer in answers], dtype=bool).reshape(
        len(answers), len(values)
    )


def values_in(field: str, *answers: Sequence[Answer]) -> list[str]:
    """Every value that anybody gave, in alphabetical order."""
    return sorted({value for each in answers for answer in each for value in answer.values[field]})


def rows_of(wanted: Sequence[Answer], given: Sequence[Answer], field: str) -> list[Row]:
    """How each value of a field fared."""
    values = values_in(field, wanted, given)
    ours, theirs = flags(given, field, values), flags(wanted, field, values)
    f1s = _f1(ours, theirs, resampled(len(wanted)))
    return [_row(value, ours[:, place], theirs[:, place], f1s[:, place]) for place, value in enumerate(values)]


def _row(value: str, ours: Flags, theirs: Flags, f1s: Numbers) -> Row:
    both, given, wanted = int((ours & theirs).sum()), int(ours.sum()), int(theirs.sum())
    f1 = Figure(2 * both / (given + wanted), *between(f1s))
    return Row(value, wanted, given, share(both, given), share(both, wanted), f1)


def macro_f1(wanted: Sequence[Answer], given: Sequence[Answer], field: str = "tags") -> Figure:
    """The mean F1 of the values that anybody gave, each counting the same."""
    value, rounds = _macro(wanted, given, field)
    return Figure(value, *between(rounds))


def gain(wanted: Sequence[Answer], given: Sequence[Answer], other: Sequence[Answer], field: str = "tags") -> Figure:
    """By how much the macro-F1 of one is above the other's, on the same resampled lines."""
    (one, ones), (two, twos) = _macro(wanted, given, field), _macro(wanted, other, field)
    return Figure(one - two, *between(ones - twos))


def _macro(wanted: Sequence[Answer], given: Sequence[Answer], field: str) -> tuple[float, Numbers]:
    values = values_in(field, wanted, given)
    ours, theirs = flags(given, field, values), flags(wanted, field, values)
    once = np.ones((1, len(wanted)), dtype=int)
    return float(_mean(_f1(ours, theirs, once))[0]), _mean(_f1(ours, theirs, resampled(len(wanted))))


def micro_f1(wanted: Sequence[Answer], given: Sequence[Answer], field: str = "tags") -> float:
    """The F1 of all values together: for groups too small for a mean of many."""
    both = sum(len(one.values[field] & other.values[field]) for one, other in zip(wanted, given, strict=True))
    return 2 * both / sum(len(each.values[field]) for answers in (wanted, given) for each in answers)


def _f1(ours: Flags, theirs: Flags, drawn: Counts) -> Numbers:
    """The F1 of each value in each round of drawing; not a number where no such line was drawn."""
    both = drawn @ (ours & theirs).astype(int)
    sums = drawn @ (ours.astype(int) + theirs.astype(int))
    f1s: Numbers = np.divide(2.0 * both, sums, out=np.full(sums.shape, np.nan), where=sums > 0)
    return f1s


def _mean(f1s: Numbers) -> Numbers:
    known = ~np.isnan(f1s)
    mean: Numbers = np.where(known, f1s, 0).sum(axis=1) / known.sum(axis=1)
    return mean
