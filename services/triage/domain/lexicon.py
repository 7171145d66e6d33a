"""The lexicon: phrases that stand for a concept, found in one pass over a message."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from copy import copy
from itertools import product
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from services.triage.domain.spelling import Spelling
from services.triage.domain.text import Text, read

_CHOICE = re.compile(r"\(([^()]*)\)|<(\w+)>")
FIGURE = "figure"
"""The concept of figures of speech: what lies under them is not meant as it says."""
NEVER_HIDDEN = frozenset(
    {FIGURE, "english", "joke", "fiction", "sport", "news", "exercise", "habit", "past", "thanked"}
)
"""Cues to what a message is, which a figure of speech does not take away."""
NEGATION = "negation"
NOT_NEGATION = "not_negation"
"""Phrases such as `not sure` whose negation denies nothing that follows."""
ALWAYS = frozenset({FIGURE, NEGATION, NOT_NEGATION, "english"})
"""What is looked for beside whatever is looked for: it says whether and in which language the rest is meant."""
NEGATION_REACH = 3
"""Words over which a negation reaches: `nobody was seriously hurt`."""


class Hit(NamedTuple):
    """A concept, and the words (first to last) that stand for it."""

    concept: str
    first: int
    last: int
    made: bool = False
    """True where it is made of word classes, and so less sure than a phrase."""


def expand(phrase: str, words: Mapping[str, tuple[str, ...]]) -> Iterable[str]:
    """Every phrase that `kick(s|ed|ing) <his> door` stands for; an empty choice leaves the word out."""
    parts: list[tuple[str, ...]] = []
    place = 0
    for choice in _CHOICE.finditer(phrase):
        parts.append((phrase[place : choice.start()],))
        parts.append(tuple(choice.group(1).split("|")) if choice.group(1) is not None else words[choice.group(2)])
        place = choice.end()
    parts.append((phrase[place:],))
    for chosen in product(*parts):
        yield " ".join("".join(chosen).split())


class Lexicon:
    """Finds concepts; a phrase ending in `~` stands for every word that begins so."""

    def __init__(
        self,
        concepts: Mapping[str, Iterable[str]],
        spelling: Spelling,
        *,
        negatable: frozenset[str] = frozenset(),
    ) -> None:
        self.phrases: dict[str, set[str]] = {}
        """What is looked for in a message's `line`, and the concepts that each stands for."""
        for concept, phrases in concepts.items():
            for phrase in phrases:
                self.phrases.setdefault(_pattern(phrase, spelling), set()).add(concept)
        self._negatable = negatable
        self._build()

    def _build(self) -> None:
        self._concepts = [tuple(sorted(found)) for found in self.phrases.values()]
        self._automaton = AhoCorasick(list(self.phrases), matchkind=MatchKind.Standard)

    def only(self, concepts: AbstractSet[str]) -> "Lexicon":
        """The same for these concepts alone: what it finds of them is the same, and it finds nothing else."""
        smaller = copy(self)
        smaller.phrases = {phrase: found & concepts for phrase, found in self.phrases.items() if found & concepts}
        smaller._build()  # noqa: SLF001 - of its own class
        return smaller

    def hits(self, text: Text) -> list[Hit]:
        """What the message speaks of: neither under a figure of speech nor denied."""
        offsets, found = text.offsets, []
        for index, start, end in self._automaton.find_matches_as_indexes(text.line, overlapping=True):
            first, last = bisect_right(offsets, start + 1) - 1, bisect_right(offsets, end - 2) - 1
            found += [Hit(concept, first, last) for concept in self._concepts[index]]
        return _without_denied(_without_figures(found), text, self._negatable)


def _pattern(phrase: str, spelling: Spelling) -> str:
    stem = phrase.rstrip("~")
    line = read(stem, spelling).line
    if not line.strip():
        raise ValueError(f"the phrase {phrase!r} has no words")
    return line.rstrip() if stem != phrase else line


def _without_figures(hits: list[Hit]) -> list[Hit]:
    figures = [hit for hit in hits if hit.concept == FIGURE]
    if not figures:
        return hits
    return [
        hit
        for hit in hits
        if hit.concept in NEVER_HIDDEN or not any(hit.first <= f.last and f.first <= hit.last for f in figures)
    ]


def _without_denied(hits: list[Hit], text: Text, negatable: frozenset[str]) -> list[Hit]:
    harmless = [hit for hit in hits if hit.concept == NOT_NEGATION]
    negations = [
        hit
        for hit in hits
        if hit.concept == NEGATION and not any(h.first <= hit.first and hit.last <= h.last for h in harmless)
    ]
    if not negations:
        return hits
    return [hit for hit in hits if hit.concept not in negatable or not any(_denies(n, hit, text) for n in negations)]


def _denies(negation: Hit, hit: Hit, text: Text) -> bool:
    distance = hit.first - negation.last
    return 0 < distance <= NEGATION_REACH and text.clauses[negation.last] == text.clauses[hit.first]
