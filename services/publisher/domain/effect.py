"""What one account's lane does next, and what an attempt's outcome makes of its delivery (T1, T2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.publisher.domain.matching import Candidate
from services.publisher.domain.world import Policy, World
from shared.contracts.post_changed import Delivery


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
    """The next step of ONE account, given all its deliveries; until `blocked_until` no attempt begins."""
    raise NotImplementedError


def unknown_of(deliveries: Mapping[str, Delivery]) -> tuple[Delivery, ...]:
    """Those to be looked for on the timeline, the earliest attempt first; when to look is the caller's to know."""
    raise NotImplementedError


def quiet_from(delivery: Delivery, policy: Policy) -> datetime:
    """When no request of this delivery's attempt can be on its way any more: `blocked_until` after a takeover."""
    raise NotImplementedError


def begin(delivery: Delivery, now: datetime, body: str, key: str | None, staff_offset: int, policy: Policy) -> Delivery:
    """approved -> sending, with a new attempt; raises NotAllowed where the approval does not cover it at `now`."""
    raise NotImplementedError


def posted(delivery: Delivery, now: datetime, platform_id: str, link: str) -> Delivery:
    """sending -> posted: the platform answered with an id."""
    raise NotImplementedError


def refused(delivery: Delivery, now: datetime, why: str) -> Delivery:
    """sending -> refused: the platform's certain no."""
    raise NotImplementedError


def try_again(delivery: Delivery, now: datetime, at: datetime, why: str, policy: Policy) -> Delivery:
    """sending -> approved, not before `at`, where nothing was certainly posted; missed or void where that is too late."""
    raise NotImplementedError


def called_off(delivery: Delivery, now: datetime, why: str, policy: Policy) -> Delivery:
    """sending -> approved, missed or void: the request was never written."""
    raise NotImplementedError


def unknown(delivery: Delivery, now: datetime, why: str) -> Delivery:
    """sending -> unknown: it may be on the platform."""
    raise NotImplementedError


def taken_over(delivery: Delivery, now: datetime) -> Delivery:
    """sending, found when the account was taken over -> unknown."""
    raise NotImplementedError


def settled_by_timeline(delivery: Delivery, now: datetime, matched: Sequence[Candidate]) -> Delivery | None:
    """unknown -> posted where exactly one matched, unknown with other `candidates` where several did; else None.

    `matched` comes from `matching.matches`: unclaimed ones. That none is there decides nothing.
    """
    raise NotImplementedError


def transition_of(delivery: Delivery) -> str:
    """The transition of a record that changed the state, such as post.sending."""
    return f"post.{delivery.state}"
