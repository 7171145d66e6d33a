"""Time and fresh ids: the only place that asks the machine for either."""

import time
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


_RUNS_ON = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
"""Linux's clock that goes on while the machine sleeps; macOS has it under the other name."""


def uptime() -> float:
    """Seconds on a clock that nobody sets, and that counts the time in which process or machine stood still."""
    return time.clock_gettime(_RUNS_ON)
