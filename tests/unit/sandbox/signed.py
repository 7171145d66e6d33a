"""Clients that sign as an account: tweepy, whose calls are turned to the stand-in, and httpx, which calls it itself."""

from collections.abc import AsyncIterator, Generator
from contextlib import asynccontextmanager
from typing import Any, cast

import aiohttp
import httpx
from oauthlib.oauth1 import Client
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


class Signature(httpx.Auth):
    """Signs each call of httpx for an origin: X's own, or where it is sent."""

    def __init__(self, keys: tuple[str, str, str, str], origin: str = "https://api.twitter.com", **more: str) -> None:
        self._origin = origin
        self._signer = Client(keys[0], keys[1], keys[2], keys[3], **more)

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """The call with its signature."""
        _, headers, _ = self._signer.sign(f"{self._origin}{request.url.raw_path.decode()}", request.method)
        request.headers["Authorization"] = headers["Authorization"]
        yield request


@asynccontextmanager
async def signed_by(stand_in: XStandIn, account: Granted) -> AsyncIterator[httpx.AsyncClient]:
    """Httpx with the keys that an account has granted."""
    auth = Signature(stand_in.keys(account))
    async with httpx.AsyncClient(base_url=stand_in.origin, auth=auth, timeout=10) as client:
        yield client
