"""Killed at each step between a command and its outcome, and started again: posted once, or unknown and never twice."""

import asyncio

import pytest

from services.publisher.settings import CRASH_POINTS
from shared.errors import OutcomeUnknown
from tests.broker.publisher.force import Force
from tests.support.channel import Answer
from tests.support.waiting import wait_until

IN_PROCESS = [point for point in CRASH_POINTS if point != "before_call"]
"""That one is passed inside the connection of a real channel."""

NOT_CALLED = {"before_t0_commit", "after_t0", "before_t1", "after_t1"}
"""Killed there, the platform was not asked yet."""


@pytest.mark.parametrize("point", IN_PROCESS)
async def test_what_was_made_is_found_and_what_was_not_begun_is_sent(force: Force, point: str) -> None:
    asked = await force.submit("Exactly once.")
    async with force.killed_at(point) as happened:
        async with force.publisher():
            await force.approve(asked)
            await wait_until(happened.is_set, what=f"the publisher is killed at {point}")
        calls = len(force.platform.calls)
        assert calls == (0 if point in NOT_CALLED else 1)
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
