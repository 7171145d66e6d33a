"""Deliveries, counts and drafts in the read model: the newest word stands, whatever comes twice or late."""

import asyncio
from datetime import timedelta

from services.desk.domain.delivery import DeskDelivery, expected
from services.desk.readmodel import deliveries, drafts
from services.desk.readmodel.fold import Gone
from services.desk.readmodel.model import Read
from services.desk.readmodel.topics import DeskTopics
from services.desk.tidying import EXPECTED_KEPT, keep_tidy
from shared.contracts.post_changed import Delivery
from shared.contracts.post_requested import Content, Submit
from shared.contracts.post_sampled import PostSample
from shared.contracts.work_changed import WORK_CHANGED, Draft
from tests.support.desk import PaperDesk
from tests.support.waiting import wait_until


def submit(desk: PaperDesk, name: str = "d1", *, account: str = "x_hastings", replaces: str | None = None) -> Submit:
    content = Content(account=account, text="Caught")
    return Submit(
        id=f"c-{name}",
        delivery=name,
        account=account,
        by="officer",
        at=desk.clock(),
        post="p1",
        content=content,
        replaces=replaces,
    )


def taken(desk: PaperDesk, name: str = "d1", **update: object) -> Delivery:
    begun = expected(submit(desk, name), "x").delivery
    return begun.model_copy(update={"commands": (f"c-{name}",), **update})


def found(desk: PaperDesk, name: str = "d1") -> DeskDelivery:
    item = deliveries.find(desk.store.db, name)
    assert item
    return item


def sample(desk: PaperDesk, likes: int, *, minutes: int = 0) -> PostSample:
    at = desk.clock() + timedelta(minutes=minutes)
    return PostSample(
        delivery="d1", account="x_hastings", platform="x", platform_id="1", posted_at=at, at=at, likes=likes
    )


def test_what_was_asked_shows_until_the_publisher_says_how_it_stands(desk: PaperDesk) -> None:
    asked = expected(submit(desk), "x")
    desk.add(asked)
    assert (found(desk).expected, found(desk).state, found(desk).decided("c-d1")) == (True, "submitted", False)
    desk.add(taken(desk), asked)
    assert (found(desk).expected, found(desk).decided("c-d1")) == (False, True)


def test_a_state_that_is_replayed_does_not_take_the_newer_ones_place(desk: PaperDesk) -> None:
    first = taken(desk)
    later = first.model_copy(
        update={"version": 2, "state": "approved", "changed_at": desk.clock() + timedelta(seconds=1)}
    )
    desk.add(first, later, first)
    assert found(desk).state == "approved"


def test_a_newer_version_stands_though_the_clock_of_its_writer_is_behind(desk: PaperDesk) -> None:
    earlier = desk.clock() - timedelta(minutes=1)
    desk.add(taken(desk), taken(desk, version=2, state="void", changed_at=earlier))
    assert found(desk).state == "void"


def test_counts_may_come_before_the_delivery_and_older_ones_after(desk: PaperDesk) -> None:
    desk.add(sample(desk, 3, minutes=2), sample(desk, 1, minutes=1), taken(desk))
    counts = found(desk).counts
    assert counts
    assert counts.likes == 3


def test_a_tombstone_takes_the_delivery_and_its_counts(desk: PaperDesk) -> None:
    desk.add(taken(desk), sample(desk, 3))
    topics = DeskTopics()
    gone = topics.gone(topics.post, "d1")
    desk.model.fold([Read(topics.post.name, 0, 7, removed=gone)])
    assert deliveries.find(desk.store.db, "d1") is None
    desk.add(taken(desk))
    assert found(desk).counts is None


def test_one_that_takes_anothers_place_is_known_there(desk: PaperDesk) -> None:
    desk.add(taken(desk), expected(submit(desk, "d2", replaces="d1"), "x"))
    assert found(desk).successor == "d2"


async def test_what_the_publisher_never_took_is_forgotten_after_a_day(desk: PaperDesk) -> None:
    desk.add(expected(submit(desk), "x"), taken(desk, "d2"))
    desk.clock.pass_by(seconds=EXPECTED_KEPT.total_seconds() + 1)
    tidying = asyncio.create_task(keep_tidy(desk.model, desk.sessions, desk.clock))
    try:
        await wait_until(lambda: deliveries.find(desk.store.db, "d1") is None, 5, what="the delivery is forgotten")
    finally:
        tidying.cancel()
    assert found(desk, "d2")


def draft(desk: PaperDesk, text: str, *, minutes: int = 0) -> Draft:
    return Draft(id="w1", by="officer", text=text, at=desk.clock() + timedelta(minutes=minutes))


def test_a_draft_is_as_it_was_last_saved_and_does_not_come_back(desk: PaperDesk) -> None:
    desk.add(draft(desk, "Caught a", minutes=1), draft(desk, "Caught"))
    assert [each.text for each in drafts.listed(desk.store.db, "officer")] == ["Caught a"]
    assert drafts.listed(desk.store.db, "approver") == []
    topics = DeskTopics()
    gone = topics.gone(topics.work, WORK_CHANGED.key(draft(desk, "")))
    assert gone == Gone(Draft, "w1")
    desk.model.fold([Read(topics.work.name, 0, 7, removed=gone)])
    desk.add(draft(desk, "Caught a", minutes=2))
    assert drafts.listed(desk.store.db, "officer") == []


def test_tombstones_of_other_work_say_nothing() -> None:
    topics = DeskTopics()
    assert topics.gone(topics.work, "note:w1") is None
    assert topics.gone(topics.staff, "officer") is None
