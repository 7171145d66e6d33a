"""The barrier before the intent, and the last look before the request: a hold stops a post wherever it is met."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from services.publisher.book import Book
from services.publisher.channels.channel import Sent
from services.publisher.domain.effect import taken_over
from services.publisher.domain.world import World
from services.publisher.flight import Flight
from services.publisher.ground import Decide
from shared.clock import now
from shared.contracts.hold_changed import Hold
from shared.contracts.post_changed import Delivery
from shared.media.store import id_of
from tests.support.channel import PaperPlatform
from tests.support.store import PaperStore
from tests.support.waiting import wait_until
from tests.unit.publisher.extras import picture
from tests.unit.publisher.posts import NOW, POLICY, in_state, minutes, world
from tests.unit.publisher.running_lane import ReadOrders, a_lane, due_in, quickly, running

SECOND = timedelta(seconds=1)


def hold(scope: str = "account:x_hastings", incident: str | None = None) -> Hold:
    return Hold(id="h1", scope=scope, reason="Serious incident.", incident=incident, by="boss", at=now())


def under(holds: Mapping[str, Hold]) -> World:
    """A world whose holds change as a test says."""
    return replace(world(), holds=holds)


def of(book: Book) -> Delivery:
    return book.of_account("x_hastings")["d1"]


async def test_a_hold_that_the_barrier_brings_stops_the_post_before_its_intent() -> None:
    book, platform, holds = Book(), PaperPlatform(), dict[str, Hold]()
    book.put(due_in(0))
    orders = ReadOrders(lambda: holds.update(force=hold("force")))
    async with running(a_lane(book, platform, under(holds), orders=orders, write=quickly)):
        await wait_until(lambda: of(book).state == "missed", deadline=5, what="it is missed")
    assert (of(book).attempt, platform.begun) == (None, 0)


async def test_a_hold_that_begins_while_the_call_is_prepared_stops_its_request() -> None:
    book, platform, holds = Book(), PaperPlatform(), dict[str, Hold]()
    platform.connects.clear()
    book.put(due_in(0))
    lane = a_lane(book, platform, under(holds), write=quickly)
    async with running(lane):
        await wait_until(lambda: platform.begun, deadline=5, what="the call waits for its connection")
        assert lane.report(now()).in_flight is None
        holds["force"] = hold("force")
        platform.connects.set()
        await wait_until(lambda: of(book).state == "missed", deadline=5, what="it is missed")
    assert (of(book).attempt is not None, platform.calls) == (True, [])
    assert lane.standing.state == "up", "nothing is wrong with the platform"


@pytest.mark.parametrize(("incident", "state"), [("Pier fire", "posted"), ("Another", "missed"), (None, "missed")])
async def test_what_was_approved_under_the_incident_of_the_hold_passes_both(incident: str | None, state: str) -> None:
    book, platform, holds = Book(), PaperPlatform(), {"force": hold("force", incident)}
    it = due_in(0)
    assert it.approval
    book.put(it.model_copy(update={"approval": it.approval.model_copy(update={"incident": "pier fire"})}))
    async with running(a_lane(book, platform, under(holds), write=quickly)):
        await wait_until(lambda: of(book).state == state, deadline=5, what=f"it is {state}")


async def test_templates_are_waited_for_only_where_one_is_used() -> None:
    book, platform, orders = Book(), PaperPlatform(), ReadOrders()
    book.put(due_in(0))
    async with running(a_lane(book, platform, orders=orders, write=quickly)):
        await wait_until(lambda: of(book).state == "posted", deadline=5, what="it is out")
    assert orders.asked == [False]


def flight() -> Flight:
    return Flight(asyncio.Event(), POLICY.answer_within)


def begun_before() -> Delivery:
    """By somebody else, at NOW."""
    return taken_over(in_state("sending"), NOW)


def at_deadline() -> datetime:
    return NOW + POLICY.deadline


def test_no_hold_is_acknowledged_before_the_account_was_taken_over() -> None:
    ours = flight()
    assert not ours.keeps_holds(NOW)
    assert ours.takes_over([], NOW) is None
    assert ours.keeps_holds(NOW)


def test_nor_before_a_request_of_the_process_before_can_begin_no_more() -> None:
    ours = flight()
    quiet = ours.takes_over([begun_before()], at_deadline())
    assert quiet == at_deadline() + POLICY.answer_within
    assert not ours.keeps_holds(at_deadline() - SECOND)
    assert ours.keeps_holds(at_deadline())
    assert ours.tell(at_deadline()) == "d1"
    assert ours.tell(quiet) is None
    assert ours.turns() == [at_deadline(), quiet]


def test_a_deadline_by_a_clock_that_was_ahead_counts_no_longer_than_one_written_now() -> None:
    ours, hour = flight(), minutes(60)
    assert ours.takes_over([begun_before()], at_deadline() - hour) == at_deadline() - hour + POLICY.answer_within
    assert ours.keeps_holds(at_deadline() - hour)


def test_people_hear_of_the_end_of_a_request_that_they_were_told_of() -> None:
    changed = asyncio.Event()
    ours = Flight(changed, POLICY.answer_within)
    ours.takes_over([], NOW)
    changed.clear()
    ours.leaves("d7")
    ours.ended()
    assert not changed.is_set(), "nobody was told of it"
    ours.leaves("d7")
    assert ours.tell(NOW) == "d7"
    ours.ended()
    assert changed.is_set()
    assert ours.tell(NOW) is None


async def test_a_report_is_of_one_moment_and_says_nothing_of_holds_before_the_takeover() -> None:
    book, platform, orders = Book(), PaperPlatform(), ReadOrders()
    orders.holds_read_to = 7
    platform.let_go.clear()
    lane = a_lane(book, platform, orders=orders, write=quickly)
    assert lane.report(now()).holds_read_to is None
    book.put(due_in(0))
    async with running(lane):
        await wait_until(lambda: platform.calls, deadline=5, what="it has left")
        report = lane.report(now())
        assert (report.holds_read_to, report.in_flight) == (7, "d1")
        platform.let_go.set()
        await wait_until(lambda: of(book).state == "posted", deadline=5, what="it is out")
    assert lane.report(now() + minutes(1)).in_flight is None


@pytest.mark.parametrize("ends", ["time", "picture"])
async def test_a_request_that_is_prepared_while_its_time_or_its_picture_runs_out_does_not_leave(ends: str) -> None:
    book, platform, store = Book(), PaperPlatform(), PaperStore({id_of(b"pier"): b"pier"})
    platform.connects.clear()
    soon = now() + 1.5 * SECOND
    shown = picture().model_copy(update={"id": id_of(b"pier"), "expires_at": soon if ends == "picture" else None})
    book.put(due_in(-0.1, media=[shown]))
    where = world(policy=replace(POLICY, grace=1.5 * SECOND)) if ends == "time" else world()
    async with running(a_lane(book, platform, where, store=store, write=quickly)):
        await wait_until(lambda: platform.begun, deadline=5, what="the call waits for its connection")
        await wait_until(lambda: now() > soon, deadline=5, what="it has run out")
        platform.connects.set()
        state = {"time": "missed", "picture": "void"}[ends]
        await wait_until(lambda: of(book).state == state, deadline=5, what=f"it is {state}")
    assert platform.calls == []


async def test_the_intent_is_committed_when_the_request_leaves() -> None:
    committed, book = list[bytes](), Book()
    book.put(due_in(0))

    async def write(decide: Decide) -> bool:
        records = decide()
        await asyncio.sleep(0.01)
        committed.extend(dict(each.headers)["ce_type"] for each in records)
        return True

    class Watching(PaperPlatform):
        async def send(self, *args: Any, **more: Any) -> Sent:  # noqa: ANN401 - whatever it is given
            self.calls.append(f"after {committed}")
            return await super().send(*args, **more)

    platform = Watching()
    async with running(a_lane(book, platform, write=write)):
        await wait_until(lambda: of(book).state == "posted", deadline=5, what="it is out")
    assert platform.calls[0] == "after [b'post.sending']"
    assert committed == [b"post.sending", b"post.posted"]
