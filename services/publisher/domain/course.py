"""What becomes of a delivery without anybody's command, and what keeps one that is due: of ONE account's deliveries."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cached_property

from services.publisher.domain import thread
from services.publisher.domain.change import moved, noted
from services.publisher.domain.limits import Kept, Used, used
from services.publisher.domain.standing import due_at, over, same_text, starts_at
from services.publisher.domain.struck import held, stopped_by, why_struck
from services.publisher.domain.world import Policy, World
from shared.contracts.post_changed import Delivery

TWIN = "It waits: a post with the same text may be on this account already, and is being looked up."
"""Said once, where another delivery of unknown outcome stands in the way."""


class Course:
    """One account at a moment."""

    def __init__(self, deliveries: Mapping[str, Delivery], world: World, now: datetime) -> None:
        self._deliveries, self._world, self._now = deliveries, world, now

    @cached_property
    def approved(self) -> tuple[Delivery, ...]:
        """Those that wait for their time, or for something else."""
        return tuple(each for each in self._deliveries.values() if each.state == "approved")

    def changed(self, delivery: Delivery) -> Delivery | None:
        """What it has become without anybody's command; None where it is as it was."""
        if delivery.state not in ("submitted", "approved"):
            return None
        why = why_struck(delivery, self._world, self._now) or thread.why_ended(delivery, self._deliveries)
        if why:
            return moved(delivery, "void", self._now, why=why)
        return self._of_approved(delivery) if delivery.state == "approved" else None

    def _of_approved(self, delivery: Delivery) -> Delivery | None:
        first = thread.before(delivery, self._deliveries)
        if first and first.state == "missed":
            return moved(delivery, "missed", self._now, why=thread.MISSED)
        if due_at(delivery) <= self._now and (hold := stopped_by(delivery, self._world)):
            return held(delivery, self._now, hold)
        if self._now >= (ends := thread.latest(delivery, self._deliveries, self._world.policy)):
            return over(delivery, self._now, delivery.reason, ends)
        if starts_at(delivery) <= self._now and (kept := self._keeps(delivery)) and delivery.reason != kept.why:
            return noted(delivery, self._now, why=kept.why)
        return None

    def due(self) -> Iterable[Delivery]:
        """Those that may be sent now."""
        return (each for each in self.approved if starts_at(each) <= self._now and not self._keeps(each))

    def moments(self) -> Iterable[datetime]:
        """When to ask again, where nothing else happens; some have passed."""
        for each in self.approved:
            yield starts_at(each)
            yield thread.latest(each, self._deliveries, self._world.policy)
            if starts_at(each) <= self._now and (kept := self._keeps(each)) and kept.until:
                yield kept.until
        for other in self._deliveries.values():
            if other.state in ("submitted", "approved"):
                yield from (each.expires_at for each in other.content.media if each.expires_at)
            elif is_to_delete(other) and other.retry_at:
                yield other.retry_at

    def to_delete(self) -> Iterable[Delivery]:
        """Those whose deletion is to be asked for now: allowed whatever holds, and as often as it takes."""
        theirs = (each for each in self._deliveries.values() if is_to_delete(each))
        return (each for each in theirs if each.retry_at is None or each.retry_at <= self._now)

    def _keeps(self, delivery: Delivery) -> Kept | None:
        if thread.waits(delivery, self._deliveries):
            return Kept(thread.FOLLOWS)
        return Kept(TWIN) if same_text(delivery, self._unknown) else self._used.keeps(delivery, self._world)

    @cached_property
    def _unknown(self) -> tuple[Delivery, ...]:
        return tuple(each for each in self._deliveries.values() if each.state == "unknown")

    @cached_property
    def _used(self) -> Used:
        return used(self._deliveries.values(), self._world, self._now)


def last_moment(delivery: Delivery, deliveries: Mapping[str, Delivery], policy: Policy) -> datetime:
    """Before this the request of an approved delivery has to leave: its time, its approval and its pictures run out."""
    shown_until = (each.expires_at for each in delivery.content.media if each.expires_at)
    return min([thread.latest(delivery, deliveries, policy), *shown_until])


def is_to_delete(delivery: Delivery) -> bool:
    """Whether a deletion is wanted, and none is under way."""
    if delivery.state == "delete_unknown":
        return True
    return delivery.state == "deleting" and not is_being_deleted(delivery)


def is_being_deleted(delivery: Delivery) -> bool:
    """Whether the request to delete it was begun, and its outcome is not written."""
    return delivery.state == "deleting" and delivery.deletion is not None and delivery.retry_at is None
