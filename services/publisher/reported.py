"""One account's report: how it fares, what it may still post, and up to where holds are kept for certain."""

from collections.abc import Iterable
from datetime import datetime

from services.publisher.domain.limits import SPENT, WINDOW_FULL, used
from services.publisher.ground import Ground
from services.publisher.topics import SERVICE
from services.publisher.uploads import LOST
from shared.contracts.channel_reported import ChannelReport
from shared.contracts.post_changed import Delivery

_KEPT = {
    WINDOW_FULL: "It has posted as often as the platform lets it for now: what is due waits.",
    SPENT: "What it may spend on posts in a day is spent: what is due waits.",
    LOST: LOST,
}
"""Of the account, by what its deliveries say of themselves."""


def reported(ground: Ground, at: datetime) -> ChannelReport:
    """As it is now: to be called while something is decided, so that no call begins beside it."""
    standing, flight = ground.standing, ground.flight
    kept = standing.kept_back
    return ChannelReport(
        account=standing.account,
        reporter=f"{SERVICE}-{standing.platform}",
        state="recovering" if kept and standing.state == "up" else standing.state,
        since=standing.since,
        detail=" ".join(each for each in (standing.detail, kept) if each),
        limits=standing.told,
        spend_usd_today=float(used(ground.deliveries.values(), ground.world, at).spent),
        holds_read_to=ground.tools.orders.holds_read_to if flight.keeps_holds(at) else None,
        in_flight=flight.tell(at),
        reported_at=at,
    )


def kept_back(deliveries: Iterable[Delivery]) -> str:
    """What of our own making keeps posts that are due, in a sentence; empty where nothing does."""
    return next((_KEPT[each.reason] for each in deliveries if each.state == "approved" and each.reason in _KEPT), "")
