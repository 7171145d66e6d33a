"""Danger against load: how much of it is found when people look at so many messages first."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

TRAFFIC = 0.05
"""Share of messages that tell of danger in the traffic that load is reckoned for: the test set holds far more of them
than an account gets. Nobody has counted it yet; the report gives the load for other shares, too."""
SHARES = (0.01, 0.02, 0.05, 0.10)
"""Other shares of danger."""
LOADS = (0.02, 0.05, 0.10, 0.20)
"""Shares of the traffic that people might look at."""
RECALLS = (0.95, 0.98)
"""Shares of the dangers that they might want to see."""


@dataclass(frozen=True, slots=True)
class Point:
    """Looking at the likeliest messages down to one of them."""

    found: float
    """Share of the dangers among them."""
    false: float
    """Share of the harmless messages among them."""

    def load(self, danger: float) -> float:
        """The share of all messages that it is, where this share of them tells of danger."""
        return danger * self.found + (1 - danger) * self.false

    def precision(self, danger: float) -> float | None:
        """The share of dangers in it, where this share of all messages tells of danger."""
        load = self.load(danger)
        return danger * self.found / load if load else None


def curve(scores: Sequence[float], dangers: Sequence[bool]) -> list[Point]:
    """Every point that there is: messages of the same score cannot be told apart and come together."""
    ranked = sorted(zip(scores, dangers, strict=True), reverse=True)
    dangerous = sum(dangers)
    harmless = len(dangers) - dangerous
    if not dangerous or not harmless:
        return []
    points, found, false = [Point(0.0, 0.0)], 0, 0
    for _, same in groupby(ranked, key=lambda each: each[0]):
        told = [danger for _, danger in same]
        found, false = found + sum(told), false + len(told) - sum(told)
        points.append(Point(found / dangerous, false / harmless))
    return points


def recall_at(points: Sequence[Point], load: float, danger: float = TRAFFIC) -> float | None:
    """The dangers found at no more than this load."""
    return max((point.found for point in points if point.load(danger) <= load), default=None)


def load_at(points: Sequence[Point], recall: float, danger: float = TRAFFIC) -> float | None:
    """The least load that finds at least this share of the dangers."""
    return min((point.load(danger) for point in points if point.found >= recall), default=None)


def area_under(points: Sequence[Point]) -> float | None:
    """How often a danger is ranked above a harmless message (AUC)."""
    if not points:
        return None
    steps = pairwise(points)
    return sum((after.false - before.false) * (after.found + before.found) / 2 for before, after in steps)
