"""The stand-in of X as a tester steers it: somebody mentions an account, a fault is armed."""

import asyncio
from types import TracebackType
from typing import Any, Self

import httpx

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

_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
"""The call never reached the stand-in: it may be made again."""


class Refused(Exception):
    """The stand-in does not take it; the message says why."""


class Unsure(Exception):
    """The answer was lost: the mention may be on the platform or not, and is not sent again, lest it be there twice."""


class StandIn:
    """Its control calls; use as `async with`."""

    def __init__(self, address: str) -> None:
        self._address = address
        limits = httpx.Limits(max_connections=AT_ONCE, max_keepalive_connections=AT_ONCE)
        self._client = httpx.AsyncClient(base_url=address, timeout=ANSWER_S, limits=limits, trust_env=False)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.aclose()

    async def mention(self, mention: dict[str, str]) -> str:
        """Somebody mentions an account; returns the post's id. Raises Refused and Unsure."""
        answer = await self._post("/control/mentions", mention)
        return str(answer["id"])

    async def fault(self, fault: dict[str, Any]) -> None:
        """Arm a fault; raises Refused where the stand-in does not know it."""
        await self._post("/control/faults", fault)

    async def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """The answer; tries again while the call cannot have had an effect, and gives up after PATIENCE_S."""
        deadline = now().timestamp() + PATIENCE_S
        pause = FIRST_PAUSE_S
        while True:
            try:
                answer = await self._client.post(path, json=body)
            except _NOT_SENT as error:
                if now().timestamp() > deadline:
                    raise self._silent() from error
            except httpx.TransportError as error:
                raise Unsure(type(error).__name__) from error
            else:
                if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE or now().timestamp() > deadline:
                    return _content(answer)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_S)

    def _silent(self) -> Stopped:
        return Stopped(
            f"The stand-in of X does not answer at {self._address}.",
            remedy="See that `make run` still runs in its terminal, or start it again.",
            status=UNAVAILABLE,
        )


def _content(answer: httpx.Response) -> dict[str, Any]:
    if answer.is_error:
        raise Refused(_detail(answer))
    content: dict[str, Any] = answer.json() if answer.content else {}
    return content


def _detail(answer: httpx.Response) -> str:
    """What the problem document says, or the bare status."""
    try:
        problem = answer.json()
        return str(problem.get("detail") or problem.get("title") or f"HTTP {answer.status_code}")
    except (ValueError, AttributeError):
        return f"HTTP {answer.status_code}"
