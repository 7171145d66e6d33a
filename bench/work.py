"""The work that every worker does: a mention of about 300 bytes comes in, a few words are looked for, labels go out.

Standard library only: workers of every environment import it.
"""

from typing import Any

KEYWORDS = ("flood", "fire", "stolen", "knife", "missing", "broken", "thank", "pier")
"""Eight, as a first filter of triage might have them."""

TEXTS = (
    "Morning all. Is the footpath behind the station open again, or is there still a flood after last night's rain?",
    "Just wanted to say thank you to the two officers who helped my mum find her way home from the pier yesterday.",
    "Somebody left a trolley on the crossing again, cars have to go around it and people are getting annoyed.",
    "My neighbour's bike was stolen from the rack outside the library, a blue one with a broken bell. Seen it?",
)
"""No real person's words."""

ACCOUNTS = ("x_hastings", "x_rother", "x_crawley", "x_lewes")
FIRST_ID = 1_990_000_000_000_000_000
"""Ids as long as a platform's."""
THREAD = 2
"""Mentions of one conversation: most have no more."""


def mention(number: int) -> dict[str, Any]:
    """The fields of mention `number`, always the same."""
    return {
        "id": f"x:{FIRST_ID + number}",
        "account": ACCOUNTS[number % len(ACCOUNTS)],
        "conversation": f"x:{FIRST_ID + number - number % THREAD}",
        "author": f"{number % 9_973:05d}",
        "text": TEXTS[number % len(TEXTS)],
        "language": "en",
        "posted_at": f"2026-05-{1 + number % 28:02d}T12:{number % 60:02d}:00Z",
        "recovered": False,
    }


def words_in(text: str) -> list[str]:
    """The keywords in a text, in their own order."""
    lowered = text.lower()
    return [word for word in KEYWORDS if word in lowered]


def scan(fields: dict[str, Any]) -> dict[str, Any]:
    """The work on plain fields."""
    return {"id": fields["id"], "conversation": fields["conversation"], "words": words_in(fields["text"])}
