"""Coverage and searches: what is promised after a crash is true, and a gap is closed only when it is."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.ingest.domain.coverage import Coverage
from services.ingest.domain.searches import CrossCheck, Fill, LookAgain, SearchPlan, SearchTiming
from tests.unit.ingest.posts import NOW

LAG = timedelta(seconds=30)
TIMING = SearchTiming(
    every=timedelta(seconds=40),
    overlap=timedelta(seconds=120),
    reach=timedelta(days=7),
    look_again=timedelta(seconds=180),
    cross_check=timedelta(seconds=300),
    grace=timedelta(seconds=60),
)


def at(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def test_a_gap_is_closed_when_a_search_has_seen_up_to_the_connect() -> None:
    coverage = Coverage(at(0)).connected(at(100)).heard(at(101))
    assert (coverage.complete, coverage.until) == (False, at(0))
    coverage = coverage.searched(at(102), LAG)
    assert (coverage.complete, coverage.until) == (False, at(72))
    coverage = coverage.searched(at(135), LAG)
    assert coverage.complete
    assert coverage.heard(at(140)).until == at(140)


def test_what_is_heard_after_a_loss_promises_nothing() -> None:
    coverage = Coverage(at(0), at(0)).heard(at(10)).lost().heard(at(20))
    assert (coverage.until, coverage.complete) == (at(10), False)


def test_an_unreadable_line_opens_a_gap_that_begins_before_it() -> None:
    coverage = Coverage(at(0), at(0)).heard(at(10)).doubted(at(12)).heard(at(13))
    assert (coverage.until, coverage.complete) == (at(10), False)
    assert coverage.searched(at(43), LAG).complete


def test_a_stream_that_withheld_posts_proves_nothing_since_it_was_last_trusted() -> None:
    coverage = Coverage(at(0), at(0)).heard(at(100)).reopened(at(40))
    assert (coverage.until, coverage.live_since) == (at(40), None)


@dataclass
class World:
    """A platform and a reader of it: what was posted and has not been delivered, and what the reader believes."""

    moment: datetime = NOW
    connected: bool = False
    coverage: Coverage = field(default_factory=lambda: Coverage(NOW))
    undelivered: set[datetime] = field(default_factory=set)

    def connect(self) -> None:
        """The stream delivers from now on."""
        self.connected, self.coverage = True, self.coverage.connected(self.moment)

    def lose(self) -> None:
        """The stream breaks, and we notice."""
        self.connected, self.coverage = False, self.coverage.lost()

    def post(self) -> None:
        """Somebody posts."""
        if self.connected:
            self.coverage = self.coverage.heard(self.moment)
        else:
            self.undelivered.add(self.moment)

    def garble(self) -> None:
        """Somebody posts, and what comes of it cannot be read."""
        self.undelivered.add(self.moment)
        if self.connected:
            self.coverage = self.coverage.doubted(self.moment)

    def search(self) -> None:
        """Find everything since the checkpoint that the index knows."""
        known = self.moment - LAG
        self.undelivered = {each for each in self.undelivered if not self.coverage.until <= each <= known}
        self.coverage = self.coverage.searched(self.moment, LAG)


Step = st.tuples(st.sampled_from([World.connect, World.lose, World.post, World.garble, World.search]), st.floats(1, 60))


@given(st.lists(Step, max_size=60))
def test_whatever_happens_nothing_before_the_checkpoint_is_missing(
    steps: list[tuple[Callable[[World], None], float]],
) -> None:
    world = World()
    for step, pause in steps:
        world.moment += timedelta(seconds=pause)
        step(world)
        assert all(each >= world.coverage.until for each in world.undelivered)


def plan(coverage: Coverage) -> SearchPlan:
    return SearchPlan(TIMING, coverage, at(0))


def test_a_start_searches_at_once_from_the_checkpoint_with_overlap() -> None:
    search = plan(Coverage(at(-500))).next(at(0))
    assert search == Fill(at(-620), at(-500), None)


def test_beyond_the_platforms_reach_the_gap_is_told_with_its_bounds() -> None:
    search = plan(Coverage(at(-8 * 86_400))).next(at(0))
    assert search == Fill(at(-7 * 86_400), at(-8 * 86_400), at(-7 * 86_400))


def test_while_something_is_missing_it_searches_again_and_again_and_at_once_after_a_connect() -> None:
    searches = plan(Coverage(at(-10)))
    first = searches.next(at(0))
    searches.done(first, at(0))
    assert searches.due == at(40)
    searches.covered(Coverage(at(-30), at(5)), at(5))
    assert searches.due == at(5)


def test_a_failed_search_stays_due() -> None:
    searches = plan(Coverage(at(-10)))
    assert searches.next(at(0)) == searches.next(at(1))
    assert searches.due == at(0)


def test_a_closed_gap_is_looked_at_once_more_then_the_stream_is_checked_on() -> None:
    searches = plan(Coverage(at(-10)))
    searches.covered(Coverage(at(6), at(5)), at(40))
    assert searches.due == at(220)
    again = searches.next(at(220))
    assert again == LookAgain(at(-130), at(5), at(220))
    searches.done(again, at(220))
    assert searches.due == at(300)
    check = searches.next(at(300))
    assert check == CrossCheck(at(5))
    searches.done(check, at(300))
    assert searches.next(at(600)) == CrossCheck(at(240))
