"""Clients that sign as an account: tweepy, whose calls are turned to the stand-in."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

import aiohttp
from tweepy.asynchronous import AsyncClient
from yarl import URL

from tests.support.sandbox import Granted, XStandIn

HASTINGS = Granted("x_hastings", "1000000000000000001")
ROTHER = Granted("x_rother", "1000000000000000002")


class ToTheStandIn:
    """A session that sends what is meant for X to the stand-in."""

    def __init__(self, origin: str) -> None:
        self._origin = URL(origin)
        self._session = aiohttp.ClientSession()
        self.headers = self._session.headers
        self.closed = False

    def request(self, method: str, url: str | URL, **how: Any) -> Any:  # noqa: ANN401 - as aiohttp takes and gives it
        """The same request, elsewhere."""
        asked = url if isinstance(url, URL) else URL(url)
        return self._session.request(method, URL(f"{self._origin.origin()}{asked.raw_path_qs}", encoded=True), **how)

    async def close(self) -> None:
        """Nothing: tweepy closes at a stream's end what the calls still need."""

    async def end(self) -> None:
        """Close it for good."""
        await self._session.close()


@asynccontextmanager
async def tweepy_as(stand_in: XStandIn, account: Granted) -> AsyncIterator[Any]:
    """Tweepy with the keys that an account has granted."""
    keys = stand_in.keys(account)
    client = AsyncClient(stand_in.token, *keys)
    session = ToTheStandIn(stand_in.origin)
    client.session = cast("aiohttp.ClientSession", session)
    try:
        yield client
    finally:
        await session.end()
