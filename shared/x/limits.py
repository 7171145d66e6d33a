"""What X's headers say about limits, and a budget for what they do not say in time."""

from collections import deque
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from shared.contracts.channel_reported import Limit

HEADERS = {"": "x-rate-limit", " app 24 h": "x-app-limit-24hour", " user 24 h": "x-user-limit-24hour"}
"""Suffix of the limit's name -> prefix of its three headers."""

CONNECTS = 45
"""X closes the door at 50 connects in 15 minutes: some are left for a person with a terminal."""

CONNECT_WINDOW = timedelta(minutes=15)


def limits_of(name: str, headers: Mapping[str, str]) -> tuple[Limit, ...]:
    """The limits an answer tells; headers that are missing or no numbers are passed over."""
    found = (_limit(name + suffix, prefix, headers) for suffix, prefix in HEADERS.items())
    return tuple(limit for limit in found if limit is not None)


def _limit(name: str, prefix: str, headers: Mapping[str, str]) -> Limit | None:
    try:
        return Limit(
            name=name,
            limit=int(headers[f"{prefix}-limit"]),
            remaining=int(headers[f"{prefix}-remaining"]),
            resets_at=datetime.fromtimestamp(int(headers[f"{prefix}-reset"]), UTC),
        )
    except (KeyError, ValueError, OverflowError, OSError):
        return None


class ConnectBudget:
    """Fewer connects in every window than X allows, whatever the reason for connecting."""

    def __init__(self, most: int = CONNECTS, window: timedelta = CONNECT_WINDOW) -> None:
        self._most = most
        self._window = window
        self._spent: deque[datetime] = deque()
        self._shut_until: datetime | None = None

    def spend(self, now: datetime) -> None:
        """Count a connect that begins now."""
        self._spent.append(now)

    def refund(self) -> None:
        """The last connect never came to X."""
        if self._spent:
            self._spent.pop()

    def told(self, limit: Limit) -> None:
        """X's own count: it also knows of connects before this process began."""
        self._shut_until = limit.resets_at if limit.remaining <= limit.limit - self._most else None

    def wait(self, now: datetime) -> timedelta:
        """How long until another connect is within the budget; zero when it is now."""
        while self._spent and self._spent[0] <= now - self._window:
            self._spent.popleft()
        ours = self._spent[-self._most] + self._window if len(self._spent) >= self._most else now
        theirs = min(self._shut_until or now, now + self._window)  # a reset further away is a clock gone wrong
        return max(ours, theirs, now) - now
