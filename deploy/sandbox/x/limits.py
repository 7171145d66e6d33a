"""Rate limits: so many calls of an endpoint in a window that begins with the first of them."""

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass

from deploy.sandbox.control.problem import Refusal

RETRY_AFTER_COUNTED_FAULT_S = 2
"""The reset that a `rate_limit` fault without a time announces: a client that obeys waits, a test does not for long."""


@dataclass
class Window:
    """The calls that one endpoint still allows."""

    allowed: int
    left: int
    ends: float

    def headers(self) -> dict[str, str]:
        """What X says about it with every answer; the reset is in whole seconds since 1970, never too early."""
        return _headers(self.allowed, self.left, self.ends)


class Limits:
    """The windows of all endpoints."""

    def __init__(self, window_s: float, overridden: Mapping[str, int]) -> None:
        self._window_s = window_s
        self._overridden = overridden
        self._windows: dict[tuple[str, str], Window] = {}

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


def _headers(allowed: int, left: int, ends: float) -> dict[str, str]:
    return {
        "x-rate-limit-limit": str(allowed),
        "x-rate-limit-remaining": str(left),
        "x-rate-limit-reset": str(math.ceil(ends)),
    }
