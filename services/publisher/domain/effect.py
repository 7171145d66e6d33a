"""What one account's lane does next, and what an attempt's outcome makes of its delivery (T1, T2)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.publisher.domain.change import NotAllowed, moved, noted, only_from, transition_of
from services.publisher.domain.matching import Candidate, links_of
from services.publisher.domain.standing import (
    due_at,
    ends_at,
    over,
    same_text,
    starts_at,
    why_struck,
)
from services.publisher.domain.world import Policy, World
from shared.contracts.post_changed import Attempt, Delivery

TWIN = "It waits: a post with the same text may be on this account already, and is being looked up."
"""Said once, where another delivery of unknown outcome stands in the way."""
SEVERAL = "More than one post on the platform may be this one: look at them, and say which it is."
"""A machine that chose between them would guess."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """Nothing is due; ask again after the next change, and at `until` where that is known."""

    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """Time, staff or registry changed it: write it; no call is made."""

    transition: str
    delivery: Delivery


@dataclass(frozen=True, slots=True)
class Begin:
    """Due: pass the barrier, ask `next_step` again with what it brought, and only then `begin`."""

    delivery: Delivery


Step = Nothing | Change | Begin


def next_step(deliveries: Mapping[str, Delivery], world: World, now: datetime, blocked_until: datetime | None) -> Step:
    """The next step of ONE account, given all its deliveries; until `blocked_until` no attempt begins.

    The staff must be read to its end before: who is missing there counts as gone, and voids what they wrote.
    """
    for delivery in deliveries.values():
        if changed := _changed(delivery, deliveries, world, now):
            return Change(transition_of(changed), changed)
    approved = [each for each in deliveries.values() if each.state == "approved"]
    free = not any(each.state == "sending" for each in deliveries.values())
    if free and (blocked_until is None or now >= blocked_until):
        due = [each for each in approved if starts_at(each) <= now and not _twin(each, deliveries)]
        if due:
            return Begin(min(due, key=lambda each: (due_at(each), each.id)))
    return Nothing(until=_next_moment(approved, world.policy, now, blocked_until))


def _changed(delivery: Delivery, deliveries: Mapping[str, Delivery], world: World, now: datetime) -> Delivery | None:
    """What the delivery has become without anybody's command; None where it is as it was."""
    if delivery.state not in ("submitted", "approved"):
        return None
    if why := why_struck(delivery, world):
        return moved(delivery, "void", now, why=why)
    if delivery.state == "submitted":
        return None
    if now >= ends_at(delivery, world.policy):
        return over(delivery, now, delivery.reason)
    if starts_at(delivery) <= now and _twin(delivery, deliveries) and delivery.reason != TWIN:
        return noted(delivery, now, why=TWIN)
    return None


def _twin(delivery: Delivery, deliveries: Mapping[str, Delivery]) -> Delivery | None:
    return same_text(delivery, unknown_of(deliveries))


def _next_moment(
    approved: Iterable[Delivery], policy: Policy, now: datetime, blocked_until: datetime | None
) -> datetime | None:
    moments = [moment for each in approved for moment in (starts_at(each), ends_at(each, policy))]
    return min((moment for moment in (*moments, blocked_until) if moment and moment > now), default=None)


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


def begin(delivery: Delivery, now: datetime, body: str, key: str | None, staff_offset: int, policy: Policy) -> Delivery:
    """Approved -> sending, with a new attempt; raises NotAllowed where no approval covers it at `now`."""
    if not starts_at(delivery) <= now < ends_at(delivery, policy):
        raise NotAllowed(f"Delivery {delivery.id} is not to be sent at {now.isoformat()}.")
    attempt = Attempt(
        number=(delivery.attempt.number if delivery.attempt else 0) + 1,
        begun_at=now,
        deadline=now + policy.deadline,
        body=body,
        key=key,
        staff_offset=staff_offset,
    )
    return moved(delivery, "sending", now, attempt=attempt)


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


def called_off(delivery: Delivery, now: datetime, why: str, policy: Policy) -> Delivery:
    """Sending -> approved, missed or void: the request was never written."""
    only_from(delivery, "sending")
    waiting = moved(delivery, "approved", now, why=why)
    return waiting if now < ends_at(waiting, policy) else over(delivery, now, why)


def unknown(delivery: Delivery, now: datetime, why: str) -> Delivery:
    """Sending -> unknown: it may be on the platform, and is looked for, never sent again."""
    only_from(delivery, "sending")
    return moved(delivery, "unknown", now, why=why)


def duplicate(delivery: Delivery, now: datetime, why: str, beside: Iterable[Delivery]) -> Delivery:
    """Sending -> unknown: the platform has the text on this account; where another delivery put it, that is told."""
    posted_ones = [each for each in beside if each.state == "posted" and each.link and each.id != delivery.id]
    other = same_text(delivery, reversed(posted_ones))
    if other:
        why = f"{delivery.platform.title()} has this text on this account already: {other.link} ({why})"
    return unknown(delivery, now, why)


def taken_over(delivery: Delivery, now: datetime) -> Delivery:
    """Sending, found when the account was taken over -> unknown."""
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
