"""Pages of posts, newest first: which ids a call asks for, and the token that leads to the next page."""

import base64
import binascii
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from deploy.sandbox.control import times
from deploy.sandbox.x.api.parameters import read_optional_id, read_optional_time
from deploy.sandbox.x.asked import invalid
from deploy.sandbox.x.post import Post
from deploy.sandbox.x.snowflake import LARGEST, first_at, moment_of

RANGE_PARAMETERS = frozenset({"since_id", "until_id", "start_time", "end_time", "max_results", "pagination_token"})
"""What every paged call takes."""

END_TIME_BEFORE_NOW = timedelta(seconds=10)
"""X refuses an end closer to the present than this."""


@dataclass(frozen=True)
class Range:
    """The ids between these two, both exclusive. Times are those of arrival, whatever a post says of itself."""

    above: int
    below: int


def read_range(query: Mapping[str, str], oldest: datetime | None) -> Range:
    """The range that a call's parameters mean; refused where it begins before `oldest`."""
    ends = [LARGEST]
    starts = [0]
    for name, bounds in (("since_id", starts), ("until_id", ends)):
        identifier = read_optional_id(query, name)
        if identifier is not None:
            _check_age(query, name, moment_of(identifier), oldest)
            bounds.append(identifier)
    start, end = read_optional_time(query, "start_time"), read_optional_time(query, "end_time")
    if start is not None:
        _check_age(query, "start_time", start, oldest)
        starts.append(first_at(start) - 1)
    if end is not None:
        if end > times.now() - END_TIME_BEFORE_NOW:
            raise invalid("end_time", query["end_time"], "it must be at least 10 seconds before the call")
        ends.append(first_at(end))
    ends.extend(_read_token(name, query[name]) for name in ("next_token", "pagination_token") if name in query)
    return Range(max(starts), min(ends))


def cut_page(matching: Iterable[Post], size: int) -> tuple[list[Post], dict[str, Any]]:
    """The first page of these posts and its `meta`."""
    found = list(islice(matching, size + 1))
    shown = found[:size]
    if not shown:
        return [], {"result_count": 0}
    meta = {"newest_id": str(shown[0].id), "oldest_id": str(shown[-1].id), "result_count": len(shown)}
    return shown, {**meta, "next_token": _token(shown[-1].id)} if len(found) > size else meta


def _check_age(query: Mapping[str, str], name: str, moment: datetime, oldest: datetime | None) -> None:
    if oldest is not None and moment < oldest:
        raise invalid(name, query[name], f"it is before {times.written(oldest)}, where this call's past begins")


def _token(last: int) -> str:
    return base64.b32hexencode(last.to_bytes(8, "big")).decode().rstrip("=").lower()


def _read_token(name: str, token: str) -> int:
    padding = "=" * (-len(token) % 8)
    try:
        return int.from_bytes(base64.b32hexdecode(token + padding, casefold=True), "big")
    except (binascii.Error, ValueError):
        raise invalid(name, token, f"{token!r} is no token of this call") from None
