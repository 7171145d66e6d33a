"""Phrases of a rule: words as people write them, with a little notation, found in a text.

`thie*` begins so; `(the|a|)` is one of these, or nothing; `<1-17>` is a number of that range, to twenty in words too;
`<name>` is what looks like somebody's name; `<given>` is a listed given name in capitals; `<word>` is any one word.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Union

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from shared.rules.guidance.names import Names
from shared.rules.guidance.words import Text, Word, folded

FIRST_EMOJI = 0x2600
"""Signs from there on count as words of their own."""

_PARTS = re.compile(r"[()|]|[^\s()|]+")
_NUMBERS = re.compile(r"<(\d{1,6})-(\d{1,6})>")
_GIVEN = -1
"""In place of the end of a name: a given name alone."""
_SPECIAL = ("<name>", "<given>", "<word>")
_PEOPLE = frozenset({"<name>", "<given>"})
_REMEMBERED = 2_000
"""Words whose phrases are kept in mind, for each set of phrases."""
_NUMBER_WORDS = {
    word: number
    for number, word in enumerate(
        (
            "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
            "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
        ),
        start=1,
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hit:
    """Words `first` to `last` of a text, both within."""

    first: int
    last: int

    def apart(self, other: "Hit") -> bool:
        """Whether they have no word in common."""
        return self.last < other.first or other.last < self.first


Phrase = tuple[Union[str, "Choice"], ...]
"""Words in a row, some of them to choose from."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several sequences of words, each of which may hold further choices; an empty one is nothing."""

    ways: tuple[Phrase, ...]

    def firsts(self) -> set[str | None]:
        """What its first word may be; None where it may be no word at all."""
        return {first for way in self.ways for first in _firsts(way)}


def _firsts(sequence: Phrase) -> set[str | None]:
    found: set[str | None] = set()
    for part in sequence:
        first = {part} if isinstance(part, str) else part.firsts()
        found |= first - {None}
        if None not in first:
            return found
    return found | {None}


def _ends(sequence: Phrase, at: int, words: tuple[Word, ...], people: dict[int, int]) -> set[int]:
    """The words behind it that are next, where the sequence begins at that word."""
    places = {at}
    for part in sequence:
        if isinstance(part, Choice):
            places = {end for place in places for way in part.ways for end in _ends(way, place, words, people)}
        else:
            places = {end for place in places if (end := _after(part, place, words, people)) is not None}
    return places


def _after(part: str, at: int, words: tuple[Word, ...], people: dict[int, int]) -> int | None:
    if at >= len(words):
        return None
    if part == "<name>":
        return people[at] + 1 if at in people and people[at] != _GIVEN else None
    if part == "<given>":
        return at + 1 if at in people else None
    word = words[at]
    return at + 1 if _fits(part, word.form) or (word.owner and _fits(part, word.owner)) else None


