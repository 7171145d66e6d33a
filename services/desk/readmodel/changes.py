"""Who looks at a page hears what changed in their districts: many changes in a moment are one piece of news."""

import asyncio
import contextlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from shared.contracts.staff_changed import FORCE_WIDE

Audiences = Mapping[str, frozenset[str]]
"""What changed, by id, and the districts of those who may see it or could until now."""


@dataclass(slots=True)
class Touched:
    """What a fold changed, and for whom."""

    mentions: dict[str, frozenset[str]] = field(default_factory=dict)
    alerts: dict[str, frozenset[str]] = field(default_factory=dict)
    posts: dict[str, frozenset[str]] = field(default_factory=dict)
    numbers: set[str] = field(default_factory=set)
    """Districts of which a measure changed: everybody may see these."""
    channels: bool = False
    holds: bool = False
    unsaid: bool = False
    """Whether words were taken out of the search index, which keeps what is left of them until it is merged."""


@dataclass(slots=True)
class News:
    """What changed since a listener last asked: ids of mentions, alerts, posts; if numbers, channels or holds did."""

    mentions: dict[str, None] = field(default_factory=dict)
    """In the order of changing, each once."""
    alerts: set[str] = field(default_factory=set)
    posts: set[str] = field(default_factory=set)
    numbers: bool = False
    """Whether the measures of the district that the page is about changed."""
    channels: bool = False
    holds: bool = False

    def __bool__(self) -> bool:
        return bool(self.mentions or self.alerts or self.posts or self.numbers or self.channels or self.holds)


class Listener:
    """One open page of somebody who sees these districts; forgets what it was told as soon as it takes it."""

    def __init__(self, desks: frozenset[str], numbers_of: str = "") -> None:
        self._desks = desks
        self._numbers_of = numbers_of
        self._news = News()
        self._some = asyncio.Event()
        self._urgent = asyncio.Event()
        self.closed = False

    def tell(self, touched: Touched) -> None:
        """Something changed; what belongs to other districts is not even known here."""
        self._news.mentions.update(dict.fromkeys(self._ours(touched.mentions)))
        self._news.alerts.update(self._ours(touched.alerts))
        self._news.posts.update(self._ours(touched.posts))
        self._news.numbers |= self._has_numbers(touched.numbers)
        self._news.channels |= touched.channels
        self._news.holds |= touched.holds
        if self._news:
            self._some.set()
        if self._news.alerts:
            self._urgent.set()

    def close(self) -> None:
        """Nothing more will come."""
        self.closed = True
        self._some.set()
        self._urgent.set()

    async def take(self, *, within: float, settle: float) -> News:
        """What changed, at the latest after `within` seconds; waits `settle` more so that a burst comes as one.

        An alert settles nothing: it is news at once.
        """
        try:
            async with asyncio.timeout(within):
                await self._some.wait()
        except TimeoutError:
            return News()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(settle):
                await self._urgent.wait()
        self._some.clear()
        self._urgent.clear()
        news, self._news = self._news, News()
        return news

    def _has_numbers(self, districts: set[str]) -> bool:
        """A page without numbers is not even woken: measures of many districts change with every count."""
        return bool(districts) if self._numbers_of == FORCE_WIDE else self._numbers_of in districts

    def _ours(self, changed: Audiences) -> list[str]:
        everything = FORCE_WIDE in self._desks
        return [each for each, audience in changed.items() if everything or not self._desks.isdisjoint(audience)]


class Changes:
    """Tells every listener."""

    def __init__(self) -> None:
        self._listeners: set[Listener] = set()
        self.closed = False

    @contextmanager
    def listener(self, desks: frozenset[str], numbers_of: str = "") -> Iterator[Listener]:
        """Listen for the duration, as somebody who sees these districts; `numbers_of` one, or `*` for all of them."""
        listener = Listener(desks, numbers_of)
        self._listeners.add(listener)
        try:
            yield listener
        finally:
            self._listeners.discard(listener)

    def tell(self, touched: Touched) -> None:
        """Something changed."""
        for listener in self._listeners:
            listener.tell(touched)

    def close(self) -> None:
        """The desk stops: every open page ends its stream and comes again by itself."""
        self.closed = True
        for listener in self._listeners:
            listener.close()

    def __len__(self) -> int:
        return len(self._listeners)
