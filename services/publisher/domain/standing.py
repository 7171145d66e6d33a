"""When a delivery may be sent and until when, by its own approval: computed from state each time."""

from collections.abc import Iterable
from datetime import datetime

from services.publisher.domain.change import NotAllowed, moved
from services.publisher.domain.matching import normalised
from services.publisher.domain.words import clock
from services.publisher.domain.world import Policy
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


def own_end(delivery: Delivery, policy: Policy) -> datetime:
    """From when on it is too late by its own time, whatever it waits for."""
    time = delivery.content.not_before
    return missed_from(time, policy) if time else approval_of(delivery).at + policy.approval_lasts


def ends_at(delivery: Delivery, policy: Policy) -> datetime:
    """From when on it is not sent any more: the approval has run out, or its time is over.

    A later part of a thread may wait so much longer for the part before it; see thread.ends_at for when it does.
    """
    waits = policy.thread_waits if delivery.content.follows else None
    expires_at, end = approval_of(delivery).expires_at, own_end(delivery, policy)
    return min(end + waits, expires_at) if waits else min(end, expires_at)


def over(delivery: Delivery, now: datetime, why: str = "", ends: datetime | None = None) -> Delivery:
    """Too late: missed where it had a time, void where it was for at once; `why` is what kept it.

    `ends` is when its approval does, where that is not what it says itself.
    """
    time = delivery.content.not_before
    if time:
        passed = "passed before it could be sent" if now >= time else "will be over before it may be sent"
        return moved(delivery, "missed", now, why=f"Its time, {clock(time)}, {passed}. {why}".strip())
    ends = ends or (delivery.approval.expires_at if delivery.approval else now)
    ran = "ran out before it could be sent" if now >= ends else f"ends {clock(ends)}, before it may be sent"
    return moved(delivery, "void", now, why=f"The approval {ran}. {why}".strip())


def same_text(delivery: Delivery, others: Iterable[Delivery]) -> Delivery | None:
    """The first of the others that says the same: on a timeline nobody could tell the two apart."""
    text = normalised(delivery.content.text)
    return next((each for each in others if normalised(each.content.text) == text), None)
