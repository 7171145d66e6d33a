"""Phrases of a rule: words as people write them, with a little notation, found in a text.

`thie*` begins so; `(the|a|)` is one of these, or nothing; `<1-17>` is a number of that range; `<name>` is what looks
like somebody's name; `<word>` is any one word.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from shared.rules.guidance.names import Names
from shared.rules.guidance.words import Text, Word, folded

MOST_WAYS = 2_000
"""That one phrase may be written in with its brackets: more is a slip, and costs time at every check."""

_PARTS = re.compile(r"\([^()]*\)|[^\s()]+")
_NUMBERS = re.compile(r"<(\d{1,6})-(\d{1,6})>")
_SPECIAL = ("<name>", "<word>")


@dataclass(frozen=True, slots=True)
class Hit:
    """Words `first` to `last` of a text, both within."""

    first: int
    last: int

    def apart(self, other: "Hit") -> bool:
        """Whether they have no word in common."""
        return self.last < other.first or other.last < self.first


class Phrases:
    """A set of phrases, prepared to be looked for."""

    def __init__(self, written: Iterable[str]) -> None:
        self.written = tuple(written)
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        self._other: list[tuple[str, ...]] = []
        self._named = any("<name>" in each for each in self.written)
        for phrase in self.written:
            for way in _ways(phrase):
                plain = way[0].isalnum()
                (self._by_first.setdefault(way[0], []) if plain else self._other).append(way)

    def __bool__(self) -> bool:
        return bool(self.written)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ANN401 - pydantic's
        del source, handler
        return core_schema.no_info_after_validator_function(
            cls, core_schema.list_schema(core_schema.str_schema(min_length=1))
        )

    def find(self, text: Text, names: Names) -> list[Hit]:
        """Where the text has one of them, in the order of the text."""
        people = dict(names.find(text)) if self._named else {}
        return [hit for at in range(len(text.words)) for hit in self._at(at, text.words, people)]

    def _at(self, at: int, words: tuple[Word, ...], people: dict[int, int]) -> Iterator[Hit]:
        for way in (*self._by_first.get(words[at].form, ()), *self._other):
            last = _end(way, at, words, people)
            if last is not None:
                yield Hit(at, last)


NONE = Phrases(())
"""No phrases at all."""


def _end(way: tuple[str, ...], at: int, words: tuple[Word, ...], people: dict[int, int]) -> int | None:
    """The last word of the phrase where it begins at that word, else None."""
    place = at
    for part in way:
        if place >= len(words):
            return None
        if part == "<name>":
            if place not in people:
                return None
            place = people[place]
        elif not _fits(part, words[place].form):
            return None
        place += 1
    return place - 1


def _fits(part: str, form: str) -> bool:
    if part == "<word>":
        return True
    if numbers := _NUMBERS.fullmatch(part):
        return form.isdecimal() and len(form) < 7 and int(numbers[1]) <= int(form) <= int(numbers[2])  # noqa: PLR2004 - as the notation
    return form.startswith(part[:-1]) if part.endswith("*") else form == part


def _ways(phrase: str) -> list[tuple[str, ...]]:
    """Every way in which a phrase may be written, or ValueError that says what is wrong with it."""
    if _PARTS.sub("", phrase).strip():
        raise ValueError(f"the phrase {phrase!r} has a bracket that is not closed")
    choices = [
        [choice.split() for choice in part[1:-1].split("|")] if part.startswith("(") else [[part]]
        for part in _PARTS.findall(phrase)
    ]
    count = 1
    for choice in choices:
        count *= len(choice)
    if count > MOST_WAYS:
        raise ValueError(f"the phrase {phrase!r} can be written in {count:,} ways, and {MOST_WAYS:,} is the most")
    ways = {tuple(form for words in way for word in words for form in _forms(word)) for way in product(*choices)}
    if () in ways or not ways:
        raise ValueError(f"the phrase {phrase!r} may be no word at all")
    return sorted(ways)


def _forms(word: str) -> list[str]:
    if word in _SPECIAL or _NUMBERS.fullmatch(word):
        return [word]
    star = word.endswith("*")
    forms = [folded(part) for part in re.findall(r"[^\W_]+(?:['\u2019][^\W_]+)*", word)]
    if not forms or word.count("*") != star or "<" in word:
        raise ValueError(f"{word!r} is no word of a phrase: write letters, a * at the end, <1-17>, <name> or <word>")
    return [*forms[:-1], forms[-1] + "*" * star]
