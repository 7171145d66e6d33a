"""A message as words in their normal form, each of which knows where it stands in the original."""

import re
from bisect import bisect_right
from dataclasses import dataclass

from services.triage.domain.spelling import Spelling

_MARKS = "\u0300-\u036f\u064b-\u065f\u0670\u0900-\u0dff"
"""Vowel signs that belong to a word, but are no letters to Python: Arabic and the scripts of India."""
_EMOJI = "£%\u2600-\u27bf\u2b50\u2b55\U0001f170-\U0001faff"
_TOKENS = re.compile(
    rf"(?P<link>(?:https?://|www\.|pic\.twitter\.com/|t\.co/)\S+)"
    rf"|(?P<handle>(?<![\w.])@\w+)"
    rf"|(?P<word>[\w{_MARKS}]+(?:['\u2019\u2018\u02bc`\u00b4*]+[\w{_MARKS}]+)*\**)"
    rf"|(?P<emoji>[{_EMOJI}])"
    rf"|(?P<stop>[!?؟…]+|\.+(?=\s|$|[A-Z])|\n+|।)"
    rf"|(?P<pause>[,;:()\"\u201c\u201d\u2014\u2013]|\s-+\s)",
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
QUOTE_MARKS = '"\u201c\u201d'


@dataclass(frozen=True, slots=True)
class Span:
    """Characters of the original, from `start` up to and without `end`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Text:
    """The words of a message; `line` holds their normal forms, a space before and after each."""

    original: str
    words: tuple[str, ...]
    spans: tuple[Span, ...]
    sentences: tuple[int, ...]
    """For each word the number of its sentence."""
    clauses: tuple[int, ...]
    """For each word the number of its clause, counted through the message."""
    asked: frozenset[int]
    """Numbers of sentences that end with a question mark."""
    links: int
    line: str
    offsets: tuple[int, ...]

    def word_at(self, offset: int) -> int:
        """Which word stands at that place of `line`."""
        return bisect_right(self.offsets, offset) - 1

    def span(self, first: int, last: int) -> Span:
        """Where words `first` to `last` stand in the original."""
        return Span(self.spans[first].start, self.spans[last].end)

    def capital(self, word: int) -> bool:
        """Whether that word begins with a capital letter in the original."""
        return self.original[self.spans[word].start].isupper()


def read(original: str, spelling: Spelling) -> Text:
    """The message as words; handles and links are left out, hashtags in CamelCase become their words."""
    reading = _Reading(spelling)
    for token in _TOKENS.finditer(original):
        reading.take(token)
    return reading.text(original)


class _Reading:
    """Collects the words of one message."""

    def __init__(self, spelling: Spelling) -> None:
        self._spelling = spelling
        self._words: list[str] = []
        self._spans: list[Span] = []
        self._sentences: list[int] = []
        self._clauses: list[int] = []
        self._asked: set[int] = set()
        self._sentence = self._clause = self._links = 0

    def take(self, token: re.Match[str]) -> None:
        kind = token.lastgroup
        if kind == "word":
            self._word(token)
        elif kind == "emoji":
            self._add(token.group(), token.start(), token.end())
        elif kind == "stop":
            if "?" in token.group() or "؟" in token.group():
                self._asked.add(self._sentence)
            self._sentence += 1
            self._clause += 1
        elif kind == "pause":
            self._clause += 1
        elif kind == "link":
            self._links += 1

    def _word(self, token: re.Match[str]) -> None:
        written, start = token.group(), token.start()
        if start > 0 and token.string[start - 1] == "#" and not written.isupper():
            for part in _CAMEL.split(written):
                self._add(self._spelling.normal(part), start, start + len(part))
                start += len(part)
        elif form := self._spelling.normal(written):
            self._add(form, start, token.end())

    def _add(self, form: str, start: int, end: int) -> None:
        self._words.append(form)
        self._spans.append(Span(start, end))
        self._sentences.append(self._sentence)
        self._clauses.append(self._clause)

    def text(self, original: str) -> Text:
        offsets, place = [], 1
        for word in self._words:
            offsets.append(place)
            place += len(word) + 1
        return Text(
            original=original,
            words=tuple(self._words),
            spans=tuple(self._spans),
            sentences=tuple(self._sentences),
            clauses=tuple(self._clauses),
            asked=frozenset(self._asked),
            links=self._links,
            line=f" {' '.join(self._words)} ",
            offsets=tuple(offsets),
        )
