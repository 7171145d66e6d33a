"""How fresh the read model is: whether all was read once, and since when Kafka has been out of reach."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(slots=True)
class Freshness:
    """Told by those who read the topics, asked by every page."""

    caught_up: bool = False
    """Whether everything that was on the topics at the start has been folded."""
    lost_since: datetime | None = None
    """Since when Kafka cannot be reached; None while it can."""
    stopped: str = ""
    """Why the desk reads a topic no more, where a person has to act first."""

    def reached(self) -> None:
        """Kafka answered."""
        self.lost_since = None

    def lost(self, now: datetime) -> None:
        """Kafka did not answer; the first time counts."""
        self.lost_since = self.lost_since or now
