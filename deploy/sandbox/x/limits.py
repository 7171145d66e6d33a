"""Rate limits: so many calls of an endpoint in a window that begins with the first of them."""

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass

from deploy.sandbox.control.problem import Refusal

RETRY_AFTER_COUNTED_FAULT_S = 2
"""The reset that a `rate_limit` fault without a time announces: a client that obeys waits, a test does not for long."""


DAY_S = 86_400
"""Beside its windows X counts some calls of an app by the day."""


@dataclass
class Window:
    """The calls that one endpoint still allows."""

    allowed: int
    left: int
    ends: float
    prefix: str = "x-rate-limit"

    def headers(self) -> dict[str, str]:
        """What X says about it with every answer; the reset is in whole seconds since 1970, never too early."""
        return _headers(self.allowed, self.left, self.ends, self.prefix)


class Limits:
    """The windows of all endpoints."""

    def __init__(self, window_s: float, overridden: Mapping[str, int]) -> None:
        self._window_s = window_s
        self._overridden = overridden
        self._windows: dict[tuple[str, str], Window] = {}

    def count_for_the_day(self, endpoint: str) -> Window | None:
        """Count one call of the app in its day; None where no limit of a day is set."""
        name = f"{endpoint}_24hour"
        if name not in self._overridden:
            return None
        now = time.time()
        window = self._windows.get((name, ""))
        if window is None or now >= window.ends:
            allowed = self._overridden[name]
            window = self._windows[name, ""] = Window(allowed, allowed, now + DAY_S, "x-app-limit-24hour")
        if window.left <= 0:
            raise Refusal(429, "Too Many Requests", "The app's day is used up.", headers=window.headers())
        window.left -= 1
        return window

    def count(self, endpoint: str, allowed: int, whose: str = "") -> Window:
        """Count one call, of the app or of one account; refused with 429 where the window has none left."""
        now = time.time()
        window = self._windows.get((endpoint, whose))
        if window is None or now >= window.ends:
            allowed = self._overridden.get(endpoint, allowed)
            window = self._windows[endpoint, whose] = Window(allowed, allowed, now + self._window_s)
        if window.left <= 0:
            raise too_many_calls(window.allowed, window.ends)
        window.left -= 1
        return window


def too_many_calls(allowed: int, ends: float | None, *, silent: bool = False) -> Refusal:
    """A window is used up until it ends; a silent refusal does not say when that is."""
    reset = time.time() + RETRY_AFTER_COUNTED_FAULT_S if ends is None else ends
    headers = {} if silent else _headers(allowed, 0, reset)
    return Refusal(429, "Too Many Requests", "The rate limit is used up until its reset.", headers=headers)


def _headers(allowed: int, left: int, ends: float, prefix: str = "x-rate-limit") -> dict[str, str]:
    return {
        f"{prefix}-limit": str(allowed),
        f"{prefix}-remaining": str(left),
        f"{prefix}-reset": str(math.ceil(ends)),
    }
