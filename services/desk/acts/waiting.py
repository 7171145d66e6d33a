"""What of the posts waits for this person: to approve, to write again, to go out next, to settle."""

from dataclasses import dataclass

from services.desk.acts.office import Acting, Office
from services.desk.domain.delivery import DeskDelivery


@dataclass(frozen=True, slots=True)
class Waiting:
    """Deliveries that Today shows, each list in the order in which to take them."""

    to_approve: list[DeskDelivery]
    """Those that this person may approve."""
    sent_back: list[DeskDelivery]
    """This person's own, and nobody has written them again."""
    coming: list[DeskDelivery]
    """Approved and not yet sent, in sight of this person, the next first."""
    unknown: list[DeskDelivery]
    """May be on the platform or not, and this person may settle them."""


def waiting_for(office: Office, acting: Acting) -> Waiting:
    """What waits for this person now."""
    raise NotImplementedError
