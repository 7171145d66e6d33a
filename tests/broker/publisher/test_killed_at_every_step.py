"""Killed at each step between a command and its outcome, and started again: posted once, or unknown and never twice."""

import asyncio

import pytest

from services.publisher.settings import CRASH_POINTS
from shared.contracts.post_requested import Attachment
from shared.errors import OutcomeUnknown
from tests.broker.publisher.force import Force
from tests.broker.publisher.test_taking_down import DELETING
from tests.support.channel import Answer
from tests.support.waiting import wait_until

POSTING = [
    "before_t0_commit",
    "after_t0",
    "before_t1",
    "after_t1",
    "after_call",
    "before_t2",
    "after_t2",
    "before_look",
    "after_look",
    "before_report",
    "after_report",
]
PICTURES = ["before_upload", "after_upload"]
CHANGING = ["before_change", "after_change"]
FINDING = ["before_takeover", "after_takeover", "before_settled", "after_settled"]
OF_A_REAL_CHANNEL = ["before_call"]
"""Passed inside its connection: see test_publisher_as_a_process.py."""

CALLED = {"after_call", "before_t2", "after_t2"}
"""Killed there, the platform was asked already."""


def test_every_point_is_one_at_which_something_is_killed() -> None:
    assert {*POSTING, *PICTURES, *CHANGING, *FINDING, *DELETING, *OF_A_REAL_CHANNEL} == set(CRASH_POINTS)


@pytest.mark.parametrize("point", POSTING)
async def test_what_was_made_is_found_and_what_was_not_begun_is_sent(force: Force, point: str) -> None:
    asked = await force.submit("Exactly once.")
    async with force.killed_at(point) as happened:
        async with force.publisher():
            await force.approve(asked)
            await wait_until(happened.is_set, what=f"the publisher is killed at {point}")
        calls = len(force.platform.calls)
        assert calls == (1 if point in CALLED else 0)
        async with force.publisher():
            if point == "after_t1":
                await force.becomes(asked, "unknown")
            else:
                await force.becomes(asked, "posted")
                assert force.platform.times() == {"Exactly once.": 1}
    assert len(force.platform.calls) <= 1
    history = await force.history(asked)
    assert history.count("post.sending") == 1
    if point in ("after_call", "before_t2", "after_t1"):
        assert "post.unknown" in history


@pytest.mark.parametrize("point", PICTURES)
async def test_a_picture_is_given_again_and_its_post_made_once(force: Force, point: str) -> None:
    picture = Attachment(id=await force.store.put(b"the pier"), media_type="image/png", alt_text="The pier, open.")
    async with force.killed_at(point) as happened:
        async with force.publisher():
            asked = await force.approved("Look.", media=(picture,))
            await wait_until(happened.is_set, what=f"the publisher is killed at {point}")
        assert force.platform.calls == []
        async with force.publisher():
            posted = await force.becomes(asked, "posted")
    ((_, post),) = force.platform.posts
    assert posted.attempt is not None
    assert (post.media, posted.attempt.media) == ((str(len(force.platform.pictures)),),) * 2
    assert force.platform.pictures[-1] == ("The pier, open.", b"the pier")


@pytest.mark.parametrize("point", CHANGING)
async def test_what_a_hold_made_of_a_post_is_made_of_it_again(force: Force, point: str) -> None:
    await force.hold("force")
    async with force.killed_at(point) as happened:
        async with force.publisher():
            asked = await force.approved("Not now.")
            await wait_until(happened.is_set, what=f"the publisher is killed at {point}")
        async with force.publisher():
            await force.becomes(asked, "missed")
    assert (await force.history(asked)).count("post.missed") == 1
    assert force.platform.calls == []


@pytest.mark.parametrize("point", FINDING)
async def test_killed_again_while_it_is_looked_up_it_is_found_by_the_third(force: Force, point: str) -> None:
    async with force.killed_at("after_call") as happened, force.publisher():
        asked = await force.approved("Lost and found.")
        await wait_until(happened.is_set, what="the publisher is killed")
    async with force.killed_at(point) as happened:
        async with force.publisher():
            await wait_until(happened.is_set, what=f"the publisher is killed at {point}")
        async with force.publisher():
            await force.becomes(asked, "posted")
    assert force.platform.calls == ["Lost and found."]
    assert (await force.history(asked))[-2:] == ["post.unknown", "post.posted"]


async def test_nothing_begins_on_an_account_while_a_request_of_before_may_be_under_way(force: Force) -> None:
    first = await force.submit("The first.")
    async with force.killed_at("after_t1") as happened:
        async with force.publisher(deadline=1.5, answer_within=0.5):
            await force.approve(first)
            await wait_until(happened.is_set, what="the publisher is killed")
        second = await force.approved("The second.")
        async with force.publisher(deadline=1.5, answer_within=0.5):
            begun = (await force.becomes(second, "posted")).attempt
    before = (await force.becomes(first, "unknown")).attempt
    assert before is not None
    assert begun is not None
    assert (begun.begun_at - before.deadline).total_seconds() >= 0.5


async def test_a_timeline_that_lags_finds_it_later(force: Force) -> None:
    force.platform.answers = [Answer(raises=OutcomeUnknown("503 after success"))]
    force.platform.shows_nothing = True
    async with force.publisher():
        asked = await force.approved("Slow index.")
        await force.becomes(asked, "unknown")
        force.platform.shows_nothing = False
        await force.becomes(asked, "posted")
    assert force.platform.calls == ["Slow index."]


async def test_a_call_that_is_under_way_is_finished_by_a_clean_stop(force: Force) -> None:
    force.platform.let_go.clear()
    async with force.publisher():
        asked = await force.approved("In the middle of it.")
        await wait_until(lambda: force.platform.calls)
        asyncio.get_running_loop().call_later(0.3, force.platform.let_go.set)
    assert (await force.becomes(asked, "posted")).link
    assert await force.history(asked) == ["post.submitted", "post.approved", "post.sending", "post.posted"]


async def test_a_call_that_does_not_end_is_left_by_a_clean_stop_and_found_by_the_next(force: Force) -> None:
    force.platform.let_go.clear()
    async with force.publisher(answer_within=0.5):
        asked = await force.approved("It takes for ever.")
        await wait_until(lambda: force.platform.calls)
        await force.becomes(asked, "sending")
    force.platform.let_go.set()
    async with force.publisher():
        await force.becomes(asked, "posted")
    assert "post.unknown" in await force.history(asked)
    assert force.platform.times() == {"It takes for ever.": 1}
