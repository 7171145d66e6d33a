"""What a message is about: one of the registry's kinds of concern, with how sure the words are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.triage.domain.lexicon import Hit
from services.triage.domain.rules import Concepts

WEAK = "weak"
"""The concept of words that speak for a concern only beside another cue."""
WEAK_SCORE = 0.4
MADE_SCORE = 1.0
SURE = 0.9
"""Score from which the words alone say what it is about."""
NEARLY_EQUAL = 0.6
"""Share of the best score from which on a concern of greater risk to people is preferred."""
LONGEST_COUNTED = 3
"""Words of a phrase that count: a longer phrase says no more."""


@dataclass(frozen=True, slots=True)
class Topic:
    """One concern that the words speak for; `hit` is its clearest phrase."""

    concern: str
    score: float
    hit: Hit


@dataclass(frozen=True, slots=True)
class ConcernTable:
    """Which concepts speak for which concern, in the registry's order of risk."""

    concepts: Mapping[str, tuple[str, ...]]
    first: Mapping[str, str]
    """Concerns that come before all others where their concept is spoken of."""
    of_places: frozenset[str]
    """Concerns of whole places: one incident shows the problem."""

    def topics(self, concepts: Concepts) -> list[Topic]:
        """What the message speaks of, the one to be labelled first."""
        weak = {(hit.first, hit.last) for hit in concepts.of([WEAK])}
        found = [
            _topic(concern, hits, weak) for concern, names in self.concepts.items() if (hits := concepts.of(names))
        ]
        if not found:
            return []
        best = max(topic.score for topic in found)
        first = [topic for topic in found if self.first.get(topic.concern, "") in concepts]
        chosen = first[0] if first else next(topic for topic in found if topic.score >= NEARLY_EQUAL * best)
        return [chosen, *(topic for topic in found if topic is not chosen)]


def _topic(concern: str, hits: Sequence[Hit], weak: set[tuple[int, int]]) -> Topic:
    """The score of a concern: its phrases, each of its words counted once."""
    score, taken = 0.0, set[int]()
    ordered = sorted(hits, key=lambda hit: (hit.first - hit.last, hit.first))
    for hit in ordered:
        words = set(range(hit.first, hit.last + 1))
        if words & taken:
            continue
        taken |= words
        score += _worth(hit, weak)
    return Topic(concern, score, ordered[0])


def _worth(hit: Hit, weak: set[tuple[int, int]]) -> float:
    """What a phrase adds: a weak word little, one made of word classes as much as a word, a phrase by its length."""
    if hit.made:
        return MADE_SCORE
    if (hit.first, hit.last) in weak:
        return WEAK_SCORE
    return min(hit.last - hit.first + 1, LONGEST_COUNTED) * 0.5 + 0.5
