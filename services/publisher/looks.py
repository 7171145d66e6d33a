"""When a timeline is looked at for posts of unknown outcome: soon at first, then ever more seldom, and for ever.

Kept in memory alone: after a new start everything unknown is looked for soon again, which does no harm.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from shared.contracts.post_changed import Delivery


@dataclass(slots=True)
class _Pace:
    due: datetime
    wait: timedelta


@dataclass(slots=True)
class Looks:
    """The next look for each delivery; `first` is the first wait, doubled after each look up to `most`."""

    first: timedelta
    most: timedelta
    _paces: dict[str, _Pace] = field(default_factory=dict)
    _not_before: datetime | None = None

    def due(self, unknown: Iterable[Delivery], now: datetime) -> list[Delivery]:
        """Those to be looked for now; those that are unknown no more are forgotten."""
        unknown = list(unknown)
        self._paces = {each.id: self._paces.get(each.id) or self._begin(now) for each in unknown}
        if self._not_before and now < self._not_before:
            return []
        return [each for each in unknown if self._paces[each.id].due <= now]

    def next(self) -> datetime | None:
        """When the next look is due; None where nothing is looked for."""
        first = min((pace.due for pace in self._paces.values()), default=None)
        return max(first, self._not_before) if first and self._not_before else first

    def looked(self, deliveries: Iterable[Delivery], now: datetime) -> None:
        """They were looked for, whatever came of it."""
        for delivery in deliveries:
            wait = min(2 * self._paces[delivery.id].wait, self.most)
            self._paces[delivery.id] = _Pace(now + wait, wait)

    def leave_alone_until(self, moment: datetime) -> None:
        """The platform asks to be left alone until then."""
        self._not_before = moment

    def _begin(self, now: datetime) -> _Pace:
        return _Pace(now + self.first, self.first)
