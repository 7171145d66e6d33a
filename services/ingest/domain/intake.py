"""From a source's signals to what goes onto the topics: each post once, and how far the source has been read."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from services.ingest.domain.accounts import OwnAccounts
from services.ingest.domain.coverage import Coverage
from services.ingest.domain.mentions import Via, mention_of
from services.ingest.domain.post import Post
from services.ingest.domain.seen import Seen, Transition
from services.ingest.domain.signals import Alive, Connected, Distrusted, Doubted, Lost, Posted, Searched, Signal
from shared.contracts.mention_changed import Mention

Fate = Literal["mention.received", "mention.edited", "duplicate", "own", "repost", "not_ours"]
"""What became of a post."""

CHANGES: tuple[Transition, ...] = ("mention.received", "mention.edited")
"""The fates that go onto the topic."""


@dataclass
class Absorbed:
    """What a batch of signals led to."""

    changes: list[tuple[Transition, Mention]] = field(default_factory=list)
    fates: Counter[tuple[Via, Fate]] = field(default_factory=Counter)


@dataclass
class Intake:
    """What one source has delivered so far; not to be used again after a write of its changes failed."""

    platform: str
    accounts: OwnAccounts
    seen: Seen
    coverage: Coverage
    search_lag: timedelta
    last_mention: dict[str, datetime] = field(default_factory=dict)
    """By account: when the newest mention was posted."""

    def absorb(self, signals: Iterable[Signal]) -> Absorbed:
        """Take them in, in order."""
        absorbed = Absorbed()
        for signal in signals:
            if isinstance(signal, Posted):
                self._post(signal, absorbed)
            self.coverage = self._covered(signal)
        return absorbed

    def lacks(self, post: Post) -> bool:
        """Whether this is a mention that has not been received."""
        return self._fate(post, self.accounts.addressed_by(post)) in CHANGES

    def _covered(self, signal: Signal) -> Coverage:
        covered = self.coverage
        match signal:
            case Posted(via="stream", at=at) | Alive(at):
                covered = covered.heard(at)
            case Connected(at):
                covered = covered.connected(at)
            case Lost():
                covered = covered.lost()
            case Doubted(at):
                covered = covered.doubted(at)
            case Searched(started=started):
                covered = covered.searched(started, self.search_lag)
            case Distrusted(since=since):
                covered = covered.reopened(since)
            case Posted():
                pass  # search found it: only a whole search proves anything
        return covered

    def _post(self, posted: Posted, absorbed: Absorbed) -> None:
        accounts = self.accounts.addressed_by(posted.post)
        fate = self._fate(posted.post, accounts)
        absorbed.fates[posted.via, fate] += 1
        if fate not in CHANGES:
            return
        mention = mention_of(self.platform, posted.post, accounts, via=posted.via, received_at=posted.at)
        absorbed.changes.append((fate, mention))
        self.seen.remember(posted.post.versions[0], posted.post.id, posted.at)
        for account in accounts:
            self.last_mention[account] = max(mention.posted_at, self.last_mention.get(account, mention.posted_at))

    def _fate(self, post: Post, accounts: tuple[str, ...]) -> Fate:
        if post.repost:
            return "repost"
        if self.accounts.wrote(post):
            return "own"
        if not accounts:
            return "not_ours"
        return self.seen.transition(post.versions, post.id) or "duplicate"
