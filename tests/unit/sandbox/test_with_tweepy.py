"""tweepy takes the stand-in for X: rules, stream, search and errors go through it unchanged."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any, cast

import aiohttp
import pytest
import tweepy
from tweepy.asynchronous import AsyncClient, AsyncStreamingClient
from tweepy.asynchronous.streaming import AsyncBaseStream

from tests.support.sandbox import XStandIn
from tests.support.waiting import wait_until
from tests.unit.sandbox.signed import ToTheStandIn


class Stream(AsyncStreamingClient):  # type: ignore[misc]  # tweepy ships no types
    """Keeps what comes, and stops when the connection ends instead of hammering."""

    def __init__(self, stand_in: XStandIn) -> None:
        super().__init__(stand_in.token)
        self.origin = stand_in.origin
        self.came: list[Any] = []
        self.connected = asyncio.Event()
        self.status = 0

    async def _connect(self, method: str, endpoint: str, **how: Any) -> None:  # noqa: ANN401 - as tweepy passes it
        headers = {"Authorization": f"Bearer {self.bearer_token}"}
        await AsyncBaseStream._connect(
            self, method, f"{self.origin}/2/tweets/{endpoint}/stream", headers=headers, **how
        )

    async def on_connect(self) -> None:
        """The answer was 200."""
        self.connected.set()

    async def on_response(self, response: Any) -> None:  # noqa: ANN401 - tweepy ships no types
        """A post came, with what belongs to it."""
        self.came.append(response)

    async def on_closed(self, _response: object) -> None:
        """The other side ended the stream."""
        self.disconnect()

    async def on_request_error(self, status_code: int) -> None:
        """Connecting was refused."""
        self.status = status_code
        self.disconnect()


@pytest.fixture
async def session(x_stand_in: XStandIn) -> AsyncIterator[ToTheStandIn]:
    rewritten = ToTheStandIn(x_stand_in.origin)
    yield rewritten
    await rewritten.end()


async def test_a_mention_comes_through_a_rule_and_a_stream_that_tweepy_made(
    x_stand_in: XStandIn, session: ToTheStandIn
) -> None:
    stream = Stream(x_stand_in)
    stream.session = cast("aiohttp.ClientSession", session)
    rule = tweepy.StreamRule("@sbx_hastings OR @sbx_rother", tag="ours")
    added = await stream.add_rules(rule)
    assert added.meta["summary"]["created"] == 1
    assert [(each.value, each.tag) for each in (await stream.get_rules()).data] == [(rule.value, "ours")]
    task = stream.filter(tweet_fields=["author_id", "created_at", "entities"], expansions=["author_id"])
    await asyncio.wait_for(stream.connected.wait(), 10)
    post = await x_stand_in.mention("sbx_hastings", "Morning @sbx_hastings", "jo", at="2026-07-09T08:00:00Z")
    await wait_until(lambda: stream.came, what="the mention")
    (came,) = stream.came
    assert (str(came.data.id), came.data.text) == (post, "Morning @sbx_hastings")
    assert came.data.created_at.isoformat() == "2026-07-09T08:00:00+00:00"
    assert came.includes["users"][0].username == "jo"
    assert [each.tag for each in came.matching_rules] == ["ours"]
    await x_stand_in.fault("stream", "disconnect", seconds=60)
    await asyncio.wait_for(task, 10)
    await asyncio.wait_for(stream.filter(), 10)
    assert stream.status == 503
    deleted = await stream.delete_rules(added.data[0].id)
    assert deleted.meta["summary"]["deleted"] == 1


async def test_tweepy_pages_through_search_and_names_errors(x_stand_in: XStandIn, session: ToTheStandIn) -> None:
    client = AsyncClient(x_stand_in.token)
    client.session = cast("aiohttp.ClientSession", session)
    posts = [await x_stand_in.mention("sbx_hastings", f"@sbx_hastings {each}") for each in range(23)]
    found: list[str] = []
    token = None
    while True:
        page = await client.search_recent_tweets("@sbx_hastings", max_results=10, since_id=posts[0], next_token=token)
        found += [str(each.id) for each in page.data]
        token = page.meta.get("next_token")
        if token is None:
            break
    assert found == posts[:0:-1]
    user = (await client.get_user(username="sbx_hastings", user_fields=["public_metrics"])).data
    assert user.public_metrics["followers_count"] == 600
    with pytest.raises(tweepy.BadRequest, match="max_results"):
        await client.search_recent_tweets("@sbx_hastings", max_results=5)
    with pytest.raises(tweepy.NotFound):
        await client.get_tweet(1)
    await x_stand_in.fault("search", "rate_limit")
    with pytest.raises(tweepy.TooManyRequests) as limited:
        await client.search_recent_tweets("@sbx_hastings")
    assert limited.value.reset_time > 0
    await x_stand_in.fault("search", "503", count=2)
    with pytest.raises(tweepy.TwitterServerError):
        await client.search_recent_tweets("@sbx_hastings")
    with pytest.raises(aiohttp.ContentTypeError):
        await client.search_recent_tweets("@sbx_hastings")
