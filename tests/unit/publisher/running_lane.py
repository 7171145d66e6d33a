"""A lane without Kafka: what it writes is in its book at once, and holds, staff and templates are what a test says."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

from services.publisher.book import Book
from services.publisher.domain.effect import Read
from services.publisher.domain.world import World
from services.publisher.flight import Flight
from services.publisher.ground import Decide, Ground, Tools, Write
from services.publisher.lane import Lane
from services.publisher.looks import Looks
from services.publisher.orders import Orders
from services.publisher.standing import Standing
from services.publisher.topics import Topics
from shared.clock import now, uptime
from shared.contracts.post_changed import Delivery
from shared.health import Health
from tests.support.channel import PaperPlatform
from tests.support.store import PaperStore
from tests.unit.publisher.posts import WORLD, approves, ruled, submits

SECOND = timedelta(seconds=1)


class ReadOrders(Orders):
    """Orders that are read to their ends always; what is new there happens then."""

    def __init__(self, news: Callable[[], None] = lambda: None) -> None:
        super().__init__("127.0.0.1:1", Health("publisher"), within=1)
        self.asked: list[bool] = []
        """For each barrier, whether templates were waited for."""
        self._news = news

    async def barrier(self, *, templates: bool) -> Read | None:
        """Read them."""
        self.asked.append(templates)
        self._news()
        return self.read


async def slowly(decide: Decide) -> bool:
    """A write that takes long enough for time to pass what was decided in it."""
    decide()
    await asyncio.sleep(0.1)
    return True


async def quickly(decide: Decide) -> bool:
    """A write that is done at once, and lets others have their turn."""
    decide()
    await asyncio.sleep(0)
    return True


def due_in(seconds: float, **fields: Any) -> Delivery:  # noqa: ANN401 - of a submission, whatever a test says
    """An approved post of x_hastings, to be sent so soon."""
    at = now()
    submitted = ruled(None, submits(not_before=at + seconds * SECOND, at=at, **fields), at)
    return ruled(submitted, approves(submitted, at=at), at)


def a_lane(
    book: Book,
    platform: PaperPlatform,
    where: World = WORLD,
    *,
    orders: Orders | None = None,
    store: PaperStore | None = None,
    clock: Callable[[], float] = uptime,
    write: Write = slowly,
) -> Lane:
    """The lane of x_hastings."""
    account, changed = where.accounts["x_hastings"], asyncio.Event()
    standing = Standing(account, now(), changed, again_first=0.1, again_most=1)
    tools = Tools(book, where, Topics(), orders or ReadOrders(), store or PaperStore(), SECOND, clock)
    flight = Flight(changed, where.policy.answer_within)
    return Lane(Ground(account, platform, tools, standing, flight, write), Looks(SECOND, SECOND))


@asynccontextmanager
async def running(lane: Lane) -> AsyncIterator[None]:
    """The lane runs, and is closed."""
    task = asyncio.create_task(lane.run())
    try:
        yield
    finally:
        lane.close()
        await task
