"""Finds by X's search what the stream did not give: gaps are filled, and a silent stream is checked on."""

import asyncio
import logging
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NoReturn

from services.ingest.domain.backoff import BackOff
from services.ingest.domain.coverage import Coverage
from services.ingest.domain.post import Post
from services.ingest.domain.rules import PLATFORM
from services.ingest.domain.searches import CrossCheck, Fill, LookAgain, Search, SearchPlan
from services.ingest.domain.signals import Distrusted, Posted, Searched, Signal
from services.ingest.settings import IngestSettings
from services.ingest.sources.channel import Channel
from services.ingest.sources.counts import SEARCHES, UNREADABLE, WITHHELD
from services.ingest.sources.timing import pace_of, search_timing_of
from shared.clock import now
from shared.contracts.channel_reported import Gap
from shared.errors import BlueLampError, NotAuthorised, RateLimited
from shared.x.client import Page, XClient
from shared.x.snowflake import first_id_at

logger = logging.getLogger(__name__)


class Searcher:
    """Searches whenever something may be missing, and now and then when nothing seems to; never ends by itself."""

    def __init__(
        self,
        client: XClient,
        settings: IngestSettings,
        queries: tuple[str, ...],
        signals: asyncio.Queue[Signal],
        channel: Channel,
        *,
        coverage: Coverage,
        lacks: Callable[[Post], bool],
        reconnect: Callable[[], None],
    ) -> None:
        self._client = client
        self._queries = queries
        self._signals = signals
        self._channel = channel
        self._lacks = lacks
        self._reconnect = reconnect
        self._grace = timedelta(seconds=settings.stream_grace)
        self._spacing = settings.search_spacing
        self._back_off = BackOff(pace_of(settings))
        self._plan = SearchPlan(search_timing_of(settings), coverage, now())
        self._moved = asyncio.Event()

    def covered(self, coverage: Coverage) -> None:
        """What has been delivered, and committed, up to now."""
        due = self._plan.due
        self._plan.covered(coverage, now())
        if self._plan.due < due:
            self._moved.set()

    async def run(self) -> NoReturn:
        """Go on for ever."""
        while True:
            await self._until_due()
            await asyncio.sleep(await self._search(self._plan.next(now())))

    async def _until_due(self) -> None:
        while (wait := (self._plan.due - now()).total_seconds()) > 0:
            self._moved.clear()
            try:
                async with asyncio.timeout(wait):
                    await self._moved.wait()
            except TimeoutError:
                return

    async def _search(self, search: Search) -> float:
        """Make the search; returns how long to leave X alone afterwards."""
        started, why = now(), type(search).__name__
        try:
            match search:
                case Fill():
                    await self._fill(search, started)
                case LookAgain(since=since, until=until):
                    await self._walk(since, until)
                case CrossCheck():
                    await self._cross_check(search)
        except BlueLampError as error:
            SEARCHES.labels(PLATFORM, why, type(error).__name__).inc()
            return self._failed(error)
        SEARCHES.labels(PLATFORM, why, "done").inc()
        self._plan.done(search, started)
        self._works()
        return self._spacing

    async def _fill(self, search: Fill, started: datetime) -> None:
        if search.lost_until:
            self._lost(search.should_since, search.lost_until, "X's search does not reach that far back")
        await self._walk(search.since)
        await self._signals.put(Searched(started, now()))

    async def _walk(self, since: datetime, until: datetime | None = None) -> None:
        """Give every post of that time, page by page from the newest; within a page the oldest comes first."""
        for query in self._queries:
            token: str | None = None
            while True:
                page = await self._page(query, since, until, token)
                if page.answer.unreadable:
                    self._lost(since, until or now(), "X's search gave a post that cannot be read")
                for post in reversed(page.answer.posts):
                    await self._signals.put(Posted(post, "search", now()))
                token = page.next_token
                if token is None:
                    break

    async def _cross_check(self, search: CrossCheck) -> None:
        """Posts that are known to search for long, and not to us, were withheld by a stream that looks well."""
        since = search.trusted - self._grace  # both edges of what was checked before are checked again
        until = now() - self._grace  # asked for, or a burst of what the stream may still give would fill the page
        withheld: list[Post] = []
        for query in self._queries:
            page = await self._page(query, since, until, None)
            withheld += [post for post in page.answer.posts if self._lacks(post)]
        if withheld:
            WITHHELD.labels(PLATFORM).inc(len(withheld))
            logger.warning("the stream withheld posts", extra={"posts": len(withheld), "since": since})
            await self._signals.put(Distrusted(since, now()))
            self._reconnect()

    async def _page(self, query: str, since: datetime, until: datetime | None, token: str | None) -> Page:
        """A page; a long search waits for X's limit where it stands, instead of beginning again."""
        while True:
            try:
                page = await self._client.search_recent(
                    query,
                    since_id=first_id_at(since),
                    until_id=first_id_at(until) if until else None,
                    next_token=token,
                )
            except RateLimited as error:
                await asyncio.sleep(self._failed(error))
                continue
            self._channel.told(page.limits)
            if page.answer.unreadable:
                UNREADABLE.labels(PLATFORM, "search").inc(page.answer.unreadable)
                logger.warning("unreadable posts in a search", extra={"posts": page.answer.unreadable})
            return page

    def _lost(self, since: datetime, until: datetime, why: str) -> None:
        self._channel.lost(Gap(since=since, until=until, why=why))
        logger.error("a gap cannot be filled", extra={"since": since, "until": until, "reason": why})

    def _failed(self, error: BlueLampError) -> float:
        """How long to wait after that."""
        self._channel.search = str(error)
        match error:
            case RateLimited(retry_after=seconds):
                wait = self._back_off.after("limit", jitter=random.random(), asked=seconds)  # noqa: S311 - no secret
            case NotAuthorised():
                wait = self._back_off.after("refused", jitter=random.random())  # noqa: S311 - no secret
            case _:
                wait = self._back_off.after("http", jitter=random.random())  # noqa: S311 - no secret
        logger.warning("a search failed", extra={"reason": str(error), "wait_s": round(wait, 1)})
        return wait

    def _works(self) -> None:
        self._channel.search = ""
        self._back_off.succeeded()
