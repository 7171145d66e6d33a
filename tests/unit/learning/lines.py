"""Authored lines for tests."""

from learning.mentions import Authored, Expected
from shared.contracts.labels import Tag


def line(name: str, text: str, *tags: Tag, answered: str | None = None, **expected: object) -> Authored:
    """An authored line: chat in English from nowhere, unless something else is said."""
    labels: dict[str, object] = {
        "tags": tags or ("chat",),
        "urgency": "immediate" if "emergency" in tags else "none",
        "needs_reply": "emergency" in tags,
        "district": "unknown",
        "language": "en",
        "sentiment": "neutral",
    }
    return Authored(
        id=name,
        text=text,
        account="force",
        in_reply_to=answered,
        slice="plain",
        expected=Expected.model_validate(labels | expected),
    )
