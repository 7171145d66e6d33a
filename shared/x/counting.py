"""How long a text is for X: addresses count 23, most writing beyond Latin and every emoji 2, all else 1."""

import re
import unicodedata

from twitter_text import extract_urls_with_indices, parse_tweet
from twitter_text.config import config
from twitter_text.get_character_weight import get_character_weight

from shared.unseen import nothing_to_see

RULES = config["version3"]
"""X's rules since 2018; the older ones of the package count otherwise."""

LIMIT = 280
"""The greatest weight that X takes in a post."""

ADDRESS = 23
"""The weight of any address, however long: X puts one of its own in its place."""

LONGEST = 2_000
"""Characters; the parser's time grows with their square, and no text for people comes near it with 280 to spend."""

LABELS = 20
"""So many names joined by full stops have no meaning as an address, and hundreds keep the parser for seconds."""

_RUN = re.compile(r"[^\s/:?#]+")


def weighted_length(text: str) -> int:
    """The weight of the text in form NFC as X counts it; at least that much where a text is beyond all measure."""
    whole = _whole(text)
    if _measurable(whole):
        return int(parse_tweet(whole, RULES).weightedLength)
    names = ADDRESS * whole.count(".") if _joined(whole) else 0
    return names + sum(_weight(character) for character in whole)


def why_too_long(text: str) -> str | None:
    """By how much the text is too long for X, in words for its writer; None where it fits."""
    over = weighted_length(text) - LIMIT
    if over <= 0:
        return None
    return f"The text is {over:,} {'character' if over == 1 else 'characters'} longer than the {LIMIT} that X takes."


def why_not_postable(text: str) -> str | None:
    """Why X would not take the text, in words for its writer; None where it would."""
    if not text.strip():
        return "The text is empty."
    if nothing_to_see(text):
        return "The text has no character that can be seen: write one."
    if too_long := why_too_long(text):
        return too_long
    if not parse_tweet(_whole(text), RULES).valid:
        return "The text has a character that X does not take; one that cannot be seen, most likely from a copied text."
    return None


def addresses(text: str) -> tuple[tuple[int, int], ...]:
    """Where the text has addresses as X finds them: start and end of each."""
    if not _measurable(text):
        return ()
    return tuple((found["indices"][0], found["indices"][1]) for found in extract_urls_with_indices(text))


def _whole(text: str) -> str:
    """In form NFC, and half characters, over which the parser stumbles, as question marks."""
    return unicodedata.normalize("NFC", text).encode(errors="replace").decode()


def _weight(character: str) -> int:
    return int(get_character_weight(character, RULES)) // int(RULES["scale"])


def _measurable(text: str) -> bool:
    return len(text) <= LONGEST and not _joined(text)


def _joined(text: str) -> bool:
    return any(sum(map(bool, run.split("."))) > LABELS for run in _RUN.findall(text))
