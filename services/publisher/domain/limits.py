"""How many posts an account has left in the platform's window, and how much money in the day: from its deliveries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from services.publisher.domain.world import World
from shared.contracts.post_changed import Delivery, State

ASKED: frozenset[State] = frozenset(
    {"sending", "posted", "refused", "unknown", "abandoned", "deleting", "deleted", "delete_unknown"}
)
"""The last attempt may have reached the platform, which counts it; those of other states were called off or put off."""

BILLED: frozenset[State] = ASKED - {"refused"}
"""What may be on the platform, or was, is paid for."""

WINDOW_FULL = "It waits: this account has posted as often as the platform lets it for now."
SPENT = "It waits: what this account may spend on posts in a day is spent."
"""Each said once, where it is what keeps a post that is due."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What keeps a delivery that is due, and until when at least, where that is known."""

    why: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Used:
    """What an account has used up at a moment."""

    full_until: datetime | None
    """No post of its is left in the window before then."""
    spent: Decimal
    """In US dollars, in this day of UTC."""
    day_ends: datetime

    def keeps(self, delivery: Delivery, world: World) -> Kept | None:
        """What keeps this one; None where it fits."""
        if self.full_until:
            return Kept(WINDOW_FULL, self.full_until)
        most = world.policy.usd_per_account_and_day
        if most is not None and self.spent + world.price_of(delivery.platform, delivery.content) > most:
            return Kept(SPENT, self.day_ends)
        return None


def used(deliveries: Iterable[Delivery], world: World, now: datetime) -> Used:
    """What ONE account has used up, given all its deliveries."""
    day = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    policy, begun, spent = world.policy, list[datetime](), Decimal(0)
    for each in deliveries:
        if each.attempt is None or each.state not in ASKED:
            continue
        if each.attempt.begun_at > now - policy.window:
            begun.append(each.attempt.begun_at)
        if each.state in BILLED and each.attempt.begun_at >= day:
            spent += world.price_of(each.platform, each.content)
    return Used(_full_until(begun, world), spent, day + timedelta(days=1))


def _full_until(begun: list[datetime], world: World) -> datetime | None:
    if len(begun) < world.policy.posts_per_window:
        return None
    return sorted(begun)[-world.policy.posts_per_window] + world.policy.window
