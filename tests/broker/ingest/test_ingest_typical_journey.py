"""Somebody mentions an account, and it is on mention.changed at once, with all that the platform told."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio

from shared.kafka.topics import apply
from shared.x.snowflake import time_of
from tests.broker.ingest.conftest import SEARCH_IS_BEHIND
from tests.broker.ingest.process import Ingest
from tests.support.broker import RealBroker
from tests.support.sandbox import XStandIn
from tests.support.waiting import wait_until

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def x(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[XStandIn]:
    """One stand-in for all tests here: they leave it as it is."""
    stand_in = XStandIn(tmp_path_factory.mktemp("x"), **SEARCH_IS_BEHIND)
    await stand_in.start()
    yield stand_in
    await stand_in.close()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def ingest(
    running_broker: RealBroker, x: XStandIn, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Ingest]:
    """One process likewise; idle, it moves its checkpoint more often than usual."""
    await apply(running_broker.bootstrap, replication=1)
    process = Ingest(running_broker, x, tmp_path_factory.mktemp("ingest"), checkpoint_every=0.5)
    await process.start()
    await process.ready()
    yield process
    await process.stop()


async def test_a_mention_is_received_with_all_that_the_platform_tells(ingest: Ingest, x: XStandIn) -> None:
    post = await x.mention("sbx_adur_wor", "Rang 101 twice about my break-in 😡 & nobody called", author="ada")
    mention = await ingest.mention(post)
    assert mention.accounts == ("x_adur_and_worthing",)
    assert mention.author.handle == "ada"
    assert mention.text == "Rang 101 twice about my break-in 😡 & nobody called"
    assert mention.link == f"https://x.com/ada/status/{post}"
    assert mention.conversation == f"x:{post}"
    assert (mention.via, mention.recovered) == ("stream", False)


async def test_a_reply_comes_with_the_words_it_answers(ingest: Ingest, x: XStandIn) -> None:
    first = await x.mention("sbx_hastings", "Is the pier shut?", author="ada")
    answer = await x.mention("sbx_hastings", "And the road?", author="ben", reply_to=first)
    mention = await ingest.mention(answer)
    assert mention.in_reply_to == f"x:{first}"
    assert mention.in_reply_to_text is not None
    assert "Is the pier shut?" in mention.in_reply_to_text
    assert mention.conversation == f"x:{first}"


async def test_two_accounts_in_one_post_are_one_mention(ingest: Ingest, x: XStandIn) -> None:
    post = await x.mention("sbx_hastings", "@sbx_rother and @sbx_hastings: thank you both")
    assert (await ingest.mention(post)).accounts == ("x_hastings", "x_rother")
    await ingest.arrive_once([post])


async def test_our_own_posts_are_no_mentions(ingest: Ingest, x: XStandIn) -> None:
    ours = await x.mention("sbx_hastings", "Our colleagues in @sbx_hastings", author="sbx_force")
    theirs = await x.mention("sbx_hastings", "Hello")
    await ingest.arrive_once([theirs])
    assert await ingest.received([ours]) == {}


async def test_a_post_that_is_delivered_twice_is_received_once(ingest: Ingest, x: XStandIn) -> None:
    await x.fault("stream", "duplicate_delivery", count=20)
    posts = [await x.mention("sbx_crawley", f"number {number}") for number in range(20)]
    await ingest.arrive_once(posts)
    await ingest.counted("duplicate", 20)
    await ingest.arrive_once(posts)


async def test_accounts_are_reported_up_with_their_last_mention(ingest: Ingest, x: XStandIn) -> None:
    await ingest.mention(await x.mention("sbx_lewes", "Hello"))
    report = await ingest.reports("up", "x_lewes")
    assert {limit.name for limit in report.limits} >= {"stream connects", "search"}
    assert report.gaps == ()


async def test_an_idle_stream_moves_the_checkpoint(ingest: Ingest) -> None:
    await ingest.reports("up")
    first = await ingest.complete_checkpoint()
    later = await wait_until(lambda: _moved_on(ingest, first.newest_at.isoformat()), what="a newer checkpoint")
    assert later


async def _moved_on(ingest: Ingest, than: str) -> bool:
    return (await ingest.complete_checkpoint()).newest_at.isoformat() > than


async def test_a_hundred_at_once_are_each_received_within_a_second(ingest: Ingest, x: XStandIn) -> None:
    posts = await asyncio.gather(*(x.mention("sbx_wealden", f"number {number}") for number in range(100)))
    await ingest.arrive_once(posts)
    took = sorted([written - time_of(post) for post, written in (await ingest.written(posts)).items()])
    assert took[94] < timedelta(seconds=1), took[94]


async def test_a_clean_stop_ends_without_an_error_and_loses_nothing(ingest: Ingest, x: XStandIn) -> None:
    posts = [await x.mention("sbx_arun", f"number {number}") for number in range(30)]
    assert await ingest.stop() == 0
    posts += [await x.mention("sbx_arun", "while nobody listened")]
    await ingest.start()
    await ingest.arrive_once(posts)
    assert (await ingest.mention(posts[-1])).recovered
