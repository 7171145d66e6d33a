"""What one account's lane does next, and what an attempt's outcome makes of its delivery (T1, T2)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.publisher.domain.change import NotAllowed, moved, noted, only_from, transition_of
from services.publisher.domain.course import Course, is_being_deleted, is_to_delete
from services.publisher.domain.matching import Candidate, links_of
from services.publisher.domain.standing import due_at, ends_at, over, same_text, starts_at
from services.publisher.domain.world import Policy, World
from shared.contracts.post_changed import Attempt, Delivery

SEVERAL = "More than one post on the platform may be this one: look at them, and say which it is."
"""A machine that chose between them would guess."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """Nothing is due; ask again after the next change, and at `until` where that is known."""

    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """Time, people, holds or another delivery changed it: write it; no call is made."""

    transition: str
    delivery: Delivery


@dataclass(frozen=True, slots=True)
class Begin:
    """Due: pass the barrier, ask `next_step` again with what it brought, and only then `begin`."""

    delivery: Delivery


@dataclass(frozen=True, slots=True)
class Delete:
    """Somebody took it down: `begin_deletion`, whatever holds and whatever blocks posts."""

    delivery: Delivery


Step = Nothing | Change | Begin | Delete


@dataclass(frozen=True, slots=True)
class Read:
    """Up to where the topics were folded before a call was allowed."""

    staff_offset: int
    hold_offset: int | None = None


def next_step(deliveries: Mapping[str, Delivery], world: World, now: datetime, blocked_until: datetime | None) -> Step:
    """The next step of ONE account, given all its deliveries; until `blocked_until` no attempt to post begins.

    The world must be read to its end before: who is missing there counts as gone, and voids what they wrote.
    """
    course = Course(deliveries, world, now)
    for delivery in deliveries.values():
        if changed := course.changed(delivery):
            return Change(transition_of(changed), changed)
    if not under_way(deliveries) and (call := _call(course, blocked=blocked_until is not None and now < blocked_until)):
        return call
    moments = [*course.moments(), *([blocked_until] if blocked_until else [])]
    return Nothing(until=min((each for each in moments if each > now), default=None))


def _call(course: Course, *, blocked: bool) -> Begin | Delete | None:
    """What was just taken down goes before posts; a deletion that is asked for once more does not keep them waiting."""
    gone = min(course.to_delete(), key=lambda each: (each.deletion is not None, each.changed_at), default=None)
    if gone and gone.deletion is None:
        return Delete(gone)
    due = None if blocked else min(course.due(), key=lambda each: (due_at(each), each.id), default=None)
    if due:
        return Begin(due)
    return Delete(gone) if gone else None


def unknown_of(deliveries: Mapping[str, Delivery]) -> tuple[Delivery, ...]:
    """Those to be looked for on the timeline, the earliest attempt first; when to look is the caller's to know."""
    unknown = (each for each in deliveries.values() if each.state == "unknown" and each.attempt)
    return tuple(sorted(unknown, key=lambda each: (_attempt_of(each).begun_at, each.id)))


def quiet_from(delivery: Delivery, policy: Policy) -> datetime:
    """When no request of this delivery's attempt can be on its way any more: `blocked_until` after a takeover."""
    return _attempt_of(delivery).deadline + policy.answer_within


def _attempt_of(delivery: Delivery) -> Attempt:
    if delivery.attempt is None:
        raise NotAllowed(f"Delivery {delivery.id} is {delivery.state} without an attempt.")
    return delivery.attempt


def begin(
    delivery: Delivery,
    now: datetime,
    body: str,
    key: str | None,
    read: Read,
    policy: Policy,
    *,
    media: Sequence[str] = (),
    in_reply_to: str | None = None,
) -> Delivery:
    """Approved -> sending, with a new attempt; raises NotAllowed where no approval covers it at `now`."""
    if not starts_at(delivery) <= now < ends_at(delivery, policy):
        raise NotAllowed(f"Delivery {delivery.id} is not to be sent at {now.isoformat()}.")
    _check_whole(delivery, media, in_reply_to)
    attempt = Attempt(
        number=(delivery.attempt.number if delivery.attempt else 0) + 1,
        begun_at=now,
        deadline=now + policy.deadline,
        body=body,
        key=key,
        staff_offset=read.staff_offset,
        hold_offset=read.hold_offset,
        media=tuple(media),
        in_reply_to=in_reply_to,
    )
    return moved(delivery, "sending", now, attempt=attempt)


def _check_whole(delivery: Delivery, media: Sequence[str], in_reply_to: str | None) -> None:
    """Raises NotAllowed where it would go out without a picture, or answer another post than was approved."""
    content = delivery.content
    if len(media) != len(content.media):
        raise NotAllowed(f"Delivery {delivery.id} has {len(content.media)} pictures, and {len(media)} are uploaded.")
    answers = content.reply_to.platform_id if content.reply_to else None
    if bool(in_reply_to) != bool(answers or content.follows) or (answers and in_reply_to != answers):
        raise NotAllowed(f"Delivery {delivery.id} would answer {in_reply_to}, which nobody approved.")


def posted(delivery: Delivery, now: datetime, platform_id: str, link: str) -> Delivery:
    """Sending -> posted: the platform answered with an id."""
    only_from(delivery, "sending")
    return moved(delivery, "posted", now, platform_id=platform_id, link=link, posted_at=now)


def refused(delivery: Delivery, now: datetime, why: str) -> Delivery:
    """Sending -> refused: the platform's certain no."""
    only_from(delivery, "sending")
    return moved(delivery, "refused", now, why=why)


