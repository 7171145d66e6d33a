"""Counts followers and posts when they are due and the budget allows it, and writes what X said, with its time."""

import asyncio
import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, Protocol, TypeVar

from services.metrics.domain.budget import Budget, Thing
from services.metrics.domain.plan import OurPost, due
from services.metrics.sampler import counts
from services.metrics.sampler.asking import PLATFORM, Asking, Client
from services.metrics.sampler.faring import Faring
from services.metrics.sampler.posts import Posts
from services.metrics.sampler.samples import account_sampled, post_sampled
from services.metrics.settings import SamplerSettings
from shared.clock import now
from shared.contracts.record import Record
from shared.errors import Transient
from shared.health import Health
from shared.registry import Account
from shared.x.client import LOOKUP

logger = logging.getLogger(__name__)

LOOP = "sampler"

TURN_S = 1.0
"""How soon a post is counted once it is published: looking for what is due costs nothing."""

ItemT = TypeVar("ItemT")


class Writer(Protocol):
    """Writes records; returns when they are acknowledged."""

    async def write(self, records: Sequence[Record]) -> None:
        """Raises Transient when Kafka refuses."""


class Sampler:
    """Asks X for the followers of all active accounts, and for the counts of our posts on accounts of the registry."""

    def __init__(
        self,
        client: Client,
        accounts: Iterable[Account],
        posts: Posts,
        writer: Writer,
        settings: SamplerSettings,
        *,
        budget: Budget,
        faring: Faring,
        asked: Mapping[str, datetime],
    ) -> None:
        ours = [each for each in accounts if each.platform == PLATFORM]
        self._active = [each for each in ours if each.status == "active"]
        self._known = frozenset(each.id for each in ours)
        self._posts = posts
        self._writer = writer
        self._period = timedelta(seconds=settings.period)
        self._budget = budget
        self._faring = faring
        self._asked = dict(asked)
        """When each account and each delivery was asked for last."""
        self._followers = Asking("followers", client.follower_counts, settings, budget, faring)
        self._engagement = Asking("posts", client.post_counts, settings, budget, faring)

    async def run(self, stop: asyncio.Event, health: Health) -> None:
        """Go on until `stop` is set; whatever X does, this does not end."""
        while not stop.is_set():
            await self._turn_beating(health)
            with suppress(TimeoutError):
                async with asyncio.timeout(TURN_S):
                    await stop.wait()

    async def turn(self) -> None:
        """Count what is due now and may be read."""
        at = now()
        posts = self._due_posts(at)
        payable = self._payable(posts, at)
        await self._count_accounts([each for each in self._due_accounts(at) if _user(each) in payable])
        await self._count_posts([each for each in posts if _post(each) in payable])
        counts.SPENT.labels(PLATFORM).set(float(self._budget.spent(now())))

    async def _turn_beating(self, health: Health) -> None:
        """A broker or a platform that is away holds a turn up, and that is no reason to be killed."""
        turn = asyncio.ensure_future(self.turn())
        try:
            while not turn.done():
                health.beat(LOOP)
                await asyncio.wait({turn}, timeout=TURN_S)
        finally:
            turn.cancel()
            await asyncio.wait({turn})
        turn.result()

    def _due_accounts(self, at: datetime) -> list[Account]:
        asked = self._asked
        return [each for each in self._active if each.id not in asked or at - asked[each.id] >= self._period]

    def _due_posts(self, at: datetime) -> list[OurPost]:
        known = [each for each in self._posts.of(PLATFORM, at) if each.account in self._known]
        return due(known, self._asked, at, self._period)

    def _payable(self, posts: Iterable[OurPost], at: datetime) -> frozenset[Thing]:
        """All accounts first, due or not, so that posts cannot use up what their followers cost."""
        things = [*map(_user, self._active), *map(_post, posts)]
        payable = self._budget.affordable(things, at)
        put_off = Counter(thing.account for thing in things if thing not in payable)
        if self._faring.puts_off(put_off) and put_off:
            logger.warning(
                "Today's share of X's budget is spent, and some counts wait for the next UTC day",
                extra={"counts": put_off.total(), "share_usd": float(self._budget.usd_per_day)},
            )
        counts.PUT_OFF.labels(PLATFORM).set(put_off.total())
        return payable

    async def _count_accounts(self, accounts: Sequence[Account]) -> None:
        for some in _portions(accounts):
            by_handle = {each.handle: each for each in some}
            if not self._followers.gate.is_open(now()):
                return
            told = await self._followers.ask({handle: _user(each) for handle, each in by_handle.items()})
            if told is None:
                return
            found = told.counted.found
            missing = {by_handle[handle].id: why for handle, why in told.counted.missing.items()}
            if self._faring.misses(missing, [by_handle[handle].id for handle in found]) and missing:
                logger.error("X does not tell the followers of some accounts", extra={"missing": missing})
            records = [account_sampled(by_handle[handle], each, told.at) for handle, each in found.items()]
            await self._write(self._followers, records, [each.id for each in some], told.at)

    async def _count_posts(self, posts: Sequence[OurPost]) -> None:
        for some in _portions(posts):
            by_id = {each.platform_id: each for each in some}
            if not self._engagement.gate.is_open(now()):
                return
            told = await self._engagement.ask({name: _post(each) for name, each in by_id.items()})
            if told is None:
                return
            for name, why in told.counted.missing.items():
                logger.info("X does not tell a post's counts", extra={"delivery": by_id[name].delivery, "reason": why})
            records = [post_sampled(by_id[name], each, told.at) for name, each in told.counted.found.items()]
            await self._write(self._engagement, records, [each.delivery for each in some], told.at)

    async def _write(self, asking: Asking[Any], records: Sequence[Record], asked: Iterable[str], at: datetime) -> None:
        """What is not on Kafka was not asked for: it is asked for again, and X charges for it once a day."""
        try:
            await self._writer.write(records)
        except Transient as error:
            asking.gate.failed(at)
            logger.warning("Counts could not be written", extra={"of": asking.of, "reason": str(error)})
            return
        self._asked |= dict.fromkeys(asked, at)
        counts.SAMPLES.labels(PLATFORM, asking.of).inc(len(records))
        if records:
            counts.AGE.labels(PLATFORM, asking.of).set_function(lambda: now().timestamp() - at.timestamp())


def _user(account: Account) -> Thing:
    return Thing("user", account.id, account.id)


def _post(post: OurPost) -> Thing:
    return Thing("post", post.platform_id, post.account)


def _portions(items: Iterable[ItemT]) -> Iterator[list[ItemT]]:
    """As many at a time as X looks up in one call."""
    rest = iter(items)
    while some := list(islice(rest, LOOKUP)):
        yield some
