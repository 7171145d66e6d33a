"""How sure a figure is: intervals that hold 95 times in 100 for lines like these."""

from dataclasses import dataclass
from functools import cache
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

Z = 1.959964
"""Standard deviations on either side that hold 95 % of a normal distribution."""
ROUNDS = 1000
"""Resamplings: enough for two digits."""
SEED = 20261123
"""Fixed, so that the same answers give the same intervals."""
Numbers = NDArray[np.floating[Any]]
Counts = NDArray[np.integer[Any]]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its interval; where it is a share, so many of so many."""

    value: float | None
    """None where there is nothing to measure it on."""
    low: float | None
    high: float | None
    count: int | None = None
    of: int | None = None


def share(part: int, whole: int) -> Figure:
    """So many of so many, with Wilson's interval."""
    if whole == 0:
        return Figure(None, None, None, part, whole)
    low, high = wilson(part, whole)
    return Figure(part / whole, low, high, part, whole)


def wilson(part: int, whole: int) -> tuple[float, float]:
    """Wilson's interval of a share: it holds for few lines and near 0 and 1, too."""
    rate, spread = part / whole, Z * Z / whole
    middle = (rate + spread / 2) / (1 + spread)
    half = Z * sqrt(rate * (1 - rate) / whole + spread / whole / 4) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


@cache
def resampled(lines: int) -> Counts:
    """How often each line is drawn in each of the rounds: a row a round."""
    chance = np.random.default_rng(SEED)
    return chance.multinomial(lines, np.full(lines, 1 / lines), size=ROUNDS)


def between(values: Numbers) -> tuple[float, float]:
    """The interval in which 95 % of the resampled values lie."""
    known = values[~np.isnan(values)]
    low, high = np.percentile(known, [2.5, 97.5])
    return float(low), float(high)
