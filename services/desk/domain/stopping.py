"""How one delivery fared under a hold: was its request on its way, did its time pass, may it go out all the same."""

from services.desk.domain.holding import DeskHold
from shared.contracts.hold_changed import Hold
from shared.contracts.post_changed import Delivery
from shared.rules.holding import may_pass, same_incident

SENDING = "post.sending"
MISSED = "post.missed"


def passes(delivery: Delivery, hold: Hold) -> bool:
    """Whether it goes out under this hold; one that waits for approval may, once a supervisor approves it."""
    if delivery.approval is None and delivery.state == "submitted":
        return same_incident(delivery.content.incident, hold.incident)
    return may_pass(delivery.approval, hold)


def under_way_at(delivery: Delivery, held: DeskHold) -> bool:
    """Whether its last request was begun without knowing of the hold, and had no answer when that began."""
    attempt, place = delivery.attempt, held.offset
    if attempt is None or place is None or attempt.hold_offset is None or attempt.hold_offset > place:
        return False
    if not held.hold.holds and attempt.begun_at > held.hold.at:
        return False  # the place is that of the release, and what could pass was begun before that
    begun = max((n for n, step in enumerate(delivery.history) if step.transition == SENDING), default=None)
    if begun is None:
        return delivery.state == "sending"
    after = delivery.history[begun + 1 :]
    return not after or after[0].at >= held.hold.at


def went_under(delivery: Delivery, hold: Hold) -> bool:
    """Whether it may go out under this hold, or did so while that stood."""
    began = delivery.attempt.begun_at if delivery.attempt else None
    in_time = began is None or (began >= hold.at and (hold.released_at is None or began <= hold.released_at))
    return may_pass(delivery.approval, hold) and (delivery.state == "approved" or in_time)


def missed_since(delivery: Delivery, hold: Hold) -> bool:
    """Whether its time came while the hold stood."""
    at = next((step.at for step in reversed(delivery.history) if step.transition == MISSED), delivery.changed_at)
    return hold.at <= at and (hold.released_at is None or at <= hold.released_at)
