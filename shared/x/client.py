"""X's calls that answer at once, through tweepy: rules, search, users; a refusal is raised by what to do about it."""

from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

import aiohttp
import orjson
import tweepy
from tweepy.asynchronous import AsyncClient, AsyncStreamingClient

from shared.clock import now
from shared.contracts.channel_reported import Limit
from shared.errors import InvalidMessage, Transient
from shared.x.counts import AccountCounts, Counted, PostCounts, accounts_counted, posts_counted
from shared.x.errors import Refusal, error_of
from shared.x.limits import limits_of
from shared.x.posts import Answer, answer_of
from shared.x.session import OriginSession, words_of
from shared.x.wire import WireRule, WireUser, readable

ANSWER_S = 20.0
"""How long X may be silent within an answer: searches take some seconds at X's worst times."""

PAGE = 100
"""The most posts that X gives in one page of a search."""

LOOKUP = 100
"""The most accounts, or posts, that X looks up in one call."""

POST_FIELDS: Mapping[str, list[str]] = {
    "tweet_fields": [
        "author_id",
        "conversation_id",
        "created_at",
        "in_reply_to_user_id",
        "lang",
        "entities",
        "attachments",
        "referenced_tweets",
        "note_tweet",
        "edit_history_tweet_ids",
    ],
    "user_fields": ["id", "username", "name"],
    "media_fields": ["media_key", "type", "url", "preview_image_url", "alt_text"],
    "expansions": [
        "author_id",
        "attachments.media_keys",
        "in_reply_to_user_id",
        "referenced_tweets.id",
        "referenced_tweets.id.author_id",
    ],
}
"""What is asked of every post, in the stream as in search: never more about a person than who says it.

Lists, because tweepy joins lists only: from anything else it makes repeated parameters, of which X takes one."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the filtered stream; X knows it by its value, the tag says whose it is."""

    value: str
    tag: str | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a search; `next_token` leads to older posts."""

    answer: Answer
    next_token: str | None
    limits: tuple[Limit, ...]


@dataclass(frozen=True, slots=True)
class User:
    """An account of X's."""

    id: str
    handle: str


@dataclass
class XClient:
    """X for one app, by its bearer token; to be used as a context."""

    origin: str
    token: str = field(repr=False)
    answer_s: float = ANSWER_S

    async def __aenter__(self) -> Self:
        """Open the session; nothing is sent yet."""
        self._session = OriginSession(self.origin, silence=self.answer_s)
        self._calls = AsyncClient(self.token, return_type=aiohttp.ClientResponse, wait_on_rate_limit=False)
        self._rules = AsyncStreamingClient(self.token, return_type=aiohttp.ClientResponse, wait_on_rate_limit=False)
        self._calls.session = self._rules.session = self._session
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the session."""
        await self._session.close()

    async def rules(self) -> tuple[Rule, ...]:
        """The rules of this app, ours and others'; one without an id or a value nobody can do anything about."""
        found = await self._object(self._rules.get_rules())
        return tuple(Rule(each.value, each.tag, each.id) for each in readable(WireRule, found.get("data")))

    async def add_rules(self, rules: Sequence[Rule]) -> tuple[str, ...]:
        """Add rules; returns what X would not take, with its reasons. One that stands there already is no matter."""
        wanted = [tweepy.StreamRule(rule.value, tag=rule.tag) for rule in rules]
        found = await self._object(self._rules.add_rules(wanted))
        problems = found.get("errors") or []
        each = problems if isinstance(problems, list) else [problems]
        return tuple(_refused(problem) for problem in each if not _stands_already(problem))

    async def delete_rules(self, ids: Sequence[str]) -> None:
        """Delete the rules with these ids."""
        await self._object(self._rules.delete_rules(list(ids)))

    async def search_recent(
        self, query: str, *, since_id: str, until_id: str | None = None, next_token: str | None = None
    ) -> Page:
        """A page of the posts after `since_id`, and before `until_id`, that match; the newest first."""
        response = await answer_to(
            self._calls.search_recent_tweets(
                query, since_id=since_id, until_id=until_id, next_token=next_token, max_results=PAGE, **POST_FIELDS
            )
        )
        try:
            answer = answer_of(await words_of(response))
        except InvalidMessage as error:
            raise Transient(f"X's answer to a search cannot be read: {error}") from error
        return Page(answer, answer.meta.get("next_token"), limits_of("search", response.headers))

    async def users(self, handles: Sequence[str]) -> tuple[User, ...]:
        """The accounts with these handles, at most LOOKUP of them; those that X does not have are missing."""
        found = await self._object(self._calls.get_users(usernames=list(handles)))
        data = found.get("data") or []
        users = tuple(User(each.id, each.username) for each in readable(WireUser, data))
        if len(users) != len(data):  # an account that cannot be read is not one that X does not have
            raise Transient("X's answer about accounts cannot be read")
        return users

    async def follower_counts(self, handles: Sequence[str]) -> Counted[AccountCounts]:
        """What X says about the accounts with these handles, at most LOOKUP of them."""
        call = self._calls.get_users(usernames=list(handles), user_fields=["public_metrics"])
        answer, headers = await self._told(call)
        return accounts_counted(handles, answer, limits_of("accounts", headers))

    async def post_counts(self, ids: Sequence[str]) -> Counted[PostCounts]:
        """What X says about the posts with these ids, at most LOOKUP of them, whoever made them."""
        answer, headers = await self._told(self._calls.get_tweets(list(ids), tweet_fields=["public_metrics"]))
        return posts_counted(ids, answer, limits_of("posts", headers))

    async def close_connections(self) -> None:
        """End the app's stream connections: a process that was killed leaves one that X goes on counting."""
        await answer_to(self._calls.request("DELETE", "/2/connections/filtered_stream", params={}))

    async def _object(self, call: Awaitable[aiohttp.ClientResponse]) -> dict[str, Any]:
        found, _ = await self._told(call)
        return found

    async def _told(self, call: Awaitable[aiohttp.ClientResponse]) -> tuple[dict[str, Any], Mapping[str, str]]:
        """The object that X answered with, and the answer's headers."""
        response = await answer_to(call)
        try:
            found = orjson.loads(await words_of(response))
        except orjson.JSONDecodeError as error:
            raise Transient("X's answer is no JSON") from error
        if not isinstance(found, dict):
            raise Transient("X's answer is no JSON object")
        return found, response.headers


def _stands_already(problem: object) -> bool:
    return isinstance(problem, dict) and problem.get("title") == "DuplicateRule"


def _refused(problem: object) -> str:
    return f"{problem.get('title')}: {problem.get('value')}" if isinstance(problem, dict) else str(problem)


async def answer_to(call: Awaitable[aiohttp.ClientResponse]) -> aiohttp.ClientResponse:
    """The answer, or the error that says what to do about there being none."""
    try:
        return await call
    except tweepy.HTTPException as error:
        refused: aiohttp.ClientResponse = error.response
        raise error_of(Refusal(refused.status, refused.headers, await refused.json()), now()) from error
    except aiohttp.ContentTypeError as error:  # tweepy wants JSON in every refusal; a gateway's page is HTML
        raise error_of(Refusal(error.status, error.headers or {}), now()) from error
    except (aiohttp.ClientError, TimeoutError) as error:
        raise Transient(f"X cannot be reached: {type(error).__name__}") from error
    except (ValueError, TypeError, AttributeError) as error:  # what tweepy makes of a refusal that is no JSON object
        raise Transient(f"X's answer cannot be read: {type(error).__name__}") from error
