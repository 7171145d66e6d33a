"""Which search is due: to fill a gap, to look at a filled gap again, or to check on a stream that seems well."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.ingest.domain.coverage import Coverage


@dataclass(frozen=True, slots=True)
class SearchTiming:
    """How often and how far; see the settings of the same names."""

    every: timedelta
    overlap: timedelta
    reach: timedelta
    look_again: timedelta
    cross_check: timedelta
    grace: timedelta


@dataclass(frozen=True, slots=True)
class Fill:
    """Everything since then; `lost_until` is set where search cannot see as far back as it should."""

    since: datetime
    should_since: datetime
    lost_until: datetime | None


@dataclass(frozen=True, slots=True)
class LookAgain:
    """A gap that was filled, once more: an index may lag further than it usually does."""

    since: datetime
    until: datetime
    due: datetime


@dataclass(frozen=True, slots=True)
class CrossCheck:
    """The newest posts: has the stream given them? Trouble, if any, began after `trusted`."""

    trusted: datetime


Search = Fill | LookAgain | CrossCheck


class SearchPlan:
    """Knows what is covered, and what was searched when."""

    def __init__(self, timing: SearchTiming, coverage: Coverage, now: datetime) -> None:
        self._timing = timing
        self._coverage = coverage
        self._gap_since: datetime | None = coverage.until
        self._fill_due = now
        self._again: LookAgain | None = None
        self._check_due = now + timing.cross_check
        self._trusted = now

    def covered(self, coverage: Coverage, now: datetime) -> None:
        """What is covered now; a new connect is searched for at once."""
        if coverage.live_since != self._coverage.live_since:
            self._fill_due = now
        self._coverage = coverage
        if not coverage.complete:
            self._gap_since = min(self._gap_since or coverage.until, coverage.until)
        elif self._gap_since is not None and coverage.live_since is not None:
            since = self._gap_since - self._timing.overlap
            self._again = LookAgain(since, coverage.live_since, now + self._timing.look_again)
            self._gap_since = None

    @property
    def due(self) -> datetime:
        """When the next search is due, as things are."""
        if not self._coverage.complete:
            return self._fill_due
        return min(self._check_due, self._again.due) if self._again else self._check_due

    def next(self, now: datetime) -> Search:
        """The search that is due; it stays due until it is `done`."""
        if not self._coverage.complete:
            should = self._coverage.until - self._timing.overlap
            horizon = now - self._timing.reach
            lost = self._coverage.until < horizon
            return Fill(max(should, horizon), self._coverage.until, horizon if lost else None)
        if self._again and self._again.due <= now:
            return self._again
        return CrossCheck(max(self._trusted, self._coverage.live_since or self._trusted))

    def done(self, search: Search, started: datetime) -> None:
        """That search was walked to its end."""
        match search:
            case Fill():
                self._fill_due = started + self._timing.every
            case LookAgain():
                self._again = None if self._again == search else self._again
            case CrossCheck():
                self._check_due = started + self._timing.cross_check
                self._trusted = started - self._timing.grace
