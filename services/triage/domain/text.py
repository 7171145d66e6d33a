"""A message as words in their normal form, each of which knows where it stands in the original."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import NamedTuple

from services.triage.domain.spelling import REMEMBERED, Spelling

_MARKS = "\u0300-\u036f\u064b-\u065f\u0670\u0900-\u0dff"
"""Vowel signs that belong to a word, but are no letters to Python: Arabic and the scripts of India."""
_EMOJI = "£%\u2600-\u27bf\u2b50\u2b55\U0001f170-\U0001faff"
_LINK = r"(?:https?://|www\.|pic\.twitter\.com/|t\.co/)"
_HANDLE = r"(?<![\w.])@\w+"
_WORD = rf"[\w{_MARKS}]+(?:['\u2019\u2018\u02bc`\u00b4*]+[\w{_MARKS}]+)*\**"
_TOKENS = re.compile(
    rf"(?P<link>{_LINK}\S+)"
    rf"|(?P<handle>{_HANDLE})"
    rf"|(?P<word>{_WORD})"
    rf"|(?P<emoji>[{_EMOJI}])"
    rf"|(?P<stop>[!?؟…]+|\.+(?=\s|$|[A-Z])|\n+|।)"
    rf"|(?P<pause>[,;:()\"\u201c\u201d\u2014\u2013]|\s-+\s)",
)
_WORDS = re.compile(rf"{_LINK}\S+|{_HANDLE}|(#(?!{_LINK}){_WORD}|{_WORD}|[{_EMOJI}])")
"""The same words and emoji, with the # of a hashtag; empty for a link or handle."""
_SIGN = re.compile(f"[{_EMOJI}]")
LONGEST_REMEMBERED = 24
"""Letters: what is longer is a link or nonsense, and does not come again."""
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
QUOTE_MARKS = '"\u201c\u201d'


EMPTY = frozenset(
    """a an the this that these those there theres here it its i im ive id he hes she shes they theyre them him her his
    hers we were us our you your youre me my mine their is are was were be been being am has have had do does
    did just so and or but if then than to of in on at by for from with as up out off over into about not no yes
    what which who when where how why all some any one two three ja""".split()
)
"""Words that tell nobody why: as a reason they would be noise, whatever they weigh."""


def is_empty(word: str) -> bool:
    """Whether a word by itself tells nothing."""
    return word in EMPTY or word.isdigit()


class Span(NamedTuple):
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
    reading.take(original)
    return reading.text(original)


class Lines(dict[str, str]):
    """Writes a message's `line` alone, many times as fast as it is read.

    It remembers the normal form of what stands between two spaces: no word, handle or link reaches beyond one.
    """

    def __init__(self, spelling: Spelling) -> None:
        super().__init__()
        self._spelling = spelling

    def line(self, original: str) -> str:
        """The same as `read(original, spelling).line`."""
        return f" {' '.join(filter(None, map(self.__getitem__, original.split())))} "

    def __missing__(self, written: str) -> str:
        """The normal form of something not met before."""
        forms = " ".join(form for word in _WORDS.findall(written) for form in _forms(word, self._spelling) if form)
        if len(written) <= LONGEST_REMEMBERED:
            if len(self) >= REMEMBERED:
                self.clear()
            self[written] = forms
        return forms


def _forms(written: str, spelling: Spelling) -> list[str]:
    """The normal forms of a word, of a hashtag, or of a sign that stands for itself."""
    if not written or _SIGN.match(written):
        return [written]
    if not written.startswith("#"):
        return [spelling.normal(written)]
    return [spelling.normal(part) for part in _parts(written[1:])]


def _parts(hashtag: str) -> list[str]:
    """The words of a hashtag in CamelCase."""
    return [hashtag] if hashtag.isupper() else _CAMEL.split(hashtag)


class _Reading:
    """Collects the words of one message; one long loop, as most of the fast path's time is spent here."""

    def __init__(self, spelling: Spelling) -> None:
        self._spelling = spelling
        self._words: list[str] = []
        self._spans: list[Span] = []
        self._sentences: list[int] = []
        self._clauses: list[int] = []
        self._asked: set[int] = set()
        self._sentence = self._clause = self._links = 0

    def take(self, original: str) -> None:
        normal, words, spans = self._spelling.normal, self._words, self._spans
        sentences, clauses = self._sentences, self._clauses
        for token in _TOKENS.finditer(original):
            kind = token.lastgroup
            if kind == "word":
                start, end = token.span()
                if start > 0 and original[start - 1] == "#":
                    self._hashtag(token.group(), start)
                elif form := normal(token.group()):
                    words.append(form)
                    spans.append(Span(start, end))
                    sentences.append(self._sentence)
                    clauses.append(self._clause)
            elif kind == "emoji":
                self._add(token.group(), *token.span())
            else:
                self._mark(kind, token.group())

    def _mark(self, kind: str | None, written: str) -> None:
        if kind == "stop":
            if "?" in written or "؟" in written:
                self._asked.add(self._sentence)
            self._sentence += 1
            self._clause += 1
        elif kind == "pause":
            self._clause += 1
        elif kind == "link":
            self._links += 1

    def _hashtag(self, written: str, start: int) -> None:
        for part in _parts(written):
            if form := self._spelling.normal(part):
                self._add(form, start, start + len(part))
            start += len(part)

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
