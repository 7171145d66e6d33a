"""A message as triage reads it: its words, concepts, danger, topics, place, and the message that it answers."""

from dataclasses import dataclass

from services.triage.domain.concern import Topic
from services.triage.domain.danger import Danger
from services.triage.domain.lexicon import Hit
from services.triage.domain.personal_data import Personal
from services.triage.domain.rules import Concepts
from services.triage.domain.text import Text
from shared.contracts.labels import Reason


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

    def reason(self, label: str, rule: str, concept: str) -> Reason:
        """A reason that points at the first words for that concept."""
        hits = self.concepts.of([concept])
        return self.reason_at(label, rule, hits[0]) if hits else Reason(label=label, rule=rule)

    def reason_at(self, label: str, rule: str, hit: Hit) -> Reason:
        """A reason that points at these words."""
        span = self.text.span(hit.first, hit.last)
        return Reason(label=label, rule=rule, start=span.start, end=span.end)
