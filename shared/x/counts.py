"""Public counts of accounts and posts as X tells them, old field names or new; what it does not tell is not zero."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar

from pydantic import AliasChoices, Field

from shared.contracts.channel_reported import Limit
from shared.x.wire import Name, Perhaps, PostId, Wire, readable

Count = Annotated[int, Field(ge=0)]

CountsT = TypeVar("CountsT")


@dataclass(frozen=True, slots=True)
class AccountCounts:
    """What X says about an account; `posts` is None where it does not tell."""

    id: str
    handle: str
    followers: int
    posts: int | None


@dataclass(frozen=True, slots=True)
class PostCounts:
    """What X says about a post; None is a count that it did not give."""

    id: str
    likes: int | None
    replies: int | None
    reposts: int | None
    quotes: int | None
    impressions: int | None


@dataclass(frozen=True, slots=True)
class Counted(Generic[CountsT]):
    """The counts by what was asked for, and for the rest, as it was asked for, why there are none."""

    found: Mapping[str, CountsT]
    missing: Mapping[str, str]
    limits: tuple[Limit, ...]


class _AccountMetrics(Wire):
    followers: Perhaps[Count] = Field(None, validation_alias="followers_count")
    posts: Perhaps[Count] = Field(None, validation_alias=AliasChoices("tweet_count", "post_count"))


class _Account(Wire):
    id: Name
    username: Name
    metrics: Perhaps[_AccountMetrics] = Field(None, validation_alias="public_metrics")


class _PostMetrics(Wire):
    likes: Perhaps[Count] = Field(None, validation_alias="like_count")
    replies: Perhaps[Count] = Field(None, validation_alias="reply_count")
    reposts: Perhaps[Count] = Field(None, validation_alias=AliasChoices("retweet_count", "repost_count"))
    quotes: Perhaps[Count] = Field(None, validation_alias="quote_count")
    impressions: Perhaps[Count] = Field(None, validation_alias="impression_count")


class _Post(Wire):
    id: PostId
    metrics: Perhaps[_PostMetrics] = Field(None, validation_alias="public_metrics")


def accounts_counted(
    handles: Sequence[str], answer: Mapping[str, Any], limits: tuple[Limit, ...]
) -> Counted[AccountCounts]:
    """The followers of the accounts with these handles, by the handle as it was asked for."""
    told = {
        each.username.lower(): AccountCounts(each.id, each.username, each.metrics.followers, each.metrics.posts)
        for each in readable(_Account, answer.get("data"))
        if each.metrics and each.metrics.followers is not None
    }
    found = {handle: told[handle.lower()] for handle in handles if handle.lower() in told}
    return Counted(found, _reasons([handle for handle in handles if handle not in found], answer), limits)


def posts_counted(ids: Sequence[str], answer: Mapping[str, Any], limits: tuple[Limit, ...]) -> Counted[PostCounts]:
    """The counts of the posts with these ids."""
    told = {
        each.id: PostCounts(each.id, **each.metrics.model_dump())
        for each in readable(_Post, answer.get("data"))
        if each.metrics
    }
    found = {id_: told[id_] for id_ in ids if id_ in told}
    return Counted(found, _reasons([id_ for id_ in ids if id_ not in found], answer), limits)


def _reasons(missing: Sequence[str], answer: Mapping[str, Any]) -> dict[str, str]:
    """X's own words for each that it does not tell about, from the errors beside the data."""
    errors = answer.get("errors")
    said: dict[str, str] = {}
    for problem in errors if isinstance(errors, list) else ():
        if isinstance(problem, dict):
            words = str(problem.get("detail") or problem.get("title") or "it gives no reason")
            said |= {str(problem[name]).lower(): words for name in ("value", "resource_id") if name in problem}
    return {asked: said.get(asked.lower(), "X does not tell its counts, and not why") for asked in missing}
