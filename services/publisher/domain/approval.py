"""The second person: who puts their name to it, what that covers, and until when."""

from datetime import datetime

from services.publisher.domain.change import moved
from services.publisher.domain.command import asked_at
from services.publisher.domain.standing import missed_from
from services.publisher.domain.submission import CHANGED_MEANWHILE
from services.publisher.domain.words import clock, sentence
from services.publisher.domain.world import Case
from shared.contracts.post_changed import Approval, Delivery
from shared.contracts.post_requested import Approve, SendBack
from shared.rules.approving import may_exempt, sent_by, why_not_approve, why_not_settle


def approve(delivery: Delivery, command: Approve, case: Case) -> Delivery | str:
    """Approved: by somebody else than who wrote and sent it, for exactly what they saw, and only for a while."""
    if (
        why := _why_not_this(delivery, command)
        or _why_not_now(delivery, command, case)
        or _why_not_they(delivery, command, case)
    ):
        return why
    approval = Approval(
        by=command.by,
        at=asked_at(command, case),
        hash=delivery.hash,
        expires_at=_expires_at(delivery, command, case),
        incident=delivery.content.incident if _exempts(delivery, command, case) else None,
    )
    return moved(delivery, "approved", case.now, by=command.by, approval=approval)


def _expires_at(delivery: Delivery, command: Approve, case: Case) -> datetime:
    content, policy = delivery.content, case.world.policy
    lasts = policy.approval_lasts + policy.thread_waits if content.follows else policy.approval_lasts
    return (content.not_before or asked_at(command, case)) + lasts


def _exempts(delivery: Delivery, command: Approve, case: Case) -> bool:
    person, districts = case.world.staff.get(command.by), case.world.districts_of(delivery.content.account)
    return person is not None and may_exempt(person, districts)


def _why_not_this(delivery: Delivery, command: Approve) -> str | None:
    if command.hash != delivery.hash:
        return "What you approved is not what stands here: text, account or time differ. Look at it again."
    return None if command.version == delivery.version else CHANGED_MEANWHILE


def _why_not_now(delivery: Delivery, command: Approve, case: Case) -> str | None:
    time, at = delivery.content.not_before, asked_at(command, case)
    if time and case.now >= missed_from(time, case.world.policy):
        return f"Its time, {clock(time)}, has passed: reschedule it first."
    if not time and case.now - at >= case.world.policy.approval_lasts:
        return f"You approved it at {clock(at)}, and that was read too late: approve it again."
    return None


def _why_not_they(delivery: Delivery, command: Approve, case: Case) -> str | None:
    staff, districts = case.world.staff, case.world.districts_of(delivery.content.account)
    author, sender = staff.get(delivery.author), sent_by(delivery)
    return why_not_approve(staff.get(command.by), author, sender, districts, case.today)


def send_back(delivery: Delivery, command: SendBack, case: Case) -> Delivery | str:
    """Returned to its author, by somebody who may approve for the account, and with a reason."""
    if command.version != delivery.version:
        return CHANGED_MEANWHILE
    if not command.reason.strip():
        return "Say what has to change: the author reads it."
    districts = case.world.districts_of(delivery.content.account)
    if why := why_not_settle(case.world.staff.get(command.by), districts, case.today):
        return why
    told = sentence(f"{case.world.name_of(command.by)} sent it back: {command.reason}")
    return moved(delivery, "returned", case.now, why=told, by=command.by, approval=None)
