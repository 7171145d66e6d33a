"""Where to send people: the contact routes that fit a message, the most fitting first; none that has run out."""

from collections.abc import Iterable
from datetime import date

from services.desk.domain.mention import DeskMention
from shared.registry import Route

DEAF_WORDS = (
    "deaf",
    "bsl",
    "can't hear",
    "cannot hear",
    "can't ring",
    "can't phone",
    "can't call",
    "can't speak",
    "sign language",
)
"""Words that ask for a way other than a voice call. They choose routes to show; nothing is kept about the writer."""

FIRST = 5
"""What a need adds: somebody who cannot ring is helped by no other fit."""


def fitting(routes: Iterable[Route], item: DeskMention, today: date) -> list[Route]:
    """The usable routes for what the message is about; routes for those who cannot ring only where it says so."""
    wanted = wanted_of(item)
    deaf = "deaf" in wanted
    chosen = [
        (fit(route.use_for, wanted), route)
        for route in routes
        if route.usable(today) and (deaf or "deaf" not in route.use_for or "question" in route.use_for)
    ]
    return [route for score, route in sorted(chosen, key=lambda pair: -pair[0]) if score]


def fit(use_for: Iterable[str], wanted: frozenset[str]) -> int:
    """How well something that is for these uses fits what a message wants; 0 where it does not."""
    uses = frozenset(use_for)
    score = len(wanted & uses)
    return score + FIRST * ("deaf" in wanted & uses) if score else 0


def wanted_of(item: DeskMention) -> frozenset[str]:
    """What the message is about and asks for, as `use_for` says it; without labels, a report in the wrong place."""
    labels = item.labels
    needs: set[str] = set(labels.tags) if labels else {"wrong_place_report"}
    if labels and labels.concern:
        needs.add(f"concern:{labels.concern}")
    text = item.mention.text.casefold().replace("\u2019", "'")
    if any(word in text for word in DEAF_WORDS):
        needs.add("deaf")
    return frozenset(needs)
