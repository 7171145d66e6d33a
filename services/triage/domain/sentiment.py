"""How a message is meant: negative, neutral or positive."""

from collections.abc import Collection

from services.triage.domain.rules import Concepts
from shared.contracts.labels import Sentiment, Tag

BAD_NEWS: frozenset[Tag] = frozenset({"emergency", "complaint", "abuse", "community_concern", "wrong_place_report"})


def sentiment_of(tags: Collection[Tag], concepts: Concepts) -> Sentiment:
    """The sentiment: most tags settle it, the words do where they do not."""
    if BAD_NEWS & set(tags):
        return "negative"
    if "praise" in tags:
        return "positive"
    good, bad = len(concepts.of(["positive"])), len(concepts.of(["negative", "let_down"]))
    if "chat" in tags or "spam" in tags:
        return "positive" if good > bad else "negative" if bad > good else "neutral"
    return "negative" if bad > good + 1 else "neutral"
