"""Parameters that several endpoints read alike: ids, times, pages."""

import re
from collections.abc import Mapping
from datetime import datetime

from deploy.sandbox.control import times
from deploy.sandbox.x.asked import invalid
from deploy.sandbox.x.snowflake import LARGEST

MOST_AT_ONCE = 100
"""Ids or handles that one look-up may name."""

_ID = re.compile(r"[0-9]{1,19}")


def read_id(name: str, value: str) -> int:
    """An id; refused where it is none."""
    if not _ID.fullmatch(value):
        raise invalid(name, value, f"{value!r} is not an id of 1 to 19 digits")
    return min(int(value), LARGEST)


def read_optional_id(query: Mapping[str, str], name: str) -> int | None:
    """An id that need not be given."""
    return read_id(name, query[name]) if name in query else None


def read_optional_time(query: Mapping[str, str], name: str) -> datetime | None:
    """A time that need not be given; refused where it has no zone."""
    if name not in query:
        return None
    try:
        return times.read(query[name])
    except ValueError:
        raise invalid(name, query[name], f"{query[name]!r} is not a time like 2026-10-01T08:00:00Z") from None


def read_number(query: Mapping[str, str], name: str, default: int, lowest: int, highest: int) -> int:
    """A number within bounds."""
    value = query.get(name)
    if value is None:
        return default
    if not value.isascii() or not value.isdigit() or not lowest <= int(value[:9]) <= highest:
        raise invalid(name, value, f"{value!r} is not a number from {lowest} to {highest}")
    return int(value)


def read_flag(query: Mapping[str, str], name: str) -> bool:
    """A switch, off where it is not given."""
    return query.get(name, "false").lower() == "true"


def read_several(query: Mapping[str, str], name: str) -> list[str]:
    """A list that must be given, of 1 to 100."""
    values = [each for each in query.get(name, "").split(",") if each]
    if not 1 <= len(values) <= MOST_AT_ONCE:
        raise invalid(name, query.get(name, ""), f"give 1 to {MOST_AT_ONCE}, separated by commas")
    return values


def read_some(query: Mapping[str, str], name: str, *choices: str) -> frozenset[str]:
    """Any of a few words, or none."""
    values = frozenset(query[name].split(",")) if name in query else frozenset()
    for each in values - set(choices):
        raise invalid(name, each, f"{each!r} is none of: {', '.join(choices)}")
    return values


def read_choice(query: Mapping[str, str], name: str, *choices: str) -> str:
    """One of a few words; the first is meant where none is given."""
    value = query.get(name, choices[0])
    if value not in choices:
        raise invalid(name, value, f"{value!r} is none of: {', '.join(choices)}")
    return value
