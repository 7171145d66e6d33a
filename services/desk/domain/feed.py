"""Whether mentions come in at all: an empty inbox must say why it is empty, and since when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from shared.contracts.channel_reported import ChannelReport
from shared.status import STALE_REPORT

READER = "ingest-"
"""How the reporters are named that read mentions; what others say of an account is not about mentions."""

COUNTER = "metrics-"
"""The same of the reporters that count followers and engagement."""

FeedState = Literal["up", "recovering", "down", "unknown"]

_WORST_FIRST: tuple[FeedState, ...] = ("down", "unknown", "recovering", "up")
"""What is known to be down is worse than what nobody has reported on: there mentions do wait."""


@dataclass(frozen=True, slots=True)
class Feed:
    """How the accounts in sight fare together: no better than the worst of them."""

    state: FeedState
    since: datetime | None = None
    last_mention_at: datetime | None = None


def feed_of(reports: Iterable[ChannelReport], accounts: Iterable[str], now: datetime, *, reader: str = READER) -> Feed:
    """The feed of these accounts, by those who read it; unknown where one of them has no fresh report."""
    wanted = frozenset(accounts)
    ours = [report for report in reports if report.account in wanted and report.reporter.startswith(reader)]
    fresh = [report for report in ours if now - report.reported_at <= STALE_REPORT]
    states: dict[str, FeedState] = dict.fromkeys(wanted, "unknown")
    for report in fresh:
        states[report.account] = "down" if report.state == "refused" else report.state
    state: FeedState = min(states.values(), key=_WORST_FIRST.index, default="unknown")
    return Feed(
        state=state,
        since=_since(state, [report for report in ours if states[report.account] == state]),
        last_mention_at=_latest([report.last_mention_at for report in ours]),
    )


def _since(state: FeedState, reports: Sequence[ChannelReport]) -> datetime | None:
    """Since when all are up, one is not, or nothing has been reported of one."""
    if state == "up":
        return _latest([report.since for report in reports])
    return min((report.reported_at if state == "unknown" else report.since for report in reports), default=None)


def _latest(moments: Sequence[datetime | None]) -> datetime | None:
    known = [moment for moment in moments if moment]
    return max(known) if known else None
