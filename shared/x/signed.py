"""X's calls signed with an account's own key (OAuth 1.0a), through tweepy: one that changes something is made once."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http import HTTPMethod
from typing import Any

import aiohttp
import orjson
from tweepy.asynchronous import AsyncClient

from shared.clock import uptime
from shared.errors import OutcomeUnknown, Transient
from shared.x.client import ANSWER_S
from shared.x.errors import Refusal
from shared.x.once import Answered, NoLeave, OneCall, TooLate, words_for
from shared.x.session import OriginSession


class TakenBack(Transient):
    """Whoever asked for the call took it back immediately before it was written: X knows nothing of it."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The app's key and the one that the account granted it."""

    app_key: str = field(repr=False)
    app_secret: str = field(repr=False)
    token: str = field(repr=False)
    token_secret: str = field(repr=False)

    @property
    def user_id(self) -> str:
        """X's number of the account, with which its token begins; empty where the token is none of X's."""
        number, hyphen, _ = self.token.partition("-")
        return number if hyphen and number.isascii() and number.isdigit() else ""


@dataclass(frozen=True)
class Signed:
    """X for the account of these keys; `answer_s` is how long an answer may take, from first byte to last."""

    origin: str
    keys: Keys
    answer_s: float = ANSWER_S
    clock: Callable[[], float] = uptime

    async def change(self, method: HTTPMethod, route: str, body: str | None, once: OneCall) -> Answered:
        """Make the call, and judge by what happened on the wire: that tweepy raises does not say what X has done."""
        failure: Exception | None = None
        seconds_left = once.seconds_left
        if seconds_left <= 0:
            raise _unanswered(once, None)
        try:
            async with asyncio.timeout(seconds_left + self.answer_s), self.calls(once) as calls:
                await calls.request(method.value, route, params={}, json=body, user_auth=True)
        except Exception as error:  # noqa: BLE001 - tweepy raises whatever its reading of an answer runs into
            failure = error
        if once.answer:
            return once.answer
        raise _unanswered(once, failure) from failure

    @asynccontextmanager
    async def calls(self, once: OneCall | None = None) -> AsyncIterator[AsyncClient]:
        """Tweepy for this account, on connections of its own; with `once` for that one call."""
        keys = self.keys
        calls = AsyncClient(
            consumer_key=keys.app_key,
            consumer_secret=keys.app_secret,
            access_token=keys.token,
            access_token_secret=keys.token_secret,
            return_type=aiohttp.ClientResponse,
            wait_on_rate_limit=False,
        )
        session = OriginSession(self.origin, silence=self.answer_s, once=once)
        calls.session = session
        try:
            yield calls
        finally:
            await session.close()


def _unanswered(once: OneCall, failure: Exception | None) -> Exception:
    if once.left:
        return OutcomeUnknown(f"X gave no answer, and may have done it: {words_for(failure)}")
    if once.taken_back:
        return TakenBack("it was called off before it could be sent")
    if once.seconds_left <= 0:
        return Transient("its time had passed before it could be sent")
    if isinstance(failure, aiohttp.ClientError | OSError | TooLate | NoLeave):
        return Transient(f"X cannot be reached: {words_for(failure)}")
    return failure or Transient("X cannot be reached")


def refusal_of(answered: Answered) -> Refusal:
    """The answer as a refusal, with its body where that is a JSON object."""
    try:
        body: Any = orjson.loads(answered.body)
    except orjson.JSONDecodeError:
        body = {}
    return Refusal(answered.status, answered.headers, body if isinstance(body, dict) else {})
