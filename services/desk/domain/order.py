"""An order to the publisher: who asks, and when."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from shared.clock import LONDON
from shared.contracts.staff_changed import Person


@dataclass(frozen=True, slots=True)
class Order:
    """Who asks, when, and the id that the publisher will know it by."""

    id: str
    by: Person
    at: datetime

    @property
    def today(self) -> date:
        """The day in London, by which training counts."""
        return self.at.astimezone(LONDON).date()

    def under(self, other_id: str) -> "Order":
        """Another order of the same person at the same time."""
        return replace(self, id=other_id)
