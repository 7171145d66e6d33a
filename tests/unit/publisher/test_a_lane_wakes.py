"""A lane by itself: what becomes due in the middle of a turn, and what no record can hold."""

import asyncio
from datetime import timedelta

from services.publisher.book import Book
from services.publisher.ground import Decide, Ground, Tools
from services.publisher.lane import Lane
from services.publisher.looks import Looks
from services.publisher.roster import Roster
from services.publisher.standing import Standing
from services.publisher.topics import Topics
from shared.clock import now
from shared.contracts.post_changed import Delivery
from shared.errors import Permanent
from shared.health import Health
from tests.support.channel import Answer, PaperPlatform
from tests.support.waiting import wait_until
from tests.unit.publisher.posts import WORLD, approves, ruled, submits

SECOND = timedelta(seconds=1)


class Read(Roster):
    """Staff that are read to their end always."""

    async def barrier(self) -> int:
        """Nothing is new."""
        return 1


async def slowly(decide: Decide) -> bool:
    """A write that takes long enough for time to pass what was decided in it."""
    decide()
    await asyncio.sleep(0.1)
    return True


def due_in(seconds: float) -> Delivery:
    at = now()
    submitted = ruled(None, submits(not_before=at + seconds * SECOND, at=at), at)
    return ruled(submitted, approves(submitted, at=at), at)


def a_lane(book: Book, platform: PaperPlatform) -> Lane:
    account = WORLD.accounts["x_hastings"]
    roster = Read("localhost:1", Health("test"), within=1)
    standing = Standing(account, now(), asyncio.Event(), again_first=1, again_most=1)
    ground = Ground(account, platform, Tools(book, WORLD, Topics(), roster, SECOND), standing, slowly)
    return Lane(ground, Looks(SECOND, SECOND))


async def test_a_post_whose_time_comes_in_the_middle_of_a_turn_goes_out_at_once() -> None:
    book, platform = Book(), PaperPlatform()
    book.put(due_in(0.15))  # past the first turn's look, before the lane lies down
    lane = a_lane(book, platform)
    running = asyncio.create_task(lane.run())
    try:
        await wait_until(lambda: bool(platform.posts), deadline=5, what="the post is out")
    finally:
        lane.close()
        await running


async def test_what_no_record_can_hold_is_not_believed_either() -> None:
    refusal = Answer(makes_it=False, raises=Permanent("no " * 500_000))
    book, wordy = Book(), PaperPlatform(answers=[refusal])
    book.put(due_in(0))
    lane = a_lane(book, wordy)
    running = asyncio.create_task(lane.run())
    try:
        await wait_until(lambda: lane.standing.state == "down", deadline=5, what="the outcome could not be written")
        assert book.of_account("x_hastings")["d1"].state == "sending"  # as on Kafka; the next turn takes it for unknown
    finally:
        lane.close()
        await running
