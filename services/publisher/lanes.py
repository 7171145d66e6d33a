"""The lanes of all accounts whose partitions are ours: begun when we take them, and ended before we let them go."""

import asyncio
import logging
from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import Protocol

from services.publisher.channels.channel import Channel
from services.publisher.counts import UNKNOWN
from services.publisher.domain.world import OurAccount
from services.publisher.ground import Decide, Ground, Tools, Write
from services.publisher.lane import Lane
from services.publisher.looks import Looks
from services.publisher.settings import PublisherSettings
from services.publisher.standing import Standing
from shared.clock import now
from shared.crash import passes

logger = logging.getLogger(__name__)


class Writer(Protocol):
    """Stateful, as lanes need it."""

    async def write(self, number: int, generation: int, decide: Decide) -> bool:
        """As Stateful.write."""


class Lanes:
    """The publisher's state beside its intake, as Stateful asks for it."""

    def __init__(
        self,
        bootstrap: str,
        writer: Writer,
        tools: Tools,
        channels: Mapping[str, Channel],
        settings: PublisherSettings,
        *,
        finish: float,
    ) -> None:
        self.changed = asyncio.Event()
        """Some account fares otherwise than before."""
        self._bootstrap = bootstrap
        self._writer = writer
        self._tools = tools
        self._channels = channels
        self._settings = settings
        self._finish = finish
        self._lanes: dict[str, Lane] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def standings(self) -> Sequence[Standing]:
        """How the accounts fare whose partitions are ours."""
        return [lane.standing for lane in self._lanes.values()]

    async def restore(self, numbers: Collection[int]) -> None:
        """Read post.changed back."""
        await self._tools.book.restore(self._bootstrap, numbers)
        logger.info("deliveries are read back", extra={"partitions": sorted(numbers)})

    def taken(self, generation: int, numbers: Collection[int]) -> None:
        """Begin a lane for every account that is on one of these partitions."""
        for account in self._accounts():
            number = self._tools.book.number_of(account.id)
            channel = self._channels.get(account.platform)
            if number in numbers and channel:
                self._begin(account, channel, partial(self._writer.write, number, generation))
        self.changed.set()

    def committed(self, number: int) -> None:
        """Commands have been decided: the accounts of this partition may have work."""
        passes("after_t0")
        for account, lane in self._lanes.items():
            if self._tools.book.number_of(account) == number:
                lane.wake()

    async def let_go(self) -> None:
        """End all lanes; a call that takes too long is left, and found as `sending` by whoever comes next."""
        for lane in self._lanes.values():
            lane.close()
        if self._tasks:
            _, left = await asyncio.wait(self._tasks, timeout=self._finish)
            for task in left:
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)
        self._lanes.clear()
        UNKNOWN.clear()

    def _accounts(self) -> list[OurAccount]:
        """Those of the registry, and those that have left it and have deliveries."""
        known = self._tools.world.accounts
        left = {
            account: next(iter(self._tools.book.of_account(account).values())).platform
            for account in self._tools.book.accounts()
            if account not in known
        }
        return [*known.values(), *(OurAccount(each, platform, "", (), active=False) for each, platform in left.items())]

    def _begin(self, account: OurAccount, channel: Channel, write: Write) -> None:
        settings = self._settings
        standing = Standing(
            account, now(), self.changed, again_first=settings.again_first, again_most=settings.again_most
        )
        looks = Looks(timedelta(seconds=settings.look_first), timedelta(seconds=settings.look_most))
        lane = Lane(Ground(account, channel, self._tools, standing, write), looks)
        self._lanes[account.id] = lane
        task = asyncio.create_task(lane.run(), name=f"lane of {account.id}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
