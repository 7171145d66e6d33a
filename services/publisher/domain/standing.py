"""What time, staff and the other deliveries make of an approved one: conditions, computed from state each time."""

from collections.abc import Iterable
from datetime import datetime

from services.publisher.domain.change import NotAllowed, moved
from services.publisher.domain.matching import normalised
from services.publisher.domain.words import clock
from services.publisher.domain.world import Policy, World
from shared.contracts.post_changed import Approval, Delivery


def approval_of(delivery: Delivery) -> Approval:
    """The approval that covers exactly this content; raises NotAllowed where there is none."""
    approval = delivery.approval
    if delivery.state != "approved" or approval is None or approval.hash != delivery.content.hash:
        raise NotAllowed(f"Delivery {delivery.id} has no approval of what it says.")
    if approval.by == delivery.author:
        raise NotAllowed(f"Delivery {delivery.id} is approved by its own author.")
    return approval


def due_at(delivery: Delivery) -> datetime:
    """Its place in the account's queue: its time, or when it was approved."""
    return delivery.content.not_before or approval_of(delivery).at


def starts_at(delivery: Delivery) -> datetime:
    """From when on it may be sent: due, and no longer waiting for the platform."""
    return max(due_at(delivery), delivery.retry_at) if delivery.retry_at else due_at(delivery)


def missed_from(time: datetime, policy: Policy) -> datetime:
    """From when on a post with this time is too late: "tonight at eight" is wrong at nine."""
    return time + min(policy.grace, policy.approval_lasts)


def ends_at(delivery: Delivery, policy: Policy) -> datetime:
    """From when on it is not sent any more: the approval has run out, or its time is over."""
    expires_at, time = approval_of(delivery).expires_at, delivery.content.not_before
    return min(missed_from(time, policy), expires_at) if time else expires_at


def over(delivery: Delivery, now: datetime, why: str = "") -> Delivery:
    """Too late: missed where it had a time, void where it was for at once; `why` is what kept it."""
    time, expires_at = delivery.content.not_before, delivery.approval.expires_at if delivery.approval else now
    if time:
        passed = "passed before it could be sent" if now >= time else "will be over before it may be sent"
        return moved(delivery, "missed", now, why=f"Its time, {clock(time)}, {passed}. {why}".strip())
    ran = "ran out before it could be sent" if now >= expires_at else f"ends {clock(expires_at)}, before it may be sent"
    return moved(delivery, "void", now, why=f"The approval {ran}. {why}".strip())


def why_struck(delivery: Delivery, world: World) -> str | None:
    """Why a delivery that is not sent yet must never be: somebody suspended, or the account gone."""
    account = world.accounts.get(delivery.content.account)
    if account is None or not account.active:
        return "The account is retired, or not in the registry any more."
    if not _works_here(delivery.author, world):
        return f"{world.name_of(delivery.author)}, who wrote it, does not work here any more, or is suspended."
    if delivery.approval and not _works_here(delivery.approval.by, world):
        return f"{world.name_of(delivery.approval.by)}, who approved it, does not work here any more, or is suspended."
    return None


def _works_here(person: str, world: World) -> bool:
    return person in world.staff and world.staff[person].active


def same_text(delivery: Delivery, others: Iterable[Delivery]) -> Delivery | None:
    """The first of the others that says the same: on a timeline nobody could tell the two apart."""
    text = normalised(delivery.content.text)
    return next((each for each in others if normalised(each.content.text) == text), None)
