"""`GET /2/tweets/search/recent`: the posts of the last seven days that match a query, newest first, in pages."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from aiohttp import web

from deploy.sandbox.control import times
from deploy.sandbox.x.api.endpoint import Endpoint, answer
from deploy.sandbox.x.api.pages import RANGE_PARAMETERS, cut_page, read_range
from deploy.sandbox.x.api.parameters import read_choice, read_number
from deploy.sandbox.x.asked import FIELD_PARAMETERS, invalid, read_asked
from deploy.sandbox.x.platform import Platform
from deploy.sandbox.x.query import NotAQuery, Query, parse
from deploy.sandbox.x.snowflake import first_at

PAST = timedelta(days=7)
"""How far recent search reaches back."""


async def search(request: web.Request, platform: Platform) -> web.Response:
    """One page of what matches."""
    asked = read_asked(request.query, platform.dialect)
    query = _read_query(request.query, platform.settings.query_length)
    read_choice(request.query, "sort_order", "recency")
    size = read_number(request.query, "max_results", 10, 10, 100)
    oldest = times.now() - PAST
    span = read_range(request.query, oldest)
    below = min(span.below, first_at(_indexed_until(platform)))
    matching = (
        each for each in platform.posts.newest_first(max(span.above, first_at(oldest)), below) if query.matches(each)
    )
    posts, meta = cut_page(matching, size)
    return answer(platform, {**platform.answers.about(posts, asked), "meta": meta})


ENDPOINTS = (
    Endpoint(
        "GET",
        "/2/tweets/search/recent",
        "search",
        450,
        search,
        FIELD_PARAMETERS | RANGE_PARAMETERS | {"query", "next_token", "sort_order"},
        faults="search",
    ),
)


def _read_query(query: Mapping[str, str], longest: int) -> Query:
    value = query.get("query", "")
    try:
        return parse(value, longest)
    except NotAQuery as error:
        raise invalid("query", value, str(error)) from None


def _indexed_until(platform: Platform) -> datetime:
    """The arrival time up to which search knows the posts."""
    settled = times.now() - timedelta(seconds=platform.settings.search_lag)
    still = platform.faults.stood_still_at("search")
    return settled if still is None else min(settled, datetime.fromtimestamp(still, UTC))
