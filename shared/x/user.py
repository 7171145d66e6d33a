"""X for one account of ours, signed with its own key (OAuth 1.0a): post, at most once; delete; read its timeline."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPMethod, HTTPStatus
from typing import Any

import aiohttp
import orjson
from tweepy.asynchronous import AsyncClient

from shared.clock import now, uptime
from shared.errors import InvalidMessage, OutcomeUnknown, Permanent, Transient
from shared.x.client import ANSWER_S, POST_FIELDS, answer_to
from shared.x.errors import Refusal, change_error_of
from shared.x.once import Answered, OneCall, TooLate, words_for
from shared.x.posts import Post, answer_of
from shared.x.session import OriginSession, words_of
from shared.x.wire import PostId, Wire

PAGE = 100
"""The most posts of a timeline that X gives at once."""

PAGES = 32
"""X gives the last 3,200 posts of an account and none before."""

GONE = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
"""What X answers about a post that it does not have any more."""

TIMELINE_FIELDS = {"tweet_fields": POST_FIELDS["tweet_fields"]}
"""Of our own posts: no authors, no media, nothing about others."""


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


class _Made(Wire):
    id: PostId


class _MadeAnswer(Wire):
    data: _Made


class _Deleted(Wire):
    deleted: bool


class _DeletedAnswer(Wire):
    data: _Deleted


@dataclass(frozen=True)
class XUser:
    """X for the account of these keys; `answer_s` is how long an answer may take, from first byte to last."""

    origin: str
    keys: Keys
    answer_s: float = ANSWER_S
    clock: Callable[[], float] = uptime

    async def post(self, body: str, *, not_after: float) -> str:
        """Make the post that these bytes describe and return its id; not begun once `clock` is past `not_after`.

        Transient: certainly not written to X. RateLimited, NotAuthorised, Permanent: X's certain no.
        OutcomeUnknown: everything else; the post may stand.
        """
        answered = await self._change(HTTPMethod.POST, "/2/tweets", body, OneCall(not_after, self.clock))
        if answered.good:
            try:
                return _MadeAnswer.model_validate_json(answered.body).data.id
            except ValueError as error:
                raise OutcomeUnknown(f"X answered {answered.status}, without an id that can be read") from error
        raise change_error_of(_refusal(answered), now())

    async def delete(self, id_: str) -> None:
        """Delete the post; one that is gone already is deleted. Raises as `post` does, and may be repeated."""
        if not (id_.isascii() and id_.isdigit()):
            raise Permanent(f"{id_!r} is no id of a post at X")
        once = OneCall(self.clock() + self.answer_s, self.clock)
        answered = await self._change(HTTPMethod.DELETE, f"/2/tweets/{id_}", None, once)
        refusal = _refusal(answered)
        if answered.status in GONE and refusal.body:
            return
        if answered.status in GONE:  # a gateway's page, as in X's worst times: it knows of no post
            raise OutcomeUnknown(refusal.says)
        if not answered.good:
            raise change_error_of(refusal, now())
        try:
            if _DeletedAnswer.model_validate_json(answered.body).data.deleted:
                return
        except ValueError as error:
            raise OutcomeUnknown(f"X answered {answered.status} to a deletion, and nothing that can be read") from error
        raise OutcomeUnknown("X answered that the post is not deleted")

    async def timeline(self, since: datetime) -> tuple[Post, ...]:
        """All posts of the account made since then that X shows, the newest first; reposts are none of ours.

        Raises Transient where they cannot all be read: one that is left out would be taken for one that is not there.
        """
        posts: list[Post] = []
        token: str | None = None
        async with self._calls() as calls:
            for _ in range(PAGES):
                page, token = await self._page(calls, since, token)
                posts += page
                if token is None:
                    break
            else:
                raise Transient(f"the timeline has more than {PAGES} pages since {since:%d %B, %H:%M}")
        return tuple(post for post in posts if not post.repost)

    async def _page(
        self, calls: AsyncClient, since: datetime, token: str | None
    ) -> tuple[tuple[Post, ...], str | None]:
        call = calls.get_users_tweets(
            self.keys.user_id,
            start_time=since,
            max_results=PAGE,
            pagination_token=token,
            user_auth=True,
            **TIMELINE_FIELDS,
        )
        try:
            async with asyncio.timeout(self.answer_s):
                answer = answer_of(await words_of(await answer_to(call)))
        except (InvalidMessage, Permanent, TimeoutError) as error:
            raise Transient(f"the timeline cannot be read: {error or 'X does not answer in time'}") from error
        complete = answer.posts or answer.meta.get("result_count") == 0
        if answer.unreadable or not complete:
            raise Transient(f"the timeline cannot be read in full: {', '.join(answer.notices) or 'X does not say why'}")
        return answer.posts, answer.meta.get("next_token")

    async def _change(self, method: HTTPMethod, route: str, body: str | None, once: OneCall) -> Answered:
        """Make the call, and judge by what happened on the wire: that tweepy raises does not say what X has done."""
        failure: Exception | None = None
        seconds_left = once.seconds_left
        if seconds_left <= 0:
            raise _unanswered(once, None)
        try:
            async with asyncio.timeout(seconds_left + self.answer_s), self._calls(once) as calls:
                await calls.request(method.value, route, params={}, json=body, user_auth=True)
        except Exception as error:  # noqa: BLE001 - tweepy raises whatever its reading of an answer runs into
            failure = error
        if once.answer:
            return once.answer
        raise _unanswered(once, failure) from failure

    @asynccontextmanager
    async def _calls(self, once: OneCall | None = None) -> AsyncIterator[AsyncClient]:
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
    if once.seconds_left <= 0:
        return Transient("its time had passed before it could be sent")
    if isinstance(failure, aiohttp.ClientError | OSError | TooLate):
        return Transient(f"X cannot be reached: {words_for(failure)}")
    return failure or Transient("X cannot be reached")


def _refusal(answered: Answered) -> Refusal:
    try:
        body: Any = orjson.loads(answered.body)
    except orjson.JSONDecodeError:
        body = {}
    return Refusal(answered.status, answered.headers, body if isinstance(body, dict) else {})
