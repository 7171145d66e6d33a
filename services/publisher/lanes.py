"""The lanes of all accounts whose partitions are ours: begun when we take them, and ended before we let them go."""

import asyncio
import logging
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

from services.publisher.channels.channel import Channel
from services.publisher.counts import UNKNOWN
from services.publisher.domain.world import OurAccount
from services.publisher.flight import Flight
from services.publisher.ground import Decide, Ground, Tools, Write
from services.publisher.lane import Lane
from services.publisher.looks import Looks
from services.publisher.settings import PublisherSettings
from services.publisher.standing import Standing
from services.publisher.topics import SERVICE
from shared.clock import new_id, now
from shared.contracts.channel_reported import ChannelReport
from shared.contracts.record import Record, record_of
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
        self._generation = 0

    async def report(self) -> None:
        """Tell how the accounts fare whose partitions are ours: of each partition all at one moment."""
        for number in sorted({self._number_of(account) for account in self._lanes}):
            await self._writer.write(number, self._generation, partial(self._reports, number))
            passes("after_report")

    def turns(self) -> list[datetime]:
        """When reports become others by time alone, whether past or to come."""
        return [moment for lane in self._lanes.values() for moment in lane.flight.turns()]

    def heard(self) -> None:
        """Staff, holds or templates are others by now: what that makes of deliveries is to be seen to, and told."""
        for lane in self._lanes.values():
            lane.wake()
        self.changed.set()

    async def restore(self, numbers: Collection[int]) -> None:
        """Read post.changed back."""
        await self._tools.book.restore(self._bootstrap, numbers)
        logger.info("deliveries are read back", extra={"partitions": sorted(numbers)})

    def taken(self, generation: int, numbers: Collection[int]) -> None:
        """Begin a lane for every account that is on one of these partitions."""
        self._generation = generation
        for account in self._accounts():
            number = self._number_of(account.id)
            channel = self._channels.get(account.platform)
            if number in numbers and channel:
                self._begin(account, channel, partial(self._writer.write, number, generation))
        self.changed.set()

    def committed(self, number: int) -> None:
        """Commands have been decided: the accounts of this partition may have work."""
        passes("after_t0")
        for account, lane in self._lanes.items():
            if self._number_of(account) == number:
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

    def _reports(self, number: int) -> Sequence[Record]:
        at, topic = now(), self._tools.topics.channels
        theirs = [lane for account, lane in self._lanes.items() if self._number_of(account) == number]
        reports = [report for lane in theirs if (report := _report_of(lane, at))]
        passes("before_report")
        return [record_of(topic, "channel.reported", each, id=new_id(), source=SERVICE, time=at) for each in reports]

    def _number_of(self, account: str) -> int:
        return self._tools.book.number_of(account)

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
        flight = Flight(self.changed, self._tools.world.policy.answer_within)
        lane = Lane(Ground(account, channel, self._tools, standing, flight, write), looks)
        self._lanes[account.id] = lane
        task = asyncio.create_task(lane.run(), name=f"lane of {account.id}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _report_of(lane: Lane, at: datetime) -> ChannelReport | None:
    """None where we make a mistake on this account: the others are told of all the same."""
    try:
        return lane.report(at)
    except Exception:
        logger.exception("an account cannot be reported", extra={"account": lane.standing.account})
        return None
