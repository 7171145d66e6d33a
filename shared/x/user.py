"""X for one account of ours, signed with its own key: post, at most once; pictures; delete; read its timeline."""

import asyncio
import base64
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPMethod, HTTPStatus

import orjson
from tweepy.asynchronous import AsyncClient

from shared.clock import now
from shared.contracts.channel_reported import Limit
from shared.errors import InvalidMessage, OutcomeUnknown, Permanent, Transient
from shared.x.client import POST_FIELDS, answer_to
from shared.x.errors import change_error_of, upload_error_of
from shared.x.limits import limits_of
from shared.x.once import Answered, OneCall
from shared.x.posts import Post, answer_of
from shared.x.session import words_of
from shared.x.signed import Signed, refusal_of
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
class Made:
    """X has the post under this id; `limits` are what its answer said of how many more it takes."""

    id: str
    limits: tuple[Limit, ...]


class _New(Wire):
    id: PostId


class _NewAnswer(Wire):
    data: _New


class _Deleted(Wire):
    deleted: bool


class _DeletedAnswer(Wire):
    data: _Deleted


@dataclass(frozen=True)
class XUser(Signed):
    """X for the account of these keys."""

    async def post(self, body: str, *, not_after: float, may_leave: Callable[[], bool]) -> Made:
        """Make the post that these bytes describe; not begun once `clock` is past `not_after` or `may_leave` says no.

        TakenBack: `may_leave` said no. Transient: certainly not written to X. RateLimited, NotAuthorised, Permanent:
        X's certain no. OutcomeUnknown: everything else; the post may stand.
        """
        once = OneCall(not_after, self.clock, may_leave, point="before_call")
        answered = await self.change(HTTPMethod.POST, "/2/tweets", body, once)
        if not answered.good:
            raise change_error_of(refusal_of(answered), now())
        made = _id_in(answered)
        if made is None:
            raise OutcomeUnknown(f"X answered {answered.status}, without an id that can be read", answered=True)
        return Made(made, limits_of("post", answered.headers))

    async def upload(self, picture: bytes, alt_text: str) -> str:
        """Give X a picture for posts, with the words for those who cannot see it; its id, good for a day.

        Nobody sees it: it may be repeated. Raises as `post` does, but Transient where X may have it.
        """
        packed = base64.b64encode(picture).decode()
        body = orjson.dumps({"media": packed, "media_category": "tweet_image"}).decode()
        id_ = _id_in(await self._prepared("/2/media/upload", body))
        if id_ is None:
            raise Transient("X took the picture, and gave no id that can be read")
        metadata = {"id": id_, "metadata": {"alt_text": {"text": alt_text}}}
        await self._prepared("/2/media/metadata", orjson.dumps(metadata).decode())
        return id_

    async def delete(self, id_: str, *, not_after: float, may_leave: Callable[[], bool]) -> None:
        """Delete the post; one that is gone already is deleted. Raises as `post` does, and may be repeated."""
        if not (id_.isascii() and id_.isdigit()):
            raise Permanent(f"{id_!r} is no id of a post at X")
        once = OneCall(not_after, self.clock, may_leave)
        answered = await self.change(HTTPMethod.DELETE, f"/2/tweets/{id_}", None, once)
        refusal = refusal_of(answered)
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
        async with self.calls() as calls:
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

    async def _prepared(self, route: str, body: str) -> Answered:
        """A call that nobody sees anything of."""
        try:
            answered = await self.change(
                HTTPMethod.POST, route, body, OneCall(self.clock() + self.answer_s, self.clock)
            )
        except OutcomeUnknown as error:
            raise Transient(str(error)) from error
        if not answered.good:
            raise upload_error_of(refusal_of(answered), now())
        return answered


def _id_in(answered: Answered) -> str | None:
    try:
        return _NewAnswer.model_validate_json(answered.body).data.id
    except ValueError:
        return None
