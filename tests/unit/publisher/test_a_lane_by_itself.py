"""A lane by itself: what becomes due in the middle of a turn, what comes too late, and what no record can hold."""

import asyncio
from dataclasses import replace
from itertools import count
from typing import Any

import pytest

from services.publisher.book import Book
from services.publisher.channels.channel import Sent
from services.publisher.domain.words import MOST, cut
from services.publisher.domain.world import OurAccount
from services.publisher.ground import Decide
from services.publisher.outcome import CALLED_OFF
from shared.clock import now
from shared.errors import OutcomeUnknown, Permanent
from tests.support.channel import Answer, PaperPlatform
from tests.support.waiting import wait_until
from tests.unit.publisher.posts import suspended, world
from tests.unit.publisher.running_lane import ReadOrders, a_lane, due_in, running


class EndlessLinks(PaperPlatform):
    """Its posts have addresses that no record can hold."""

    async def send(self, account: OurAccount, body: str, *, key: str | None, **last: Any) -> Sent:  # noqa: ANN401
        """Make the post."""
        made = await super().send(account, body, key=key, **last)
        return Sent(made.platform_id, made.link + "0" * 2_000_000)


async def test_a_post_whose_time_comes_in_the_middle_of_a_turn_goes_out_at_once() -> None:
    book, platform = Book(), PaperPlatform()
    book.put(due_in(0.15))  # past the first turn's look, before the lane lies down
    lane = a_lane(book, platform)
    async with running(lane):
        await wait_until(lambda: bool(platform.posts), deadline=5, what="the post is out")


@pytest.mark.parametrize(
    ("said", "state"), [(Permanent("no " * 500_000), "refused"), (OutcomeUnknown("no " * 500_000), "unknown")]
)
async def test_of_words_without_end_as_much_is_kept_as_anybody_reads(said: Exception, state: str) -> None:
    book, wordy = Book(), PaperPlatform(answers=[Answer(makes_it=False, raises=said)], shows_nothing=True)
    book.put(due_in(0))
    lane = a_lane(book, wordy)
    async with running(lane):
        await wait_until(lambda: book.of_account("x_hastings")["d1"].state == state, deadline=5, what=f"it is {state}")
    assert len(book.of_account("x_hastings")["d1"].reason) == len(cut("no " * 500_000)) == MOST
    assert len(lane.report(now()).detail) <= MOST


async def test_what_no_record_can_hold_is_not_believed_either() -> None:
    book, wordy = Book(), EndlessLinks()
    book.put(due_in(0))
    lane = a_lane(book, wordy)
    async with running(lane):
        await wait_until(lambda: lane.standing.state == "down", deadline=5, what="the outcome could not be written")
        assert book.of_account("x_hastings")["d1"].state == "sending"  # as on Kafka; the next turn takes it for unknown


async def test_a_key_that_was_refused_before_the_start_costs_no_post() -> None:
    book, platform = Book(), PaperPlatform(revoked={"x_hastings"})
    book.put(due_in(0))
    lane = a_lane(book, platform)
    async with running(lane):
        await wait_until(lambda: lane.standing.stopped, deadline=5, what="the key was tried")
        assert book.of_account("x_hastings")["d1"].state == "approved"
        platform.revoked.clear()
        await wait_until(lambda: book.of_account("x_hastings")["d1"].state == "posted", deadline=5, what="it is out")


async def test_a_key_that_reads_and_may_not_post_costs_one_post_and_holds_the_others_until_it_is_another() -> None:
    book, platform = Book(), PaperPlatform(reads_only={"x_hastings"})
    book.put(due_in(0))
    lane = a_lane(book, platform)
    async with running(lane):
        await wait_until(lambda: lane.standing.stopped, deadline=5, what="the platform says so")
        book.put(due_in(0).model_copy(update={"id": "d2"}))
        reads = platform.reads
        lane.wake()
        await wait_until(lambda: platform.reads >= reads + 2, deadline=5, what="the key is tried, twice")
        assert (lane.standing.state, lane.standing.detail) == ("refused", "this key may not post")
        assert [each.state for each in book.of_account("x_hastings").values()] == ["refused", "approved"]
        platform.reads_only.clear()
        await wait_until(lambda: book.of_account("x_hastings")["d2"].state == "posted", deadline=5, what="it is out")
    assert lane.standing.state == "up"


def test_a_retired_account_is_not_asked_for() -> None:
    assert a_lane(Book(), PaperPlatform()).standing.untried
    assert not a_lane(Book(), PaperPlatform(), world(retired=True)).standing.untried


async def test_a_mistake_that_comes_again_each_time_is_waited_over_though_the_lane_was_woken(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.publisher.lane.FAULT_S", 0.6)

    async def trips(_: Decide) -> bool:
        lane.wake()
        await asyncio.sleep(0)
        raise ZeroDivisionError

    lane = a_lane(Book(), PaperPlatform(), write=trips)
    async with running(lane):
        await wait_until(lambda: len(caplog.records) > 1, deadline=5, what="it trips once more")
    first, second = caplog.records[:2]
    assert second.created - first.created >= 0.6


async def test_an_approver_whose_suspension_the_barrier_brings_has_approved_nothing() -> None:
    book, platform, where = Book(), PaperPlatform(), world()
    book.put(due_in(0))
    staff = dict(where.staff)
    orders = ReadOrders(lambda: staff.update(approver=suspended("approver")))
    lane = a_lane(book, platform, replace(where, staff=staff), orders=orders)
    async with running(lane):
        await wait_until(lambda: book.of_account("x_hastings")["d1"].state == "void", deadline=5, what="it is void")
    assert platform.calls == []


async def test_where_writing_the_intent_outlasts_the_deadline_no_call_is_made() -> None:
    book, platform = Book(), PaperPlatform()
    book.put(due_in(0))
    hours = count(step=3600.0)
    lane = a_lane(book, platform, clock=lambda: next(hours))

    def called_off() -> bool:
        return [step.why for step in book.of_account("x_hastings")["d1"].history].count(CALLED_OFF) > 1

    async with running(lane):
        await wait_until(called_off, deadline=5, what="it is called off, and tried again")
    assert platform.calls == []


async def test_an_account_that_was_out_of_reach_is_up_again_without_another_post() -> None:
    book, platform = Book(), PaperPlatform(answers=[Answer(makes_it=False)])
    book.put(due_in(0))
    lane = a_lane(book, platform)
    async with running(lane):
        await wait_until(lambda: lane.standing.state == "down", deadline=5, what="nobody is there")
        withdrawn = book.of_account("x_hastings")["d1"].model_copy(update={"state": "void"})
        await wait_until(lambda: book.of_account("x_hastings")["d1"].state == "approved", what="it waits")
        book.put(withdrawn)
        await wait_until(lambda: lane.standing.state == "up", deadline=5, what="it is up")
    assert platform.posts == []
