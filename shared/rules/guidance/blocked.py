"""Words that are never posted: found under capitals, accents, digits for letters, and signs between letters."""

import re
from collections.abc import Iterator
from functools import lru_cache

from shared.rules.guidance.looking import Found, Look
from shared.rules.guidance.rules import BlockedRule
from shared.rules.guidance.words import folded

_LEET = str.maketrans("013457@$!|\u20ac", "oieastasiie")


def blocked(rule: BlockedRule, look: Look) -> Iterator[Found]:
    """Where one of the words stands: as a whole word, in one piece or spelt out letter by letter."""
    plain = _plain(look.written)
    for word in rule.words:
        for found in _pattern(word).finditer(plain):
            yield Found(*found.span())


@lru_cache(maxsize=4_096)
def _pattern(word: str) -> re.Pattern[str]:
    """The word's letters, each perhaps repeated, with up to two signs between them, and a space where all have one."""
    letters = [each for each in folded(word).translate(_LEET) if not each.isspace()]
    joined = r"[._\-~*']{0,2}".join(f"{re.escape(each)}{{1,4}}" for each in letters)
    spelt = r"[\s._\-~*']{1,3}".join(f"{re.escape(each)}{{1,4}}" for each in letters)
    gapped = r"[\s._\-~*']{0,3}".join(re.escape(part) for part in folded(word).translate(_LEET).split())
    return re.compile(rf"(?<![^\W_])(?:{joined}|{spelt}|{gapped})(?![^\W_])")


def _plain(text: str) -> str:
    """The text with each character in its plainest form, and exactly as many characters."""
    return "".join((folded(each).translate(_LEET) or each)[:1] for each in text)
