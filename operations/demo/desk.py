"""The desk's own HTTP, as the demo's people use it."""

import asyncio
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

import httpx

from operations.exits import UNAVAILABLE, Stopped
from shared.clock import new_id, now

ANSWER_S = 10.0

PATIENCE_S = 30.0
"""For the desk to be back, or to have heard of the alert."""

PAUSE_S = 0.5

PASSING = frozenset({httpx.codes.NOT_FOUND, httpx.codes.SERVICE_UNAVAILABLE, httpx.codes.BAD_GATEWAY})
"""Answers of a desk that has not heard of the alert yet, or is starting."""


class NotDone(Exception):
    """The desk refused; the message is its own."""


class Desk:
    """Signed in by the token of a sign-in link; use as `async with`."""

    def __init__(self, address: str, link: str) -> None:
        tokens = parse_qs(urlsplit(link).query).get("token")
        if not tokens:
            raise Stopped(
                "A sign-in link of the demo has no token.",
                remedy="Stop `make run` and start it again: it writes the links anew.",
                status=UNAVAILABLE,
            )
        headers = {"Authorization": f"Bearer {tokens[0]}"}
        self._client = httpx.AsyncClient(base_url=address, headers=headers, timeout=ANSWER_S, trust_env=False)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.aclose()

    async def act(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Make a write call once, however often it has to be tried; raises NotDone with the desk's reason."""
        return await self._write("POST", path, body)

    async def undo(self, path: str) -> dict[str, Any]:
        """Take something back, likewise."""
        return await self._write("DELETE", path, None)

    async def _write(self, method: str, path: str, body: dict[str, Any] | None) -> dict[str, Any]:
        deadline = now().timestamp() + PATIENCE_S
        headers = {"Idempotency-Key": new_id()}
        while True:
            try:
                answer = await self._client.request(method, path, params={"wait": 2}, json=body, headers=headers)
            except httpx.TransportError as error:
                reason = f"the desk does not answer ({type(error).__name__})"
            else:
                if answer.is_success:
                    return _content(answer)
                reason = _detail(answer)
                if answer.status_code not in PASSING:
                    raise NotDone(reason)
            if now().timestamp() > deadline:
                raise NotDone(reason)
            await asyncio.sleep(PAUSE_S)

    async def look(self, path: str, **asked: str) -> Any:  # noqa: ANN401 - an object, or a list of them
        """What a call answers; raises NotDone where the desk has no answer now."""
        try:
            answer = await self._client.get(path, params=asked)
        except httpx.TransportError as error:
            raise NotDone(f"the desk does not answer ({type(error).__name__})") from error
        if not answer.is_success:
            raise NotDone(_detail(answer))
        return answer.json()


def _content(answer: httpx.Response) -> dict[str, Any]:
    found = answer.json() if answer.content else {}
    return found if isinstance(found, dict) else {}


def _detail(answer: httpx.Response) -> str:
    try:
        problem = answer.json()
        return " ".join(filter(None, (problem.get("title"), problem.get("detail")))) or f"HTTP {answer.status_code}"
    except (ValueError, AttributeError):
        return f"HTTP {answer.status_code}"
