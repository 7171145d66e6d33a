"""Terms: words, pairs of words and parts of words, each with its learnt weight for every label; no model to wait for.

They label what the encoder has no time for, and they name the visible words that spoke for a label.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from services.triage.domain.sense import Numbers
from services.triage.domain.text import Span, Text

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
    found = dict.fromkeys(_words_of(text))
    found.update(dict.fromkeys(_parts_of(text)))
    if answered is not None:
        found.update(dict.fromkeys(f"{ANSWERED}{term}" for term in _words_of(answered)))
    return list(found)


def _words_of(text: Text) -> Iterable[str]:
    words = text.words[:MOST_WORDS]
    yield from words
    yield from (f"{one} {other}" for one, other in pairwise(words))


def _parts_of(text: Text) -> Iterable[str]:
    for word in text.words[:MOST_WORDS]:
        bounded = f"_{word[:LONGEST_WORD]}_"
        for length in PART_LETTERS:
            for start in range(len(bounded) - length + 1):
                yield f"~{bounded[start : start + length]}"


@dataclass(frozen=True)
class Terms:
    """The learnt weights, ready to be summed."""

    known: Mapping[str, int]
    rarity: Numbers
    """What each term counts by itself: the rarer, the more."""
    weights: Numbers
    """A row for each term, a column for each output."""
    bias: Numbers

    def logits(self, text: Text, answered: Text | None) -> Numbers:
        """The guess at every output."""
        rows = [row for term in terms_of(text, answered) if (row := self.known.get(term)) is not None]
        if not rows:
            return self.bias
        values = self.rarity[rows]
        total: Numbers = self.bias + (values / np.linalg.norm(values)) @ self.weights[rows].astype(np.float32)
        return total

    def spoke_for(self, output: int, text: Text, most: int = 3) -> list[Span]:
        """The words of the message that spoke most for an output, the strongest first, none twice."""
        words = text.words[:MOST_WORDS]
        weighed = [(self._weight(word, output), place, place) for place, word in enumerate(words)]
        weighed += [
            (self._weight(f"{one} {other}", output), place, place + 1)
            for place, (one, other) in enumerate(pairwise(words))
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
