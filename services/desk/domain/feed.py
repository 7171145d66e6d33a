"""Whether mentions come in at all: an empty inbox must say why it is empty, and since when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from shared.contracts.channel_reported import ChannelReport

FeedState = Literal["up", "recovering", "down", "unknown"]

_WORST_FIRST = ("refused", "down", "recovering", "up")


@dataclass(frozen=True, slots=True)
class Feed:
    """How the accounts in sight fare together: no better than the worst of them."""

    state: FeedState
    since: datetime | None = None
    last_mention_at: datetime | None = None
    troubled: tuple[str, ...] = ()
    """Accounts that are not up."""


def feed_of(reports: Iterable[ChannelReport], accounts: Iterable[str]) -> Feed:
    """The feed of these accounts; unknown where one of them has no report at all."""
    wanted = frozenset(accounts)
    ours = [report for report in reports if report.account in wanted]
    if not ours:
        return Feed("unknown")
    worst = min((report.state for report in ours), key=_WORST_FIRST.index)
    same = [report for report in ours if report.state == worst]
    state: FeedState = "down" if worst == "refused" else worst
    return Feed(
        state=state,
        since=max(report.since for report in same) if state == "up" else min(report.since for report in same),
        last_mention_at=_latest([report.last_mention_at for report in ours]),
        troubled=tuple(sorted(report.account for report in ours if report.state != "up")),
    )


def _latest(moments: Sequence[datetime | None]) -> datetime | None:
    known = [moment for moment in moments if moment]
    return max(known) if known else None
