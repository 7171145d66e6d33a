"""Words that are never posted: found under capitals, accents, digits for letters, and signs between letters."""

import re
from collections.abc import Iterator
from functools import lru_cache

from shared.rules.guidance.looking import Found, Look
from shared.rules.guidance.rules import BlockedRule
from shared.rules.guidance.words import folded

_WRITTEN_AS = {"a": "a4@", "e": "e3\u20ac", "i": "i1!|", "l": "l1|", "o": "o0", "s": "s5$", "t": "t7"}
"""What people write in place of a letter."""


def blocked(rule: BlockedRule, look: Look) -> Iterator[Found]:
    """Where one of the words stands: as a whole word, in one piece or spelt out letter by letter."""
    plain = _plain(look.written)
    for word in rule.words:
        for found in _pattern(word).finditer(plain):
            yield Found(*found.span())


@lru_cache(maxsize=4_096)
def _pattern(word: str) -> re.Pattern[str]:
    """The word's letters, each perhaps repeated or a star in its place, with signs between them."""
    letters = [_letter(each) for each in folded(word) if not each.isspace()]
    joined = r"[._\-~']{0,2}".join([f"{letters[0]}{{1,4}}", *(f"(?:{each}{{1,4}}|[*])" for each in letters[1:])])
    spelt = r"[\s._\-~*']{1,3}".join(f"{each}{{1,4}}" for each in letters)
    parted = r"[\s._\-~*']{1,3}".join("".join(map(_letter, part)) for part in folded(word).split())
    return re.compile(rf"(?<![^\W_])(?:{joined}|{spelt}|{parted})(?![^\W_])")


def _letter(each: str) -> str:
    return f"[{re.escape(_WRITTEN_AS.get(each, each))}]"


def _plain(text: str) -> str:
    """The text with each character in its plainest form, and exactly as many characters."""
    return "".join((folded(each) or each)[:1] for each in text)
