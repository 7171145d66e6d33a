"""Terms: words, pairs of words and parts of words, each with its learnt weight for every label; no model to wait for.

They label what the encoder has no time for, and they name the visible words that spoke for a label.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain, pairwise

import numpy as np

from services.triage.domain.sense import Numbers
from services.triage.domain.spelling import REMEMBERED
from services.triage.domain.text import Span, Text, is_empty

PART_LETTERS = (3, 4, 5)
"""Lengths of the parts of words: they find typing mistakes, endings and languages nobody wrote rules for."""
LONGEST_WORD = 24
"""Letters of a word that are looked at; longer ones are addresses and noise."""
MOST_WORDS = 120
"""Words of a message that are looked at, so that a very long one costs no more than a long one."""
ANSWERED = "re:"
"""How the terms of the message that is answered begin."""


def terms_of(text: Text, answered: Text | None) -> list[str]:
    """Every term of a message and of the one that it answers, each once, in a fixed order."""
    parts = chain.from_iterable(map(_parts_of, text.words[:MOST_WORDS]))
    return list(dict.fromkeys(chain(_words_of(text), parts, _answered(answered))))


def _words_of(text: Text) -> Iterable[str]:
    words = text.words[:MOST_WORDS]
    return chain(words, (f"{one} {other}" for one, other in pairwise(words)))


def _answered(text: Text | None) -> Iterable[str]:
    return (f"{ANSWERED}{term}" for term in _words_of(text)) if text is not None else ()


def _parts_of(word: str) -> Iterable[str]:
    bounded = f"_{word[:LONGEST_WORD]}_"
    for length in PART_LETTERS:
        for start in range(len(bounded) - length + 1):
            yield f"~{bounded[start : start + length]}"


class _Parts(dict[str, tuple[int, ...]]):
    """The rows of the known parts of each word; remembered, as most words come again."""

    def __init__(self, known: Mapping[str, int]) -> None:
        super().__init__()
        self._known = known

    def __missing__(self, word: str) -> tuple[int, ...]:
        """Those of a word not met before."""
        if len(self) >= REMEMBERED:
            self.clear()
        rows = tuple(row for part in _parts_of(word) if (row := self._known.get(part)) is not None)
        self[word] = rows
        return rows


@dataclass(frozen=True)
class Terms:
    """The learnt weights, ready to be summed."""

    known: Mapping[str, int]
    rarity: Numbers
    """What each term counts by itself: the rarer, the more."""
    weights: Numbers
    """A row for each term, a column for each output."""
    bias: Numbers
    _parts: _Parts = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Nothing is remembered yet."""
        object.__setattr__(self, "_parts", _Parts(self.known))

    def logits(self, text: Text, answered: Text | None) -> Numbers:
        """The guess at every output, from each of `terms_of` that is known."""
        parts = chain.from_iterable(map(self._parts.__getitem__, text.words[:MOST_WORDS]))
        words = map(self.known.get, chain(_words_of(text), _answered(answered)))
        rows = [row for row in dict.fromkeys(chain(words, parts)) if row is not None]
        if not rows:
            return self.bias
        values = self.rarity[rows]
        total: Numbers = self.bias + (values / np.linalg.norm(values)) @ self.weights[rows].astype(
            np.float32, copy=False
        )
        return total

    def spoke_for(self, output: int, text: Text, most: int = 3) -> list[Span]:
        """The words that spoke most for an output and tell something, the strongest first, none twice."""
        words = text.words[:MOST_WORDS]
        empty = [is_empty(word) for word in words]
        weighed = [(self._weight(word, output), place, place) for place, word in enumerate(words) if not empty[place]]
        weighed += [
            (self._weight(f"{one} {other}", output), place, place + 1)
            for place, (one, other) in enumerate(pairwise(words))
            if not (empty[place] and empty[place + 1])
        ]
        chosen: list[tuple[int, int]] = []
        for weight, first, last in sorted(weighed, key=lambda each: (-each[0], each[1], each[2])):
            if weight <= 0 or len(chosen) == most:
                break
            if all(last < taken_first or first > taken_last for taken_first, taken_last in chosen):
                chosen.append((first, last))
        return [text.span(first, last) for first, last in chosen]

    def _weight(self, term: str, output: int) -> float:
        row = self.known.get(term)
        return 0.0 if row is None else float(self.rarity[row] * self.weights[row, output])