class Phrases:
    """A set of phrases, prepared to be looked for."""

    def __init__(self, written: Iterable[str]) -> None:
        self.written = tuple(written)
        self._plain: dict[str, list[Phrase]] = {}
        self._other: list[tuple[frozenset[str], Phrase]] = []
        self._of_people: list[Phrase] = []
        self._known: dict[str, tuple[Phrase, ...]] = {}
        for phrase in map(_read, self.written):
            self._prepare(phrase, {first for first in _firsts(phrase) if first})

    def _prepare(self, phrase: Phrase, firsts: set[str]) -> None:
        """Puts the phrase where the words that it may begin with find it."""
        if not firsts.isdisjoint(_PEOPLE):
            self._of_people.append(phrase)
        for first in filter(str.isalnum, firsts):
            self._plain.setdefault(first, []).append(phrase)
        if other := frozenset(first for first in firsts - _PEOPLE if not first.isalnum()):
            self._other.append((other, phrase))

    def __bool__(self) -> bool:
        return bool(self.written)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ANN401 - pydantic's
        del source, handler
        return core_schema.no_info_after_validator_function(
            cls, core_schema.list_schema(core_schema.str_schema(min_length=1))
        )

    def find(self, text: Text, names: Names) -> list[Hit]:
        """Where the text has one of them, in the order of the text; looked for once in a text."""
        if self not in text.found:
            people = _people(text, names)
            text.found[self] = [hit for at in range(len(text.words)) for hit in self._at(at, text.words, people)]
        return list(text.found[self])

    def _at(self, at: int, words: tuple[Word, ...], people: dict[int, int]) -> Iterator[Hit]:
        word = words[at]
        phrases = self._begun_by(word.form)
        if word.owner:
            phrases = (*phrases, *(each for each in self._begun_by(word.owner) if each not in phrases))
        if at in people:
            phrases = (*phrases, *self._of_people)
        for phrase in phrases:
            yield from (Hit(at, end - 1) for end in sorted(_ends(phrase, at, words, people)))

    def _begun_by(self, form: str) -> tuple[Phrase, ...]:
        """The phrases that may begin with that word; remembered, for most words come again and again."""
        if form not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            others = (phrase for firsts, phrase in self._other if any(_fits(first, form) for first in firsts))
            self._known[form] = (*self._plain.get(form, ()), *others)
        return self._known[form]


def _people(text: Text, names: Names) -> dict[int, int]:
    """The last word of each name by its first, and the given names that stand alone."""
    if _people not in text.found:
        text.found[_people] = dict.fromkeys(names.alone(text), _GIVEN) | dict(names.find(text))
    people: dict[int, int] = text.found[_people]
    return people


def _fits(part: str, form: str) -> bool:
    if part == "<word>":
        return True
    if numbers := _NUMBERS.fullmatch(part):
        value = int(form) if form.isdecimal() and len(form) < 7 else _NUMBER_WORDS.get(form, -1)  # noqa: PLR2004 - as the notation
        return int(numbers[1]) <= value <= int(numbers[2])
    return form.startswith(part[:-1]) if part.endswith("*") else form == part


def _read(written: str) -> Phrase:
    """The phrase, or ValueError that says what is wrong with it."""
    parts = _PARTS.findall(written)
    phrase, rest = _sequence(parts)
    if rest:
        raise ValueError(f"the phrase {written!r} has {rest[0]!r} where no bracket is open")
    if None in _firsts(phrase):
        raise ValueError(f"the phrase {written!r} may be no word at all")
    return phrase


def _sequence(parts: list[str]) -> tuple[Phrase, list[str]]:
    """The words and choices up to a sign that ends them, and what is left from that sign on."""
    found: list[str | Choice] = []
    while parts and parts[0] not in ("|", ")"):
        if parts[0] == "(":
            choice, parts = _choice(parts[1:])
            found.append(choice)
        else:
            found += _forms(parts[0])
            parts = parts[1:]
    return tuple(found), parts


def _choice(parts: list[str]) -> tuple[Choice, list[str]]:
    ways: list[Phrase] = []
    while True:
        way, parts = _sequence(parts)
        ways.append(way)
        if not parts:
            raise ValueError("a bracket is not closed")
        sign, parts = parts[0], parts[1:]
        if sign == ")":
            return Choice(tuple(ways)), parts


def _forms(word: str) -> list[str]:
    if word in _SPECIAL or (len(word) == 1 and ord(word) >= FIRST_EMOJI) or _NUMBERS.fullmatch(word):
        return [word]
    star = word.endswith("*")
    forms = [folded(part) for part in re.findall(r"[^\W_]+(?:['\u2019][^\W_]+)*", word)]
    if not forms or word.count("*") != star or "<" in word:
        raise ValueError(f"{word!r} is no word of a phrase: write letters, a * at the end, <1-17>, <name> or <word>")
    return [*forms[:-1], forms[-1] + "*" * star]


NONE = Phrases(())
"""No phrases at all."""
