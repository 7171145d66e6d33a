"""The stand-in of X as a tester steers it: people mention accounts and like their posts, faults are armed."""

import asyncio
from datetime import datetime
from types import TracebackType
from typing import Any, Self

import aiohttp

from operations.exits import UNAVAILABLE, Stopped
from shared.clock import now

ANSWER_S = 20.0
"""A stand-in on a busy machine answers in milliseconds; one that is stopped for a while is waited for."""

PATIENCE_S = 60.0
"""A killed stand-in is back within a few seconds: after a minute nobody started it again."""

FIRST_PAUSE_S = 0.1
LONGEST_PAUSE_S = 2.0

AT_ONCE = 64
"""Calls under way at one time."""

STARTING = 503
"""The stand-in is not ready yet: it took nothing."""

WRONG = 400
"""From here on a status says that the call was not taken …"""

BROKEN = 500
"""… and from here on that nobody knows."""


class Refused(Exception):
    """The stand-in does not take it; the message says why."""


class Unsure(Exception):
    """The answer was lost: the mention may be on the platform or not, and is not sent again, lest it be there twice."""


class StandIn:
    """Its control calls; use as `async with`. aiohttp, because httpx takes four times the processor at 200 a second."""

    def __init__(self, address: str) -> None:
        self._address = address

    async def __aenter__(self) -> Self:
        self._client = aiohttp.ClientSession(
            self._address,
            connector=aiohttp.TCPConnector(limit=AT_ONCE),
            timeout=aiohttp.ClientTimeout(total=ANSWER_S),
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.close()

    async def mention(self, mention: dict[str, str]) -> str:
        """Somebody mentions an account; returns the post's id. Raises Refused and Unsure."""
        answer = await self._post("/control/mentions", mention)
        return str(answer["id"])

    async def fault(self, fault: dict[str, Any]) -> None:
        """Arm a fault; raises Refused where the stand-in does not know it."""
        await self._post("/control/faults", fault)

    async def clear_faults(self) -> None:
        """Disarm all faults."""
        await self._call("DELETE", "/control/faults")

    async def posts(self, account: str) -> list[dict[str, Any]]:
        """What the platform holds of an account's posts, oldest first, deleted ones flagged; Refused if unknown."""
        answer = await self._call("GET", "/control/posts", params={"account": account})
        return list(answer["posts"])

    async def engagement(
        self, post: str, *, likes: int | None = None, replies: int | None = None, reposts: int | None = None
    ) -> None:
        """The counts of a post as they are from now on; those not given stay. Raises Refused and Unsure."""
        counts = {"likes": likes, "replies": replies, "reposts": reposts}
        given = {name: count for name, count in counts.items() if count is not None}
        await self._post("/control/engagement", {"post": post, **given})

    async def followers(self, account: str, count: int, at: datetime | None = None) -> None:
        """So many follow an account from now, or from a time on. Raises Refused and Unsure."""
        since = {} if at is None else {"at": at.isoformat()}
        await self._post("/control/followers", {"account": account, "count": count, **since})

    async def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        return await self._call("POST", path, json=body)

    async def _call(self, method: str, path: str, **what: Any) -> dict[str, Any]:  # noqa: ANN401 - as aiohttp takes it
        """The answer; tries again while the call cannot have had an effect, and gives up after PATIENCE_S."""
        deadline = now().timestamp() + PATIENCE_S
        pause = FIRST_PAUSE_S
        while True:
            try:
                async with self._client.request(method, path, **what) as answer:
                    if answer.status != STARTING or now().timestamp() > deadline:
                        return await _content(answer)
            except aiohttp.ClientConnectorError as error:  # it never got there: it may be made again
                if now().timestamp() > deadline:
                    raise self._silent() from error
            except (aiohttp.ClientError, TimeoutError, OSError) as error:
                raise Unsure(type(error).__name__) from error
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_S)

    def _silent(self) -> Stopped:
        return Stopped(
            f"The stand-in of X does not answer at {self._address}.",
            remedy="See that `make run` still runs in its terminal, or start it again.",
            status=UNAVAILABLE,
        )


async def _content(answer: aiohttp.ClientResponse) -> dict[str, Any]:
    """The answer's JSON; raises Refused with what the problem document says or the bare status, Unsure for a fault."""
    if answer.status >= BROKEN:
        raise Unsure(f"HTTP {answer.status}")
    try:
        content: dict[str, Any] = await answer.json(content_type=None)
        said = content.get("detail") or content.get("title")
    except (ValueError, AttributeError):
        content, said = {}, None
    if answer.status >= WRONG:
        raise Refused(str(said or f"HTTP {answer.status}"))
    return content
