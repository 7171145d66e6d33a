"""Disconnects, stalls, limits, garbage and kill -9: every mention is received, once."""

import asyncio
import contextlib

import pytest

from shared.contracts.mention_changed import Mention
from tests.broker.ingest.process import Ingest
from tests.support.sandbox import XStandIn
from tests.support.waiting import wait_until

STREAM = "/2/tweets/search/stream"


async def connects(x: XStandIn) -> list[int]:
    """The answers to every connect to the stream."""
    return [call["status"] for call in await x.calls() if call["path"] == STREAM]


@pytest.mark.timeout(180)
async def test_300_mentions_survive_two_cuts_and_a_kill(ingest: Ingest, x: XStandIn) -> None:
    posts: list[str] = []
    for number in range(300):
        if number in (60, 210):
            await x.fault("stream", "disconnect", seconds=1.5, notice=number == 60)
        if number == 130:
            await ingest.kill()
        if number == 160:
            await ingest.start()
        posts.append(await x.mention("sbx_hastings", f"number {number}"))
        await asyncio.sleep(0.01)  # a pace, not a wait
    await ingest.arrive_once(posts)
    told = [event.fact for event in await ingest.mentions()]
    recovered = [fact for fact in told if isinstance(fact, Mention) and fact.recovered]
    assert {f"x:{post}" for post in posts[130:160]} <= {mention.id for mention in recovered}


@pytest.mark.timeout(180)
async def test_killed_again_and_again_it_still_receives_each_once(ingest: Ingest, x: XStandIn) -> None:
    posts: list[str] = []

    async def somebody_writes() -> None:
        while True:
            posts.append(await x.mention("sbx_rother", f"number {len(posts)}"))
            await asyncio.sleep(0.01)  # a pace, not a wait

    writing = asyncio.create_task(somebody_writes())
    for _ in range(4):
        await _grows(posts, len(posts) + 60)
        await ingest.kill()
        await ingest.start()
    writing.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await writing
    await ingest.arrive_once(posts)


async def _grows(posts: list[str], beyond: int) -> None:
    await wait_until(lambda: len(posts) > beyond, what="more mentions")


async def test_a_post_that_comes_while_the_stream_is_down_arrives_as_recovered(ingest: Ingest, x: XStandIn) -> None:
    await x.fault("stream", "disconnect", seconds=2)
    post = await x.mention("sbx_btn_hove", "Path lights out at Hove Lagoon again")
    mention = await ingest.mention(post)
    assert (mention.via, mention.recovered) == ("search", True)
    await ingest.reports("up")


async def test_refusals_are_met_with_patience_and_reported(ingest: Ingest, x: XStandIn) -> None:
    before = len(await connects(x))
    await x.fault("stream", "503", seconds=2.5)
    await x.fault("stream", "disconnect")
    assert "503" in (await ingest.reports("down")).detail
    post = await x.mention("sbx_hastings", "meanwhile")
    await ingest.reports("up")
    assert len(await connects(x)) - before <= 6
    await ingest.arrive_once([post])


async def test_a_search_that_is_limited_recovers_later(ingest: Ingest, x: XStandIn) -> None:
    await x.fault("search", "rate_limit", seconds=2)
    await x.fault("stream", "disconnect", seconds=2)
    post = await x.mention("sbx_hastings", "found when the limit is lifted")
    assert (await ingest.reports("recovering")).state == "recovering"
    assert (await ingest.mention(post)).recovered
    await ingest.reports("up")


@pytest.mark.parametrize("settings", [{"look_again": "4"}])
async def test_posts_that_search_knows_late_are_found_in_the_end(ingest: Ingest, x: XStandIn) -> None:
    await x.fault("search", "lag", seconds=3)
    await x.fault("stream", "disconnect", seconds=1)
    post = await x.mention("sbx_hastings", "the index stands still")
    await ingest.arrive_once([post])


@pytest.mark.parametrize("settings", [{"silence": "1.5"}])
async def test_a_silent_stream_is_left_and_its_posts_are_found(ingest: Ingest, x: XStandIn) -> None:
    before = len(await connects(x))
    await x.fault("stream", "stall", count=1)
    posts = [await x.mention("sbx_hastings", f"into the void {number}") for number in range(5)]
    await ingest.arrive_once(posts)
    assert len(await connects(x)) > before


async def test_garbage_ends_nothing_and_loses_nothing(ingest: Ingest, x: XStandIn) -> None:
    await x.fault("stream", "garbage", count=3)
    posts = [await x.mention("sbx_hastings", f"amid garbage {number}") for number in range(5)]
    await ingest.arrive_once(posts)
    assert ingest.alive
    assert 'bluelamp_ingest_unreadable_total{source="x",via="stream"}' in await ingest.metrics()


@pytest.mark.parametrize("settings", [{"refused": "1"}])
async def test_a_refused_key_is_reported_and_tried_again(ingest: Ingest, x: XStandIn) -> None:
    await x.fault("stream", "unauthorised", count=2)
    await x.fault("stream", "disconnect")
    report = await ingest.reports("refused")
    assert "401" in report.detail
    assert ingest.alive
    post = await x.mention("sbx_hastings", "after the key works again")
    await ingest.reports("up")
    await ingest.arrive_once([post])


async def test_a_platform_that_is_away_is_waited_for(ingest: Ingest, x: XStandIn) -> None:
    await x.kill()
    await ingest.reports("down")
    assert ingest.alive
    await x.start()
    post = await x.mention("sbx_hastings", "back again")
    await ingest.arrive_once([post])
    await ingest.reports("up")
