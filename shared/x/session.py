"""The HTTP session that tweepy is given: every call goes to the configured origin, has time-outs, and is made once."""

import logging
from types import SimpleNamespace
from typing import Any

import aiohttp
import orjson
from yarl import URL

from shared.x.once import OneCall

for noisy in ("tweepy", "oauthlib"):  # at DEBUG they log every call with its bearer token or its signature
    logging.getLogger(noisy).setLevel(logging.WARNING)

CONNECT_S = 10.0
"""Longer than a TCP connection over a bad line takes; tweepy has no limit at all."""

LONGEST_LINE = 512 * 1024
"""Half of what aiohttp then takes in one line of the stream: far more than any post, yet bounded."""


class OriginSession:
    """An aiohttp session by delegation (aiohttp warns against subclassing), as far as tweepy uses one.

    tweepy sends everything to X's old host and has no setting for it: every call is turned to `origin`.

    `silence` is how many seconds may pass between two reads; `last` is the answer to the last call.
    With `once` the session is for that one call, on a connection of its own: one that was kept open may be dead
    already, and whether a request still reached the other side on such a one nobody can tell.
    """

    def __init__(self, origin: str, *, silence: float, once: OneCall | None = None) -> None:
        self._origin = URL(origin)
        self.last: aiohttp.ClientResponse | None = None
        trace = aiohttp.TraceConfig()
        trace.on_request_end.append(self._remember)
        self._session = aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=None, connect=CONNECT_S, sock_connect=CONNECT_S, sock_read=silence),
            read_bufsize=LONGEST_LINE,
            trace_configs=[trace, once.hooks()] if once else [trace],
            connector=aiohttp.TCPConnector(force_close=once is not None),
            json_serialize_bytes=_bytes_of,
        )

    @property
    def closed(self) -> bool:
        """Whether it can be used no more."""
        return self._session.closed

    @property
    def headers(self) -> Any:  # noqa: ANN401 - aiohttp's own mutable headers; tweepy writes its user agent into them
        """The headers of every call."""
        return self._session.headers

    def request(self, method: str, url: str | URL, **options: Any) -> Any:  # noqa: ANN401 - aiohttp's own call
        """The call, at our origin; an `async with` gives the response."""
        return self._session.request(method, self._ours(url), allow_redirects=False, **options)

    async def close(self) -> None:
        """Close every connection."""
        await self._session.close()

    def _ours(self, url: str | URL) -> URL:
        asked = url if isinstance(url, URL) else URL(url, encoded=True)
        return self._origin.join(asked.relative())

    async def _remember(
        self, _: aiohttp.ClientSession, __: SimpleNamespace, answer: aiohttp.TraceRequestEndParams
    ) -> None:
        """Keep the answer: tweepy gives its own hooks the status only, while a 429's meaning is in body and headers."""
        self.last = answer.response
        if answer.response.status != 200:  # noqa: PLR2004 - the status at which tweepy begins to stream
            await answer.response.read()


def _bytes_of(body: Any) -> bytes:  # noqa: ANN401 - whatever tweepy takes for JSON
    """A text is the JSON itself, byte for byte; everything else is written as JSON."""
    return body.encode() if isinstance(body, str) else orjson.dumps(body)


async def words_of(answer: aiohttp.ClientResponse) -> str:
    """The body of an answer that was read already: aiohttp refuses `read` once the connection is given back."""
    return await answer.text(encoding="utf-8", errors="replace")
