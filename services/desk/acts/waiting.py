"""What of the posts waits for this person: to approve, to write again, to give a time, to settle, to review."""

from dataclasses import dataclass
from datetime import datetime

from services.desk.acts.office import Acting, Office
from services.desk.domain.delivery import DeskDelivery
from services.desk.domain.posting import why_not_review
from services.desk.readmodel import deliveries, staff
from shared.clock import LONDON
from shared.contracts.post_changed import State
from shared.rules.approving import sent_by, why_not_approve, why_not_draft, why_not_settle

AT_MOST = 500
"""Of each kind: a force that has more waiting than this reads the list of posts."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Deliveries that Today shows, each list in the order in which to take them."""

    to_approve: list[DeskDelivery]
    """Those that this person may approve."""
    own_time: list[DeskDelivery]
    """Others wrote them, this person gave them their time, and somebody else has to approve that."""
    sent_back: list[DeskDelivery]
    """This person's own, and nobody has written them again."""
    coming: list[DeskDelivery]
    """Approved and not yet sent, in sight of this person, the next first."""
    unknown: list[DeskDelivery]
    """May be on the platform or not, and this person may settle them."""
    missed: list[DeskDelivery]
    """They missed their time, and this person may give them another, or let them go."""
    to_review: list[DeskDelivery]
    """Somebody else took them down, and this person says whether that was right; the first due first."""


def waiting_for(office: Office, acting: Acting) -> Waiting:
    """What waits for this person now."""
    db, person, today = office.model.store.db, acting.person, office.now().astimezone(LONDON).date()

    def in_state(state: State, *, author: str = "") -> list[DeskDelivery]:
        return deliveries.listed(db, acting.viewer, states=(state,), author=author, next_first=True, limit=AT_MOST)

    def may_approve(item: DeskDelivery) -> bool:
        author = staff.person(db, item.delivery.author)
        sender = sent_by(item.delivery)
        return not item.expected and why_not_approve(person, author, sender, item.audience, today) is None

    def may_change(item: DeskDelivery) -> bool:
        return person.id == item.delivery.author or why_not_draft(person, item.audience, today) is None

    def may_review(item: DeskDelivery) -> bool:
        return why_not_settle(person, item.audience, today) is None and why_not_review(item, person.id) is None

    submitted = in_state("submitted")
    return Waiting(
        to_approve=[item for item in submitted if may_approve(item)],
        own_time=[item for item in submitted if person.id == sent_by(item.delivery) != item.delivery.author],
        sent_back=[item for item in in_state("returned", author=person.id) if item.successor is None],
        coming=in_state("approved"),
        unknown=[item for item in in_state("unknown") if why_not_settle(person, item.audience, today) is None],
        missed=[item for item in in_state("missed") if item.successor is None and may_change(item)],
        to_review=sorted(filter(may_review, deliveries.taken_down(db, acting.viewer, limit=AT_MOST)), key=_review_by),
    )


def _review_by(item: DeskDelivery) -> datetime:
    down = item.delivery.take_down
    return down.review_by if down else item.delivery.changed_at
