"""A message as triage reads it: its words, concepts, danger, topics, place, and the message that it answers."""

from dataclasses import dataclass

from services.triage.domain.concern import Topic
from services.triage.domain.danger import Danger
from services.triage.domain.lexicon import Hit
from services.triage.domain.personal_data import Personal
from services.triage.domain.rules import Concepts
from services.triage.domain.text import Text, is_empty
from shared.contracts.labels import Reason

FEW = 2
"""Words; with a third that tells nothing by itself, such as `the`, it is no more."""
LONGEST = 16
"""Letters of a word: `hesgotaknifehelp` is a sentence."""
BEYOND = "\u2e80"
"""Here begin the scripts that are written without spaces: a sentence is one word."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that the labels follow from."""

    text: Text
    concepts: Concepts
    thread: Concepts | None
    danger: Danger
    topics: tuple[Topic, ...]
    personal: tuple[Personal, ...]

    def has(self, *concepts: str) -> bool:
        """Whether the message itself speaks of any of these."""
        return self.concepts.any(*concepts)

    def count(self, *concepts: str) -> int:
        """How many different places of the message speak of them."""
        return len({(hit.first, hit.last) for hit in self.concepts.of(concepts)})

    @property
    def asks(self) -> bool:
        """Whether it has a sentence that ends with a question mark."""
        return bool(self.text.asked)

    @property
    def says_little(self) -> bool:
        """Whether it is a word or two by itself and names no danger: of such, guesses of danger are chance.

        Whoever writes a message to learn from writes more than `the pier`; on accounts such messages are everyday.
        """
        words = self.text.words
        telling = sum(not is_empty(word) for word in words)
        few = len(words) <= FEW or telling == 0 or (telling == 1 and len(words) == FEW + 1)
        known = all(len(word) <= LONGEST and (len(word) == 1 or word < BEYOND) for word in words)
        return few and known and self.thread is None and not self.danger.named and not self.danger.alert

    def reason(self, label: str, rule: str, concept: str) -> Reason:
        """A reason that points at the first words for that concept."""
        hits = self.concepts.of([concept])
        return self.reason_at(label, rule, hits[0]) if hits else Reason(label=label, rule=rule)

    def reason_at(self, label: str, rule: str, hit: Hit) -> Reason:
        """A reason that points at these words."""
        span = self.text.span(hit.first, hit.last)
        return Reason(label=label, rule=rule, start=span.start, end=span.end)