def try_again(delivery: Delivery, now: datetime, at: datetime, why: str, policy: Policy) -> Delivery:
    """Sending -> approved, not before `at`, where nothing was posted for certain; too late then: missed or void."""
    only_from(delivery, "sending")
    waiting = moved(delivery, "approved", now, why=why, retry_at=at)
    return waiting if max(at, now) < ends_at(waiting, policy) else over(delivery, now, why)


def put_off(delivery: Delivery, now: datetime, at: datetime, why: str) -> Delivery:
    """Approved -> approved, not before `at`: it cannot be sent whole now; said once for as long as it is the same."""
    only_from(delivery, "approved")
    if why == delivery.reason:
        return delivery.model_copy(update={"retry_at": at, "changed_at": now})
    return noted(delivery, now, why=why, retry_at=at)


def called_off(delivery: Delivery, now: datetime, why: str, policy: Policy) -> Delivery:
    """Sending -> approved, missed or void: the request was never written."""
    only_from(delivery, "sending")
    waiting = moved(delivery, "approved", now, why=why)
    return waiting if now < ends_at(waiting, policy) else over(delivery, now, why)


def unknown(delivery: Delivery, now: datetime, why: str, *, answered: bool = False) -> Delivery:
    """Sending -> unknown: it may be on the platform, and is looked for, never sent again."""
    only_from(delivery, "sending")
    attempt = _attempt_of(delivery).model_copy(update={"answered_at": now if answered else None})
    return moved(delivery, "unknown", now, why=why, attempt=attempt)


def duplicate(delivery: Delivery, now: datetime, why: str, beside: Iterable[Delivery]) -> Delivery:
    """Sending -> unknown: the platform has the text on this account; where another delivery put it, that is told."""
    posted_ones = [each for each in beside if each.state == "posted" and each.link and each.id != delivery.id]
    other = same_text(delivery, reversed(posted_ones))
    if other:
        why = f"{delivery.platform.title()} has this text on this account already: {other.link} ({why})"
    return unknown(delivery, now, why, answered=True)


def under_way(deliveries: Mapping[str, Delivery]) -> tuple[Delivery, ...]:
    """Those whose request was begun and whose outcome is not written: after a takeover, `taken_over` is theirs."""
    return tuple(each for each in deliveries.values() if each.state == "sending" or is_being_deleted(each))


def taken_over(delivery: Delivery, now: datetime) -> Delivery:
    """Sending, found when the account was taken over -> unknown; being deleted -> delete_unknown, to be repeated."""
    if is_being_deleted(delivery):
        return delete_unknown(delivery, now, now, "The publisher stopped while it was being deleted.")
    return unknown(delivery, now, "The publisher stopped while it was being sent; whether it was posted is looked up.")


def settled_by_timeline(delivery: Delivery, now: datetime, matched: Sequence[Candidate]) -> Delivery | None:
    """Unknown -> posted where exactly one matched, unknown with other `candidates` where several did; else None.

    `matched` comes from `matching.matches`: unclaimed ones. That none is there decides nothing.
    """
    only_from(delivery, "unknown")
    if not matched:
        return None
    if len(matched) > 1:
        links = links_of(matched)
        return None if links == delivery.candidates else noted(delivery, now, why=SEVERAL, candidates=links)
    found = matched[0]
    return moved(
        delivery,
        "posted",
        now,
        why="It was found on the account's timeline.",
        platform_id=found.platform_id,
        link=found.link,
        posted_at=found.created_at,
    )


def begin_deletion(delivery: Delivery, now: datetime, read: Read, policy: Policy) -> Delivery:
    """Deleting or delete_unknown -> deleting, with a request written down; raises NotAllowed where it is not due."""
    if not is_to_delete(delivery) or (delivery.retry_at and now < delivery.retry_at):
        raise NotAllowed(f"Delivery {delivery.id} is {delivery.state}, and not to be deleted at {now.isoformat()}.")
    request = Attempt(
        number=(delivery.deletion.number if delivery.deletion else 0) + 1,
        begun_at=now,
        deadline=now + policy.deadline,
        body="",
        staff_offset=read.staff_offset,
        hold_offset=read.hold_offset,
    )
    return moved(delivery, "deleting", now, why=delivery.reason, deletion=request)


def deleted(delivery: Delivery, now: datetime) -> Delivery:
    """Deleting -> deleted: the platform has it no more, whoever saw to that."""
    only_from(delivery, "deleting")
    return moved(delivery, "deleted", now)


def delete_unknown(delivery: Delivery, now: datetime, at: datetime, why: str) -> Delivery:
    """Deleting -> delete_unknown: no certain answer; it is asked for again from `at` on, by itself."""
    only_from(delivery, "deleting")
    return _once(delivery, moved(delivery, "delete_unknown", now, why=why, retry_at=at))


def delete_later(delivery: Delivery, now: datetime, at: datetime, why: str) -> Delivery:
    """Deleting -> deleting, not before `at`: the request was never written, or the platform asked to wait."""
    only_from(delivery, "deleting")
    return _once(delivery, moved(delivery, "deleting", now, why=why, retry_at=at))


def _once(asked: Delivery, after: Delivery) -> Delivery:
    """It is asked for as often as it takes: of the repetitions the history tells the last outcome alone.

    Hundreds of steps would take the place of who wrote the post and who approved it.
    """
    if asked.deletion is None or asked.deletion.number == 1:
        return after
    return after.model_copy(update={"history": (*asked.history[:-2], after.history[-1])})


def delete_refused(delivery: Delivery, now: datetime, why: str) -> Delivery:
    """Deleting -> posted: the platform's certain no; it is there still, and people delete it themselves."""
    only_from(delivery, "deleting")
    return moved(delivery, "posted", now, why=why)
