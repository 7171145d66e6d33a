"""Which posts are to be counted now: often while they are young, seldom when they are old, and then no more."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.contracts.post_changed import Delivery

COUNTED_FOR = timedelta(days=30)
"""Hardly anybody answers an older post, and every look at one costs."""

FIRST_DAY = timedelta(days=1)
FIRST_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class OurPost:
    """A post of ours as the platform knows it."""

    delivery: str
    account: str
    platform: str
    platform_id: str
    posted_at: datetime


def our_post(delivery: Delivery) -> OurPost | None:
    """The post that a delivery is on its platform; None where it is not, or not any more, or not known to be."""
    if delivery.state != "posted" or delivery.platform_id is None or delivery.posted_at is None:
        return None
    return OurPost(delivery.id, delivery.content.account, delivery.platform, delivery.platform_id, delivery.posted_at)


def interval(age: timedelta, period: timedelta) -> timedelta | None:
    """The time between two counts of a post of that age; None when it is counted no more."""
    if age >= COUNTED_FOR:
        return None
    if age < FIRST_DAY:
        return period
    return max(period, timedelta(hours=1) if age < FIRST_WEEK else timedelta(days=1))


def due(posts: Iterable[OurPost], asked: Mapping[str, datetime], now: datetime, period: timedelta) -> list[OurPost]:
    """Those whose time has come, the newest first; `asked` says when each delivery was asked for last."""
    waiting = [post for post in posts if _is_due(post, asked.get(post.delivery), now, period)]
    return sorted(waiting, key=lambda post: (post.posted_at, post.delivery), reverse=True)


def _is_due(post: OurPost, asked: datetime | None, now: datetime, period: timedelta) -> bool:
    every = interval(now - post.posted_at, period)
    return every is not None and (asked is None or now - asked >= every)
