"""Posts that continue another: each goes out as a reply to the one before it, once that one is posted, or not at all.

A later part waits where the part before it is being looked up, up to Policy.thread_waits beyond its own time: once that
one is found, as much time is left as any post has. A hold that stands when its own time has come makes it missed, as
any other.
"""

from collections.abc import Mapping
from datetime import datetime

from services.publisher.domain.standing import due_at, ends_at, own_end
from services.publisher.domain.words import clock
from services.publisher.domain.world import Policy
from shared.contracts.post_changed import Delivery, State
from shared.contracts.post_requested import Content

FOLLOWS = "It waits for the part of the thread before it."
"""Said once, when its own time has come."""

MISSED = "The part of the thread before it was missed: give both another time."

_ENDED: Mapping[State, str] = {
    "void": "is void",
    "refused": "was refused",
    "abandoned": "was given up",
    "deleting": "is being deleted",
    "deleted": "was deleted",
    "delete_unknown": "is being deleted",
}
"""What a thread does not go on from."""


def before(delivery: Delivery, deliveries: Mapping[str, Delivery]) -> Delivery | None:
    """The part before it; None where it continues none, or one that nobody knows."""
    return deliveries.get(delivery.content.follows) if delivery.content.follows else None


def why_ended(delivery: Delivery, deliveries: Mapping[str, Delivery]) -> str | None:
    """Why a later part of a thread must never be posted; None where it may yet be, or continues none."""
    if delivery.content.follows is None:
        return None
    first = before(delivery, deliveries)
    if first is None:
        return "The part of the thread before it is not known on this account: write it as a post of its own."
    ended = _ENDED.get(first.state) or ("was to be deleted" if first.take_down else None)
    return f"The part of the thread before it {ended}: write it anew." if ended else None


def waits(delivery: Delivery, deliveries: Mapping[str, Delivery]) -> bool:
    """Whether the part before it is not on the platform yet."""
    first = before(delivery, deliveries)
    return first is not None and first.state != "posted"


def latest(delivery: Delivery, deliveries: Mapping[str, Delivery], policy: Policy) -> datetime:
    """From when on an approved delivery is not sent any more, given what became of the part before it."""
    last, first = ends_at(delivery, policy), before(delivery, deliveries)
    if first is None or first.state != "posted":
        return last
    known, own = _known_since(first), own_end(delivery, policy)
    return min(last, max(own, known + (own - due_at(delivery))))


def _known_since(posted: Delivery) -> datetime:
    """Since when we know that it is on the platform: its own time there may be long before."""
    steps = (step.at for step in posted.history if step.transition == "post.posted")
    return next(steps, posted.changed_at)


def in_reply_to_of(delivery: Delivery, deliveries: Mapping[str, Delivery]) -> str | None:
    """The platform's id of what it answers or continues; None where it stands for itself, or that is not posted."""
    if first := before(delivery, deliveries):
        return first.platform_id if first.state == "posted" else None
    return delivery.content.reply_to.platform_id if delivery.content.reply_to else None


def why_not_follow(content: Content, post: str, id_: str, beside: Mapping[str, Delivery]) -> str | None:
    """None where this may be a later part of that thread, else why not, in a sentence."""
    if content.follows is None:
        return None
    if content.reply_to:
        return "It answers a message and continues a thread at once: only the first part of a thread answers."
    first = beside.get(content.follows) if content.follows != id_ else None
    if first is None:
        return "The part of the thread before it is not known on this account: submit that one first."
    if first.post != post:
        return "The part of the thread before it is of another post: write both in one."
    if ended := _ENDED.get(first.state):
        return f"The part of the thread before it {ended}: write it as a post of its own."
    return _why_not_after(content, first)


def _why_not_after(content: Content, first: Delivery) -> str | None:
    time = first.content.not_before
    if time is None or first.state == "posted" or (content.not_before and content.not_before >= time):
        return None
    return f"The part of the thread before it goes out at {clock(time)}: give this one the same time."
