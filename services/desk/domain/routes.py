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


def fitting(routes: Iterable[Route], item: DeskMention, today: date) -> list[Route]:
    """The usable routes for what the message is about; routes for those who cannot ring only where it says so."""
    wanted = _wanted(item)
    deaf = "deaf" in wanted
    fit = [(len(wanted.intersection(route.use_for)), route) for route in routes if route.usable(today)]
    chosen = [
        (score, route)
        for score, route in fit
        if score and (deaf or "deaf" not in route.use_for or "question" in route.use_for)
    ]
    if deaf:
        chosen = [(score + 5 * ("deaf" in route.use_for), route) for score, route in chosen]
    return [route for _, route in sorted(chosen, key=lambda pair: -pair[0])]


def _wanted(item: DeskMention) -> frozenset[str]:
    labels = item.labels
    needs: set[str] = set(labels.tags) if labels else {"wrong_place_report"}
    if labels and labels.concern:
        needs.add(f"concern:{labels.concern}")
    text = item.mention.text.casefold().replace("\u2019", "'")
    if any(word in text for word in DEAF_WORDS):
        needs.add("deaf")
    return frozenset(needs)
