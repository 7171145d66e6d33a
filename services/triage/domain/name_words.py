"""A text as the words in which names are looked for: as they were typed, capitals and all."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

_LETTERS = r"(?:[^\W\d_]++|[\u064b-\u065f\u0670\u0900-\u0dff]++)++"
"""Letters, and vowel signs of Arabic and of the scripts of India; taken whole, so that no text makes it slow."""
_WORD = re.compile(rf"(?<![\w@#./-]){_LETTERS}(?:['\u2019-]{_LETTERS})*+(?!@)|&")
_WHOSE = re.compile(r"['\u2019][^\W\d_]{1,4}$")
"""`Josh's`; and what Turkish adds to a name."""
_NUMBER = re.compile(r"\s\d{1,2}(?:st|nd|rd|th)?\b")
_STOPS = frozenset('.!?\u2026:\n|"\u201c\u201d(*-\u2013\u2014')
"""What stands before the first word of a sentence, or of what is quoted."""
_CLAUSES = frozenset(".,;!?\u2026:\n()\u2013\u2014")
"""What stands between two clauses."""
_OPENED = frozenset(f" {mark}" for mark in "'\"\u2018\u201c\u00ab")
"""A space and the mark that opens a quotation."""
SHOUTED_LETTERS = 4
PHRASE_WORDS = 4
"""Words of the longest phrase that announces a name."""
TITLED = 0.6
"""Share of words with a capital letter from which on capitals say nothing."""


class Word(NamedTuple):
    """A word as typed; `base` is without what is added to a name."""

    text: str
    start: int
    end: int
    base: str
    lower: str

    @property
    def upper(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[0].isupper()

    @property
    def capital(self) -> bool:
        """Whether its first letter alone is a capital."""
        return self.text[0].isupper() and not (len(self.text) > 1 and self.text.isupper())

    @property
    def shouted(self) -> bool:
        """Whether it is a longer word in capitals."""
        return len(self.text) >= SHOUTED_LETTERS and self.text.isupper()

    @property
    def caseless(self) -> bool:
        """Whether its script has no capital letters."""
        return self.text[0].lower() == self.text[0].upper()


@dataclass(frozen=True, slots=True)
class Said:
    """A text and its words; what is asked of the whole beside each name is found once, as the text may be long."""

    text: str
    words: tuple[Word, ...]
    lower: tuple[str, ...]
    """Their base forms in lower case."""
    vocabulary: frozenset[str]
    """The same, each once."""
    shouting: bool
    """Whether all of it is in capitals."""
    titled: bool
    """Whether most words have a capital letter."""

    def between(self, place: int) -> str:
        """What stands between that word and the one before it."""
        return self.text[self.words[place - 1].end if place else 0 : self.words[place].start]

    def before(self, place: int, gap: str = " ") -> str:
        """The word before it, where but a space (or `gap`) stands between."""
        if not 0 < place < len(self.words) or self.between(place) not in {" ", gap}:
            return ""
        return self.words[place - 1].text.lower()

    def before_quoted(self, place: int) -> str:
        """The word before it, where it stands in quotation marks: `our terrier 'Monty'`."""
        if not place or self.between(place) not in _OPENED:
            return ""
        return self.words[place - 1].text.lower()

    def joined(self, place: int) -> bool:
        """Whether that word follows the one before it, with but a space between."""
        if not 0 < place < len(self.words) or self.between(place) != " ":
            return False
        return self.words[place - 1].base == self.words[place - 1].text

    def begins(self, place: int) -> bool:
        """Whether a sentence begins with it."""
        return place == 0 or not _STOPS.isdisjoint(self.between(place))

    def after_phrase(self, place: int, phrases: Collection[str]) -> bool:
        """Whether one of the phrases stands right before it."""
        if place == 0 or self.between(place).strip(" :'\u2018\""):
            return False
        words = [word.text.lower().replace("\u2019", "'") for word in self.words[max(0, place - PHRASE_WORDS) : place]]
        return any(" ".join(words[first:]) in phrases for first in range(len(words)))

    def clause(self, place: int, reach: int) -> tuple[str, ...]:
        """The words around it in the same clause, that many before and after at most."""
        first, last = place, place + 1
        while first > max(0, place - reach) and _CLAUSES.isdisjoint(self.between(first)):
            first -= 1
        while last < min(len(self.words), place + reach + 1) and _CLAUSES.isdisjoint(self.between(last)):
            last += 1
        return self.lower[first:last]

    def number_follows(self, place: int) -> bool:
        """Whether a day of the month follows."""
        return _NUMBER.match(self.text, self.words[place].end) is not None


def said_in(text: str) -> Said:
    """The words of a text; handles, hashtags and addresses are none."""
    words = tuple(_word(match) for match in _WORD.finditer(text))
    lower = tuple(word.lower for word in words)
    titled = sum(word.upper for word in words) > TITLED * len(words)
    return Said(text, words, lower, frozenset(lower), text.isupper(), titled)


def _word(match: re.Match[str]) -> Word:
    text = match.group()
    base = _WHOSE.sub("", text) if "'" in text or "\u2019" in text else text
    return Word(text, match.start(), match.end(), base, base.lower())
