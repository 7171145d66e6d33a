"""Followers of a cell's accounts: the last count of each in a period, and how they grew since the period before."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from services.metrics.domain.measures_index import day_of
from services.metrics.domain.measures_periods import Calendar
from services.metrics.domain.measures_reading import Reading, oldest
from shared.contracts.contribution_changed import Contribution


@dataclass(slots=True)
class _Account:
    """What is known of one account: from when to when, and its last count in each period."""

    first: date
    last: date
    counts: dict[date, tuple[date, int, Contribution]] = field(default_factory=dict)


class Followers:
    """One cell's followers by period.

    An account belongs to the cell from its first contribution on: to its last, or for as long as it is active. One that
    is active and was never counted leaves every value incomplete: nobody knows since when it should have been in them.
    """

    def __init__(self, contributions: Iterable[Contribution], active: Collection[str], calendar: Calendar) -> None:
        self._calendar = calendar
        self._active = active
        self._accounts: dict[str, _Account] = {}
        for each in contributions:
            self._take(each)
        self._whole = self._accounts.keys() >= set(active)

    def at(self, start: date, revealed: Collection[Contribution]) -> Reading:
        """The sum over the accounts; a gap where one of them was not counted in the period."""
        expected = self._expected(start)
        counted = [account.counts[start] for account in expected.values() if start in account.counts]
        if not expected or len(counted) < len(expected):
            known = [contribution for _, _, contribution in counted]
            return Reading(None, oldest(known or revealed), complete=False)
        as_of = oldest(contribution for _, _, contribution in counted)
        return Reading(sum(count for _, count, _ in counted), as_of, complete=self._whole)

    def growth_at(self, start: date, revealed: Collection[Contribution]) -> Reading:
        """Followers less those of the period before; a gap without these, or where the accounts are not the same."""
        before = self._calendar.before(start)
        now, then = self.at(start, revealed), self.at(before, revealed)
        if now.value is None or then.value is None or self._expected(start).keys() != self._expected(before).keys():
            return Reading(None, now.as_of, complete=False)
        return Reading(now.value - then.value, min(now.as_of, then.as_of), complete=self._whole)

    def _take(self, contribution: Contribution) -> None:
        day = day_of(contribution)
        start = self._calendar.start_of(day)
        account = self._accounts.setdefault(contribution.account, _Account(start, start))
        account.first, account.last = min(account.first, start), max(account.last, start)
        count = contribution.amounts.get("followers")
        standing = account.counts.get(start)
        if count is not None and (standing is None or day > standing[0]):
            account.counts[start] = (day, count, contribution)

    def _expected(self, start: date) -> dict[str, _Account]:
        return {
            name: account
            for name, account in self._accounts.items()
            if account.first <= start and (start <= account.last or name in self._active)
        }
