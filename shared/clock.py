"""Time and fresh ids: the only place that asks the machine for either."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import uuid_utils

LONDON = ZoneInfo("Europe/London")
"""The time zone in which people read times and periods are cut; everything stored is UTC."""


def now() -> datetime:
    """The present, aware, in UTC."""
    return datetime.now(UTC)


def new_id() -> str:
    """A UUIDv7: unique, and in order of making."""
    return str(uuid_utils.uuid7())
