"""The goals, set before anything was measured, and whether a figure reaches them: never rounded in its favour."""

from dataclasses import dataclass
from math import ceil, floor
from typing import Literal

Verdict = Literal["met", "least acceptable met", "missed", "not measured"]
PLACES = 1000
"""Figures are shown with three places, cut to the worse side."""


@dataclass(frozen=True, slots=True)
class Goal:
    """What a figure of one part should reach."""

    part: str
    figure: str
    goal: float
    least: float | None = None
    """What is still acceptable, where something less than the goal is."""
    at_most: bool = False
    """Whether less is better."""

    def verdict(self, value: float | None) -> Verdict:
        """What is to be said of a figure."""
        if value is None:
            return "not measured"
        if self._reached(value, self.goal):
            return "met"
        return "least acceptable met" if self.least is not None and self._reached(value, self.least) else "missed"

    def _reached(self, value: float, mark: float) -> bool:
        return value <= mark if self.at_most else value >= mark

    def shown(self, value: float | None) -> str:
        """The figure with three places, cut to the side that flatters less."""
        if value is None:
            return "-"
        worse = ceil if self.at_most else floor
        return f"{worse(round(value * PLACES, 6)) / PLACES:.3f}"


def _both(figure: str, goal: float, *, at_most: bool = False) -> tuple[Goal, Goal]:
    return Goal("realistic", figure, goal, at_most=at_most), Goal("hard", figure, goal, at_most=at_most)


GOALS = (
    Goal("realistic", "danger_recall", 0.98, least=0.95),
    Goal("realistic", "danger_precision", 0.66),
    Goal("realistic", "alerted", 0.20, at_most=True),
    Goal("realistic", "alerted_in_traffic", 0.20, at_most=True),
    Goal("hard", "danger_recall", 0.95),
    Goal("realistic", "macro_f1", 0.85, least=0.68),
    Goal("hard", "macro_f1", 0.85, least=0.78),
    *_both("urgency", 0.90),
    *_both("needs_reply", 0.90),
    *_both("concern", 0.80),
    *_both("district", 0.95),
    *_both("wrong_district", 0.02, at_most=True),
    *_both("personal_recall", 0.97),
    *_both("personal_precision", 0.95),
    *_both("language", 0.97),
    *_both("sentiment", 0.80),
)
"""As the issue sets them; "least" is what it calls the least that is acceptable."""
