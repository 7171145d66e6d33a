"""The searcher at work, on a client that answers as X does on its better and worse days."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from services.ingest.domain.coverage import Coverage
from services.ingest.domain.post import Post
from services.ingest.domain.signals import Distrusted, Posted, Searched, Signal
from services.ingest.settings import IngestSettings, SandboxIngestSettings
from services.ingest.sources.channel import Channel
from services.ingest.sources.x_search import Searcher
from shared.clock import now
from shared.errors import Permanent, RateLimited, Transient
from tests.support.waiting import wait_until
from tests.unit.ingest.fake_client import FakeClient, x_post

QUICK = SandboxIngestSettings(
    search_lag=0,
    search_every=0.1,
    search_spacing=0.01,
    look_again=0.3,
    cross_check=0.2,
    http_first=0.05,
    stream_grace=1,
)


@dataclass
class Scene:
    """A searcher and all that it touches."""

    client: FakeClient
    signals: asyncio.Queue[Signal] = field(default_factory=asyncio.Queue)
    channel: Channel = field(default_factory=Channel)
    heard: list[Signal] = field(default_factory=list)
    lacking: list[str] = field(default_factory=list)
    reconnects: int = 0

    def lacks(self, post: Post) -> bool:
        """Whether the test says so."""
        return post.id in self.lacking

    def reconnect(self) -> None:
        """Count it."""
        self.reconnects += 1

    @asynccontextmanager
    async def searching(self, coverage: Coverage, settings: IngestSettings = QUICK) -> AsyncIterator[Searcher]:
        """The searcher, running."""
        searcher = Searcher(
            self.client,
            settings,
            ("@sbx_hastings",),
            self.signals,
            self.channel,
            coverage=coverage,
            lacks=self.lacks,
            reconnect=self.reconnect,
        )
        running = asyncio.create_task(searcher.run())
        try:
            yield searcher
        finally:
            running.cancel()
            await asyncio.wait({running})

    def posted(self) -> list[str]:
        """The texts that were found, in the order in which they were told."""
        self._hear()
        return [signal.post.text for signal in self.heard if isinstance(signal, Posted)]

    def searched(self) -> int:
        """How many searches were walked to their end."""
        self._hear()
        return sum(isinstance(signal, Searched) for signal in self.heard)

    def _hear(self) -> None:
        while not self.signals.empty():
            self.heard.append(self.signals.get_nowait())


async def test_a_gap_is_walked_page_by_page_and_then_told_as_searched() -> None:
    begin = now() - timedelta(seconds=60)
    scene = Scene(FakeClient(posts=[x_post(begin + timedelta(seconds=number), str(number)) for number in range(5)]))
    async with scene.searching(Coverage(begin)):
        await wait_until(scene.searched, what="a whole search")
    assert scene.posted()[:5] == ["3", "4", "1", "2", "0"]
    assert isinstance(scene.heard[5], Searched)


async def test_a_limit_in_mid_search_is_waited_for_where_the_search_stands() -> None:
    begin = now() - timedelta(seconds=60)
    limit = RateLimited("slow down", retry_after=0.2)
    scene = Scene(FakeClient(posts=[x_post(begin + timedelta(seconds=number), str(number)) for number in range(3)]))
    async with scene.searching(Coverage(begin)):
        await wait_until(scene.searched, what="a whole search")
        scene.client.calls.clear()
        scene.client.trouble = [limit]
        await wait_until(lambda: scene.channel.search, what="the reason on the channel")
        await wait_until(lambda: not scene.channel.search, what="search works again")
    tokens = [call[3] for call in scene.client.calls]
    assert tokens[:2] in ([None, None], ["2", "2"])


async def test_failures_of_every_kind_are_survived() -> None:
    trouble = [Transient("503"), Permanent("400"), RateLimited("429", retry_after=0.05), Transient("gone")]
    scene = Scene(FakeClient(posts=[x_post(now(), "found at last")], trouble=list(trouble)))
    async with scene.searching(Coverage(now() - timedelta(seconds=30))):
        await wait_until(scene.posted, what="the post")


async def test_a_gap_beyond_reach_is_told_with_its_bounds_and_the_rest_is_searched() -> None:
    long_ago = now() - timedelta(days=9)
    scene = Scene(FakeClient(posts=[x_post(now() - timedelta(days=1), "yesterday")]))
    async with scene.searching(Coverage(long_ago)):
        await wait_until(scene.searched, what="a whole search")
    assert "yesterday" in scene.posted()
    (gap,) = scene.channel.gaps
    assert gap.since == long_ago
    assert timedelta(days=6) < now() - gap.until < timedelta(days=7)


async def test_a_new_connect_is_searched_for_at_once_and_a_closed_gap_once_more() -> None:
    scene = Scene(FakeClient())
    patient = QUICK.model_copy(update={"search_every": 600.0, "cross_check": 600.0})
    async with scene.searching(Coverage(now()), patient) as searcher:
        await wait_until(lambda: scene.searched() == 1, what="the first search")
        searcher.covered(Coverage(now(), now() + timedelta(seconds=60)))
        await wait_until(lambda: scene.searched() == 2, what="the search after the connect")
        connected = now()
        searcher.covered(Coverage(connected + timedelta(seconds=1), connected))
        await wait_until(lambda: any(call[2] for call in scene.client.calls), what="a look at the closed gap")
    assert scene.searched() == 2


async def test_a_stream_that_withholds_posts_is_found_out() -> None:
    connected = now() - timedelta(seconds=30)
    scene = Scene(FakeClient())
    settings = QUICK.model_copy(update={"cross_check": 1.2})
    async with scene.searching(Coverage(connected, connected), settings) as searcher:
        searcher.covered(Coverage(now(), connected))
        withheld, fresh = x_post(now(), "withheld"), x_post(now() + timedelta(seconds=60), "too fresh to tell")
        scene.client.posts = [withheld, fresh]
        scene.lacking = [withheld.id, fresh.id]
        await wait_until(lambda: scene.reconnects, what="a reconnect")
        scene.posted()
    assert isinstance(scene.heard[-1], Distrusted)
    assert scene.heard[-1].since < now()


async def test_a_burst_of_fresh_posts_does_not_hide_what_was_withheld() -> None:
    connected = now() - timedelta(seconds=30)
    fresh = [x_post(now() + timedelta(seconds=60 + number), "too fresh to tell") for number in range(3)]
    withheld = x_post(now() - timedelta(seconds=0.9), "withheld")
    scene = Scene(FakeClient(posts=[withheld, *fresh]), lacking=[withheld.id])
    async with scene.searching(Coverage(now(), connected)):
        await wait_until(lambda: scene.reconnects, what="a reconnect")


async def test_a_post_that_search_gives_and_nobody_can_read_is_a_gap_with_its_bounds() -> None:
    begin = now() - timedelta(seconds=60)
    scene = Scene(FakeClient(unreadable=1))
    async with scene.searching(Coverage(begin)):
        await wait_until(scene.searched, what="a whole search")
    (gap,) = scene.channel.gaps
    assert gap.since < begin < gap.until
    assert "cannot be read" in gap.why


async def test_a_stream_that_gives_everything_is_left_in_peace() -> None:
    connected = now() - timedelta(seconds=30)
    scene = Scene(FakeClient(posts=[x_post(now() - timedelta(seconds=10), "known")]))
    async with scene.searching(Coverage(now(), connected)):
        await wait_until(lambda: len(scene.client.calls) >= 3, what="some checks")
    assert scene.reconnects == 0
