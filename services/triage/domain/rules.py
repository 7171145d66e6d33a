"""Rules: which concepts, how near to each other, speak for which label and how strongly."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from services.triage.domain.lexicon import Hit
from services.triage.domain.text import Text


@dataclass(frozen=True, slots=True)
class Rule:
    """All of `needs` (each a choice of concepts), within so many words, and none of `unless`."""

    label: str
    why: str
    weight: float
    needs: tuple[frozenset[str], ...]
    within: int | None = None
    unless: frozenset[str] = frozenset()
    concern: str | None = None
    ordered: bool = False
    """True where the needs have to stand in their order."""

    @property
    def named(self) -> frozenset[str]:
        """Every concept that it asks for, or that keeps it from holding."""
        return self.unless.union(*self.needs)

    def may_hold(self, names: AbstractSet[str]) -> bool:
        """Whether a message with these concepts has all that it needs, wherever they stand."""
        for choice in self.needs:  # noqa: SIM110 - asked so often that a generator is felt
            if names.isdisjoint(choice):
                return False
        return True


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that holds for a message, and the words (first to last) for which it does."""

    rule: Rule
    first: int
    last: int


class Concepts:
    """The concepts of one message by name."""

    def __init__(self, hits: Iterable[Hit], text: Text) -> None:
        self.text = text
        self._by_name: dict[str, list[Hit]] = {}
        for hit in hits:
            self._by_name.setdefault(hit.concept, []).append(hit)
        self.names = self._by_name.keys()

    def add(self, hit: Hit) -> None:
        """One more hit."""
        self._by_name.setdefault(hit.concept, []).append(hit)

    @property
    def hits(self) -> list[Hit]:
        """All of them."""
        return [hit for hits in self._by_name.values() for hit in hits]

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    def any(self, *names: str) -> bool:
        """Whether the message has one of them."""
        return not self.names.isdisjoint(names)

    def of(self, names: Iterable[str]) -> list[Hit]:
        """Every hit of these concepts."""
        return [hit for name in names for hit in self._by_name.get(name, ())]


class Rules:
    """A set of rules, looked up by the concept that each needs first."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.all = tuple(rules)
        self._by_first: dict[str, list[Rule]] = {}
        for rule in rules:
            for concept in rule.needs[0]:
                self._by_first.setdefault(concept, []).append(rule)

    def findings(self, concepts: Concepts) -> list[Finding]:
        """What holds, the strongest first; each rule at most once."""
        candidates = {id(rule): rule for name in concepts.names for rule in self._by_first.get(name, ())}
        found = (_find(rule, concepts) for rule in candidates.values())
        return sorted(
            (finding for finding in found if finding),
            key=lambda finding: (-finding.rule.weight, finding.first, finding.rule.why),
        )


def needed_by(names: AbstractSet[str], derived: Sequence[Rule]) -> frozenset[str]:
    """These concepts, and those of which they are made."""
    wanted = set(names)
    for rule in reversed(derived):
        if rule.label in wanted:
            wanted |= rule.named
    return frozenset(wanted)


def derive(rules: Sequence[Rule], found: Concepts) -> Concepts:
    """Adds the concepts that are made of those found; each rule's label is the concept that it makes."""
    for rule in rules:
        made = _find(rule, found)
        if made:
            found.add(Hit(rule.label, made.first, made.last, made=True))
    return found


def _find(rule: Rule, concepts: Concepts) -> Finding | None:
    if not rule.may_hold(concepts.names) or not concepts.names.isdisjoint(rule.unless):
        return None
    choices = [concepts.of(choice) for choice in rule.needs]
    if rule.within is None or len(choices) == 1:
        return Finding(rule, choices[0][0].first, choices[0][0].last)
    for start in choices[0]:
        span = _grow(start, choices[1:], rule.within, ordered=rule.ordered)
        if span:
            return Finding(rule, *span)
    return None


def _grow(start: Hit, choices: Sequence[list[Hit]], within: int, *, ordered: bool) -> tuple[int, int] | None:
    """The words around `start` that hold one hit of every choice, each at other words, or None."""
    first, last = start.first, start.last
    for hits in choices:
        near = [
            hit
            for hit in hits
            if (hit.first > last if ordered else hit.last < start.first or hit.first > start.last)
            and max(last, hit.last) - min(first, hit.first) <= within
        ]
        if not near:
            return None
        nearest = min(near, key=lambda hit: abs(hit.first - start.first))
        first, last = min(first, nearest.first), max(last, nearest.last)
    return first, last
