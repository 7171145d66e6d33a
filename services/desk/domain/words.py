"""What somebody types: text that can be kept, sent and shown, or a refusal that says what is wrong with it."""

import re

from services.desk.domain.refusal import Refused

_UNUSABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters other than tab and newline, and halves of characters: Kafka and browsers take neither."""


def typed(text: str) -> str:
    """The text without space around it, its lines ended as everywhere here; raises Refused for what is no text."""
    words = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if _UNUSABLE.search(words):
        raise Refused(
            "invalid", "The text has a character that cannot be shown.", "Type it anew, or paste it as plain text."
        )
    return words
