"""How strongly a message's words speak for danger: learnt weights of words, pairs of words and concepts, added up.

This is the whole decision of the fast path, so it reads a message only as far as that needs: which words and concepts
there are, not where. Weights are whole numbers, so that the sum is the same in whatever order they are added.
"""

import re
from collections.abc import Collection, Mapping
from collections.abc import Set as AbstractSet
from itertools import pairwise, repeat
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from services.triage.domain.danger import GOES_ON as GOING_ON
from services.triage.domain.danger import DangerRules
from services.triage.domain.lexicon import Lexicon
from services.triage.domain.spelling import Spelling
from services.triage.domain.text import Lines, Span, Text, is_empty

ENGLISH = "english"
FOREIGN = "f_"
"""How the names of concepts in other languages begin: they count only where the message is not English."""
ENOUGH_ENGLISH = 0.3
"""Share of a message's words that are common English ones from which on it is English."""
ASKS, ENDS_ASKING, ANSWERS, GOES_ON = "asks", "ends asking", "answers", "goes on"
"""Signs beyond words: a question somewhere, or at the end; an answer to a message, and one that says it goes on."""
HUNDREDTHS = 100
"""Weights are log-odds in hundredths."""
POSTS = 1_000
"""Answered messages whose concepts are kept; past it the memory is emptied, so that it stays bounded."""
MOST_WORDS = 3
"""Words that are told as the reason of an alert."""

BY_ITSELF = 50
"""By how much a sentence that names a danger has to exceed the threshold, to alert whatever the others say: of 4,300
messages of authors not learnt from ten more alerted, four of them rightly."""
_SENTENCE = re.compile(r"[.!?\u2026\u061f\u0964]+\s+|\n+")

Pair = tuple[str, str]


class Clues(NamedTuple):
    """What is weighed in a message."""

    words: Collection[str]
    pairs: Collection[Pair]
    concepts: Collection[str]
    answered: Collection[str]
    """Concepts of the message that it answers."""
    signs: Collection[str]


class Weights(NamedTuple):
    """The weight of each clue in hundredths of log-odds; `always` is where a message without any stands."""

    always: int
    words: Mapping[str, int]
    pairs: Mapping[Pair, int]
    concepts: Mapping[str, int]
    answered: Mapping[str, int]
    signs: Mapping[str, int]


class Evidence:
    """Weighs messages; the same words always weigh the same."""

    def __init__(self, spelling: Spelling, lexicon: Lexicon, weights: Weights, danger: DangerRules) -> None:
        self._lines = Lines(spelling)
        self._weights = weights
        self._going_on, self._dangers = frozenset(GOING_ON), danger.named_alone
        wanted = {*weights.concepts, *weights.answered, *self._going_on, *self._dangers} - {ENGLISH}
        phrases = {phrase: found & wanted for phrase, found in lexicon.phrases.items() if found & wanted}
        self._concepts = [tuple(sorted(found)) for found in phrases.values()]
        self._automaton = AhoCorasick(list(phrases), matchkind=MatchKind.Standard)
        self._before: dict[str, AbstractSet[str]] = {}
        self._foreign = frozenset(name for name in wanted if name.startswith(FOREIGN))
        self._english = frozenset(phrase.strip() for phrase, found in lexicon.phrases.items() if ENGLISH in found)

    def points(self, text: str, answered: str | None) -> float:
        """Log-odds above the threshold of alerts: people are alerted from 0 on.

        A danger that is named in a sentence of its own is heard, however much else is said around it.
        """
        found = self.clues(text, answered)
        total = self._worth(found)
        if total < 0 and not self._dangers.isdisjoint(found.concepts):
            loudest = self._loudest(text) - BY_ITSELF
            total = loudest if loudest >= 0 else total
        return total / HUNDREDTHS

    def _loudest(self, text: str) -> int:
        """The worth of the sentence that speaks most for danger, of those that name one; nothing where it is alone."""
        sentences = [sentence for sentence in _SENTENCE.split(text) if sentence]
        if len(sentences) == 1:
            return 0
        found = (self.clues(sentence, None) for sentence in sentences)
        return max((self._worth(each) for each in found if not self._dangers.isdisjoint(each.concepts)), default=0)

    def _worth(self, found: Clues) -> int:
        worth = self._weights
        total = (
            worth.always
            + sum(map(worth.words.get, found.words, repeat(0)))
            + sum(map(worth.pairs.get, found.pairs, repeat(0)))
            + sum(map(worth.concepts.get, found.concepts, repeat(0)))
            + sum(map(worth.signs.get, found.signs, repeat(0)))
        )
        if found.answered:
            total += sum(map(worth.answered.get, found.answered, repeat(0)))
        return total

    def clues(self, text: str, answered: str | None) -> Clues:
        """Everything in a message that may have a weight."""
        line = self._lines.line(text)
        words = line.split()
        concepts = self._named(line, words)
        signs = []
        if "?" in text:
            signs = [ASKS, ENDS_ASKING] if text.rstrip().endswith("?") else [ASKS]
        before: Collection[str] = ()
        if answered:
            before = self._told_before(answered)
            goes_on = not self._going_on.isdisjoint(concepts) and not self._dangers.isdisjoint(before)
            signs += [ANSWERS, GOES_ON] if goes_on else [ANSWERS]
        return Clues(set(words), set(pairwise(words)), concepts, before, signs)

    def _told_before(self, answered: str) -> AbstractSet[str]:
        """The concepts of a message that is answered; remembered, as one post gets many answers."""
        known = self._before.get(answered)
        if known is None:
            if len(self._before) >= POSTS:
                self._before.clear()
            line = self._lines.line(answered)
            known = self._before[answered] = frozenset(self._named(line, line.split()))
        return known

    def _named(self, line: str, words: list[str]) -> AbstractSet[str]:
        """The concepts that stand in a line, wherever, and whatever is said of them."""
        matches = {match[0] for match in self._automaton.find_matches_as_indexes(line, overlapping=True)}
        found = set[str]().union(*map(self._concepts.__getitem__, matches))
        if found.isdisjoint(self._foreign):
            return found
        english = sum(map(self._english.__contains__, words))
        return found - self._foreign if english >= ENOUGH_ENGLISH * len(words) else found

    def spoke_for(self, text: Text) -> list[Span]:
        """The words that weigh most for danger, in their order; all of them where each by itself tells nothing."""
        of_word, of_pair = self._weights.words, self._weights.pairs
        weight = [of_word.get(word, 0) for word in text.words]
        for place, pair in enumerate(pairwise(text.words)):
            for word in (place, place + 1):
                weight[word] += of_pair.get(pair, 0)
        weight = [0 if is_empty(word) else each for word, each in zip(text.words, weight, strict=True)]
        heaviest = sorted(range(len(weight)), key=lambda word: -weight[word])[:MOST_WORDS]
        spans = [text.spans[word] for word in sorted(heaviest) if weight[word] > 0]
        return spans or ([text.span(0, len(text.words) - 1)] if text.words else [])
