"""Whether probabilities mean what they say: of those said to be 0.7 likely, 7 in 10 should be so."""

from collections.abc import Sequence
from dataclasses import dataclass

BINS = 10
"""Steps of probability that are looked at together."""


@dataclass(frozen=True, slots=True)
class Bin:
    """The messages whose probability lies in one step."""

    low: float
    high: float
    lines: int
    said: float
    """Their mean probability."""
    were: float
    """The share of them that were so."""


def bins_of(likely: Sequence[float], were: Sequence[bool]) -> list[Bin]:
    """The steps that have messages."""
    found: dict[int, list[tuple[float, bool]]] = {}
    for said, so in zip(likely, were, strict=True):
        found.setdefault(min(int(said * BINS), BINS - 1), []).append((said, so))
    return [
        Bin(
            low=place / BINS,
            high=(place + 1) / BINS,
            lines=len(each),
            said=sum(said for said, _ in each) / len(each),
            were=sum(so for _, so in each) / len(each),
        )
        for place, each in sorted(found.items())
    ]


def calibration_error(bins: Sequence[Bin]) -> float | None:
    """How far said and so lie apart on average (ECE); None for nothing."""
    lines = sum(each.lines for each in bins)
    return sum(each.lines * abs(each.said - each.were) for each in bins) / lines if lines else None


def brier(likely: Sequence[float], were: Sequence[bool]) -> float | None:
    """The mean square of what each probability is off by; None for nothing."""
    return sum((said - so) ** 2 for said, so in zip(likely, were, strict=True)) / len(likely) if likely else None
