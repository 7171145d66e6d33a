"""How one account fares with its platform, as people are told, and until when nothing new is begun on it."""

import asyncio
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Literal

from services.publisher.domain.words import clock, cut, sentence
from services.publisher.domain.world import OurAccount
from shared.contracts.channel_reported import Limit

State = Literal["up", "recovering", "down", "refused"]

NOT_TRIED = "not tried since the start"

LONGEST_WAIT = timedelta(days=1)
"""No limit of a platform's lasts longer: one that is further away is a clock gone wrong, and would end all posts."""

MANY = 16
"""In a row: no wait grows any more beyond that."""

USED_UP = "The platform takes no more posts of this account for now."
"""By its own count, told with its last answer: the next call would be in vain."""

UNTOLD_FIRST = timedelta(minutes=1)
UNTOLD_MOST = timedelta(minutes=15)
"""What X's own documents ask of a client that was not told when its limit ends: a minute, doubled, up to its window."""


class Standing:
    """What is known of one account; `changed` is set whenever a person might want to know at once."""

    def __init__(
        self, account: OurAccount, at: datetime, changed: asyncio.Event, *, again_first: float, again_most: float
    ) -> None:
        self.account = account.id
        self.platform = account.platform
        self.state: State = "up"
        self.detail = NOT_TRIED
        self.since = at
        self.blocked_until: datetime | None = None
        self.told: tuple[Limit, ...] = ()
        """Limits of the platform's, as its last answer that spoke of them had them."""
        self.kept_back = ""
        """What of our own making keeps posts that are due, such as a budget that is spent."""
        self.untried = account.active
        """Its key may have been refused before the start: nothing begins until it was tried once without a post."""
        self._changed = changed
        self._down_at = at
        self._first, self._most = timedelta(seconds=again_first), timedelta(seconds=again_most)
        self._failures = self._limited_in_a_row = 0

    def works(self, at: datetime, told: Iterable[Limit] = ()) -> None:
        """A post went out; where the answer says that it was the last for now, nothing begins until more may."""
        self._failures = self._limited_in_a_row = 0
        self.blocked_until = None
        self.told = tuple(told) or tuple(each for each in self.told if each.resets_at > at)
        used_up = [each.resets_at for each in self.told if each.remaining <= 0 and each.resets_at > at]
        if used_up:
            self.limits(USED_UP, max(used_up), at)
        else:
            self._becomes("up", "", at)

    @property
    def counted(self) -> bool:
        """Whether the platform counts this account's posts for us: nearer the truth than our own count.

        Where the window that it told of is over, it has begun anew, whatever we have counted.
        """
        return bool(self.told)

    def keeps_back(self, why: str) -> None:
        """Posts that are due are kept by ourselves, for this reason; none of them where it is empty."""
        if why != self.kept_back:
            self.kept_back = why
            self._changed.set()

    def answers(self, at: datetime) -> None:
        """The timeline was read with this account's key: it is accepted, and what the platform asked for stands."""
        if not self._limited(at):
            self.blocked_until = None
            self._becomes("up", "", at)

    def silent(self, why: str, at: datetime) -> None:
        """The timeline could not be read; posts are tried all the same."""
        if not (self.stopped or self._limited(at)):
            self._becomes("down", why, at)

    def fails(self, why: str, at: datetime) -> datetime:
        """It did not; the time at which to try again, later with each failure in a row."""
        self._becomes("down", why, at)
        wait = self.wait_after(self._failures)
        self._failures = min(self._failures + 1, MANY)
        return self.blocks(at + wait)

    def limits(self, why: str, until: datetime | None, at: datetime) -> datetime:
        """The platform takes no posts before then; the time at which to try again.

        Where it does not say until when, it is tried sooner than its window ends: an approval lasts no longer. Where
        the time that it says has passed by our clock already, it is not asked every second.
        """
        if until is None:
            until = at + min(UNTOLD_FIRST * 2**self._limited_in_a_row, UNTOLD_MOST)
        elif self._limited_in_a_row:
            until = max(until, at + self.wait_after(self._limited_in_a_row))
        self._limited_in_a_row = min(self._limited_in_a_row + 1, MANY)
        until = self.blocks(min(until, at + LONGEST_WAIT))
        self._becomes("recovering", f"{sentence(why)} Nothing is posted before {clock(until)}.", at)
        return until

    def stops(self, why: str, until: datetime, at: datetime) -> None:
        """The platform refuses our key: nothing begins, and at `until` the key is tried without posting anything."""
        self._becomes("refused", why, at)
        self.blocks(until)

    def wait_after(self, failures: int) -> timedelta:
        """How long to wait after so many failures in a row before this one."""
        return min(self._first * (1 << min(failures, MANY)), self._most)

    def blocks(self, until: datetime) -> datetime:
        """Nothing begins before then; answers from when on something may."""
        self.blocked_until = max(until, self.blocked_until or until)
        return self.blocked_until

    def probe_at(self, every: timedelta) -> datetime | None:
        """When to try key and connection without posting anything; None where nothing speaks against them.

        Without it an account with nothing to post would be told as down, or limited, for as long as nobody posts.
        """
        if self.untried:
            return self.since
        if self.stopped:
            return self.blocked_until or self.since
        if self.state == "recovering":
            return self.blocked_until
        return self._down_at + every if self.state == "down" else None

    @property
    def stopped(self) -> bool:
        """Whether a key has to be accepted again before anything begins."""
        return self.state == "refused"

    def _limited(self, at: datetime) -> bool:
        return self.state == "recovering" and self.blocked_until is not None and at < self.blocked_until

    def _becomes(self, state: State, detail: str, at: datetime) -> None:
        detail = cut(detail)
        if state == "down":
            self._down_at = at
        if state != self.state:
            self.since = at
        if (state, detail) != (self.state, self.detail):
            self.state, self.detail = state, detail
            self._changed.set()
