"""A client of X: calls over httpx, and a listener that keeps what the stream says."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import orjson

from tests.support.sandbox import XStandIn
from tests.support.waiting import wait_until

RULES = "/2/tweets/search/stream/rules"
STREAM = "/2/tweets/search/stream"
SEARCH = "/2/tweets/search/recent"

FIELDS = {
    "tweet.fields": "author_id,conversation_id,created_at,entities,in_reply_to_user_id,lang,note_tweet,public_metrics,"
    "referenced_tweets",
    "expansions": "author_id,referenced_tweets.id,entities.mentions.username",
    "user.fields": "public_metrics",
}
"""What ingest asks for, and a little more."""


def client_of(stand_in: XStandIn) -> httpx.AsyncClient:
    """A client with the right token."""
    return httpx.AsyncClient(
        base_url=stand_in.origin, headers={"Authorization": f"Bearer {stand_in.token}"}, timeout=10
    )


async def add_rule(client: httpx.AsyncClient, value: str, tag: str) -> str:
    """Add a rule; its id."""
    answer = await client.post(RULES, json={"add": [{"value": value, "tag": tag}]})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["data"][0]["id"])


class Listener:
    """What one connection to the stream has said so far."""

    def __init__(self) -> None:
        self.lines: list[bytes] = []
        self.keep_alives = 0
        self.broken = False
        self.ended = asyncio.Event()

    @property
    def posts(self) -> list[dict[str, Any]]:
        """The posts among the lines."""
        return [each for each in self.messages if "data" in each]

    @property
    def messages(self) -> list[dict[str, Any]]:
        """The lines that are JSON."""
        return [orjson.loads(each) for each in self.lines if each.startswith(b"{") and each.endswith(b"}")]

    @property
    def texts(self) -> list[str]:
        """The texts of the posts."""
        return [each["data"]["text"] for each in self.posts]

    async def listen(self, response: httpx.Response) -> None:
        """Keep every line until the stream ends."""
        rest = b""
        try:
            async for chunk in response.aiter_raw():
                *whole, rest = (rest + chunk).split(b"\r\n")
                self.keep_alives += whole.count(b"")
                self.lines += [each for each in whole if each]
        except httpx.TransportError:
            self.broken = True
        self.lines += [rest] if rest else []
        self.ended.set()

    async def heard(self, count: int) -> list[dict[str, Any]]:
        """The posts, as soon as there are so many."""

        def enough() -> list[dict[str, Any]]:
            return self.posts if len(self.posts) >= count else []

        return await wait_until(enough, what=f"{count} posts")


@asynccontextmanager
async def listening(client: httpx.AsyncClient, **asked: str) -> AsyncIterator[Listener]:
    """A connection to the stream, open while the context lasts."""
    listener = Listener()
    async with client.stream("GET", STREAM, params=asked or FIELDS) as response:
        assert response.status_code == 200, await response.aread()
        task = asyncio.create_task(listener.listen(response))
        try:
            yield listener
        finally:
            task.cancel()
            await asyncio.wait([task])
