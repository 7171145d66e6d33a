"""Times and people as sentences name them."""

from datetime import datetime

from shared.clock import LONDON

MOST = 1_000
"""Characters of a reason: a platform's words may have no end, and a history has a hundred of them."""


def clock(moment: datetime) -> str:
    """A time as people in London read it, such as 14:05 on 3 May 2026."""
    try:
        local = moment.astimezone(LONDON)
    except OverflowError:  # the first hours of the year 1, which only a forged command names
        return moment.isoformat()
    return f"{local:%H:%M} on {local.day} {local:%B} {local.year}"


def cut(text: str) -> str:
    """The text as far as anybody reads it."""
    return text if len(text) <= MOST else f"{text[: MOST - 1]}…"


def sentence(text: str) -> str:
    """The text with a full stop, where it ends with nothing like it."""
    text = text.strip()
    return text if not text or text.endswith((".", "!", "?")) else f"{text}."
