"""`/2/users`: people by handle, with their public counts, and the posts that mention one of them."""

import re
from datetime import UTC, datetime
from itertools import islice

from aiohttp import web

from deploy.sandbox.x.api.endpoint import Endpoint, answer
from deploy.sandbox.x.api.lookup import missing, not_there
from deploy.sandbox.x.api.noted import concerns
from deploy.sandbox.x.api.pages import RANGE_PARAMETERS, cut_page, read_range
from deploy.sandbox.x.api.parameters import read_id, read_number, read_several, read_some
from deploy.sandbox.x.asked import FIELD_PARAMETERS, USER_PARAMETERS, invalid, read_asked
from deploy.sandbox.x.platform import Platform
from deploy.sandbox.x.shape import shape_user
from deploy.sandbox.x.snowflake import LARGEST, first_at

MENTIONS_REACH = 800
"""X forgets older mentions here, however many pages one walks."""

TIMELINE_REACH = 3_200
"""As far as X reaches back in a timeline."""

_HANDLE = re.compile(r"[A-Za-z0-9_]{1,15}")


async def by_usernames(request: web.Request, platform: Platform) -> web.Response:
    """Up to 100 users; a handle that nobody has is named beside those that are found."""
    asked = read_asked(request.query, platform.dialect)
    handles = [_handle("usernames", each) for each in read_several(request.query, "usernames")]
    found = {each: platform.users.by_username(each) for each in handles}
    users = [shape_user(each, asked) for each in found.values() if each is not None]
    errors = [missing(platform.dialect, "user", "usernames", each) for each, user in found.items() if user is None]
    parts = {"data": users, "errors": errors}
    return answer(platform, {name: part for name, part in parts.items() if part})


async def by_username(request: web.Request, platform: Platform) -> web.Response:
    """One user."""
    asked = read_asked(request.query, platform.dialect)
    handle = _handle("username", request.match_info["username"])
    concerns(request, handle)
    user = platform.users.by_username(handle)
    if user is None:
        raise not_there(platform.dialect, "user", "username", handle)
    return answer(platform, {"data": shape_user(user, asked)})


async def mentions(request: web.Request, platform: Platform) -> web.Response:
    """One page of the newest mentions of a user."""
    asked = read_asked(request.query, platform.dialect)
    identifier = read_id("id", request.match_info["id"])
    user = platform.users.by_id(identifier)
    if user is None:
        raise not_there(platform.dialect, "user", "id", str(identifier))
    concerns(request, user.username)
    size = read_number(request.query, "max_results", 10, 5, 100)
    span = read_range(request.query, oldest=None)
    everything = platform.posts.newest_first(0, LARGEST)
    reached = islice((each for each in everything if each.mentioned(user.username)), MENTIONS_REACH)
    posts, meta = cut_page((each for each in reached if span.above < each.id < span.below), size)
    return answer(platform, {**platform.answers.about(posts, asked), "meta": meta})


async def timeline(request: web.Request, platform: Platform) -> web.Response:
    """One page of the newest posts of a user."""
    asked = read_asked(request.query, platform.dialect)
    identifier = read_id("id", request.match_info["id"])
    user = platform.users.by_id(identifier)
    if user is None:
        raise not_there(platform.dialect, "user", "id", str(identifier))
    size = read_number(request.query, "max_results", 10, 5, 100)
    span = read_range(request.query, oldest=None)
    excluded = read_some(request.query, "exclude", "replies", "retweets")
    reached = islice(platform.posts.newest_first_of(user.id, 0, _seen_until(platform, user.username)), TIMELINE_REACH)
    shown = (each for each in reached if not ("replies" in excluded and each.replied_to is not None))
    posts, meta = cut_page((each for each in shown if span.above < each.id < span.below), size)
    return answer(platform, {**platform.answers.about(posts, asked), "meta": meta})


ENDPOINTS = (
    Endpoint("GET", "/2/users/by", "users_by", 300, by_usernames, USER_PARAMETERS | {"usernames"}, faults="lookup"),
    Endpoint("GET", "/2/users/by/username/{username}", "user_by", 300, by_username, USER_PARAMETERS, faults="lookup"),
    Endpoint(
        "GET",
        "/2/users/{id}/tweets",
        "timeline",
        900,
        timeline,
        FIELD_PARAMETERS | RANGE_PARAMETERS | {"exclude"},
        faults="timeline",
    ),
    Endpoint("GET", "/2/users/{id}/mentions", "mentions", 450, mentions, FIELD_PARAMETERS | RANGE_PARAMETERS),
)


def _seen_until(platform: Platform, handle: str) -> int:
    """The id up to which the user's timeline knows the posts."""
    still = platform.faults.stood_still_at("timeline", handle)
    return LARGEST if still is None else first_at(datetime.fromtimestamp(still, UTC))


def _handle(name: str, value: str) -> str:
    if not _HANDLE.fullmatch(value):
        raise invalid(name, value, f"{value!r} is no handle of 1 to 15 letters, digits and underscores")
    return value
