"""Tests wait for a thing, with a deadline, and never for a time."""

import asyncio
import inspect
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar, overload

T = TypeVar("T")

PAUSE_S = 0.02
"""Often enough that a wait adds nothing to speak of, seldom enough to leave the core to what is waited for."""


@overload
async def wait_until(predicate: Callable[[], Awaitable[T]], deadline: float = ..., *, what: str | None = ...) -> T: ...
@overload
async def wait_until(predicate: Callable[[], T], deadline: float = ..., *, what: str | None = ...) -> T: ...
async def wait_until(
    predicate: Callable[[], T | Awaitable[T]], deadline: float = 20.0, *, what: str | None = None
) -> T:
    """The first true value of `predicate` (plain or async); fails the test after `deadline` seconds.

    `what` says in the failure what was waited for.
    """
    end = time.monotonic() + deadline
    value: T | None = None
    while time.monotonic() < end:
        found = predicate()
        value = await found if inspect.isawaitable(found) else found
        if value:
            return value
        await asyncio.sleep(PAUSE_S)
    raise AssertionError(f"not within {deadline} s: {what or inspect.getsource(predicate).strip()} (last: {value!r})")
