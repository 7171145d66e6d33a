"""One connection to X's filtered stream: tweepy carries it, and what comes after its end is the caller's to decide.

tweepy's own loop reconnects without delay when X closes and dies for good on one bad line; here each of its hooks that
would lead to either ends the run instead.
"""

import asyncio
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import aiohttp
import orjson
from aiohttp.http_exceptions import HttpProcessingError
from tweepy.asynchronous import AsyncStreamingClient

from shared.clock import now
from shared.errors import BlueLampError, Transient
from shared.x.errors import Refusal, error_of
from shared.x.session import OriginSession, words_of


class Listener(Protocol):
    """Who hears what comes over a connection; may wait, must not raise."""

    async def connected(self, headers: Mapping[str, str]) -> None:
        """X has accepted the connection, with these headers."""

    async def line(self, line: bytes) -> None:
        """A line came."""

    async def keep_alive(self) -> None:
        """X says that it is still there."""


@dataclass(frozen=True, slots=True)
class Ending:
    """Why a connection ended: X closed it, the network broke it, or X answered with a refusal."""

    cause: Literal["closed", "network", "refusal"]
    error: BlueLampError
    reached: bool = True
    """False where X cannot even have heard of the attempt, so that it counts against no limit."""


class _Over(Exception):
    def __init__(self, cause: Literal["closed", "network", "refusal"]) -> None:
        super().__init__(cause)
        self.cause = cause
        self.during = sys.exc_info()[1]


class _Connection(AsyncStreamingClient):  # type: ignore[misc] # tweepy ships no types
    """tweepy's client for exactly one connection."""

    def __init__(self, token: str, session: OriginSession, listener: Listener) -> None:
        super().__init__(token, max_retries=0)
        self.session = session
        self.ended_by: Exception | None = None
        self._listener = listener

    async def on_connect(self) -> None:
        accepted = self.session.last
        await self._listener.connected(accepted.headers if accepted else {})

    async def on_data(self, raw_data: bytes) -> None:
        await self._listener.line(raw_data)

    async def on_keep_alive(self) -> None:
        await self._listener.keep_alive()

    async def on_closed(self, _: aiohttp.ClientResponse) -> None:
        raise _Over("closed")

    async def on_connection_error(self) -> None:
        raise _Over("network")

    async def on_request_error(self, _: int) -> None:
        raise _Over("refusal")

    async def on_exception(self, exception: Exception) -> None:
        self.ended_by = exception


async def stream_once(
    origin: str, token: str, listener: Listener, *, silence: float, fields: Mapping[str, list[str]]
) -> Ending:
    """Connect once and hand every line to `listener` until the connection ends; says why it ended.

    `silence` is how many seconds without a byte end it. Raises only what `listener` raised.
    """
    session = OriginSession(origin, silence=silence)
    connection = _Connection(token, session, listener)
    task = connection.filter(**fields)
    try:
        # Not `await task`: tweepy swallows the cancellation, which would be lost on us with it.
        await asyncio.wait({task})
    finally:
        task.cancel()
        await asyncio.wait({task})
        await session.close()
    return await _ending(connection.ended_by, session.last)


async def _ending(ended_by: Exception | None, answer: aiohttp.ClientResponse | None) -> Ending:
    match ended_by:
        case _Over(cause="refusal") if answer is not None:
            body = _object(await words_of(answer))
            return Ending("refusal", error_of(Refusal(answer.status, answer.headers, body), now()))
        case _Over(cause="closed"):
            return Ending("closed", Transient("X closed the stream"))
        case _Over(during=aiohttp.ClientConnectorError()):
            return Ending("network", Transient("X cannot be reached"), reached=False)
        case _Over(during=during):
            return Ending("network", Transient(f"the stream broke: {type(during).__name__}"))
        case HttpProcessingError() | aiohttp.ClientError() | ValueError() | TimeoutError():
            # a line too long for the reader, or bytes that are no HTTP
            return Ending("network", Transient(f"the stream cannot be read: {type(ended_by).__name__}"))
        case None:
            return Ending("closed", Transient("the stream ended"))
        case _:
            raise ended_by


def _object(body: str) -> dict[str, Any]:
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError:
        return {}
    return found if isinstance(found, dict) else {}
