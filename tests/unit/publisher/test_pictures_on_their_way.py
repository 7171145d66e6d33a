"""Pictures on their way to the platform: what keeps one of them keeps its post, and no other."""

import asyncio
from datetime import timedelta

import pytest

from services.publisher.book import Book
from services.publisher.channels.channel import NoKey
from services.publisher.outcome import NO_KEY
from services.publisher.uploads import LOST, TOO_SLOW
from shared.clock import now
from shared.contracts.post_changed import Delivery
from shared.errors import NotAuthorised, RateLimited, Transient
from shared.media.store import id_of
from tests.support.channel import Answer, PaperPlatform
from tests.support.store import PaperStore
from tests.support.waiting import wait_until
from tests.unit.publisher.extras import picture
from tests.unit.publisher.posts import POLICY, world
from tests.unit.publisher.running_lane import a_lane, due_in, quickly, running

PIER = b"pier"


class HangingStore(PaperStore):
    """A folder on a machine that is away."""

    async def get(self, id_: str) -> bytes:
        """Never."""
        await asyncio.Event().wait()
        return await super().get(id_)


def of(book: Book, id_: str = "d1") -> Delivery:
    return book.of_account("x_hastings")[id_]


def two() -> Book:
    """One with a picture, due first, and an urgent one without."""
    book = Book()
    book.put(due_in(-2, media=[picture().model_copy(update={"id": id_of(PIER)})]))
    book.put(due_in(0, text="Leave the pier now.", delivery="d2"))
    return book


async def test_a_lost_picture_keeps_its_own_post_alone_until_it_is_back() -> None:
    book, platform, store = two(), PaperPlatform(), PaperStore()
    lane = a_lane(book, platform, store=store, write=quickly)
    async with running(lane):
        await wait_until(lambda: of(book, "d2").state == "posted", deadline=5, what="the urgent one is out")
        assert (of(book).state, of(book).reason, of(book).attempt) == ("approved", LOST, None)
        await wait_until(lambda: lane.report(now()).detail == LOST, deadline=5, what="people are told")
        await store.put(PIER)
        await wait_until(lambda: of(book).state == "posted", deadline=5, what="the other one is out")
    assert [step.why for step in of(book).history].count(LOST) == 1, "said once, however often it was looked for"


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (Transient("X answered 503"), "X answered 503"),
        (TimeoutError(), TOO_SLOW),
        (RateLimited("X takes no more pictures", retry_after=900), "X takes no more pictures"),
        (RateLimited("X takes no more pictures", retry_after=900, told=False), "X takes no more pictures"),
        (NotAuthorised("X takes no pictures of this key"), "X takes no pictures of this key"),
        (NoKey("The secret x_access_token_x_hastings is missing"), NO_KEY),
    ],
)
async def test_a_picture_that_the_platform_does_not_take_now_lets_others_go_first(said: Exception, why: str) -> None:
    book, store = two(), PaperStore({id_of(PIER): PIER})
    platform = PaperPlatform(to_upload=[Answer(makes_it=False, raises=said)] * 50)
    async with running(a_lane(book, platform, store=store, write=quickly)):
        await wait_until(lambda: of(book, "d2").state == "posted", deadline=5, what="the urgent one is out")
        assert (of(book).state, of(book).reason, of(book).attempt) == ("approved", why, None)
        assert of(book).retry_at


async def test_a_store_that_does_not_answer_stops_no_lane() -> None:
    book, platform, soon = two(), PaperPlatform(), timedelta(seconds=0.2)
    where = world(policy=POLICY.__class__(answer_within=soon))
    async with running(a_lane(book, platform, where, store=HangingStore(), write=quickly)):
        await wait_until(lambda: of(book, "d2").state == "posted", deadline=5, what="the urgent one is out")
        assert (of(book).state, of(book).reason) == ("approved", TOO_SLOW)
