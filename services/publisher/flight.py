"""What of one account may be on its way to its platform, and whether a hold that was read is kept for certain."""

import asyncio
from collections.abc import Iterable
from datetime import datetime, timedelta

from shared.contracts.post_changed import Attempt, Delivery


class Flight:
    """Of one account; `changed` is set when a request has come to its end that people were told of.

    What a process before us began may leave until its deadline and be on its way until its answer must be there: no
    hold is acknowledged before the one, and until the other it is told as what it is.
    """

    def __init__(self, changed: asyncio.Event, answer_within: timedelta) -> None:
        self._changed = changed
        self._answer_within = answer_within
        self._left: str | None = None
        self._told: str | None = None
        self._before: dict[str, Attempt] = {}
        self._known = False

    def takes_over(self, begun: Iterable[Delivery]) -> datetime | None:
        """These were begun by whoever had the account before; until when their requests may be on their way."""
        self._before = {each.id: each.attempt for each in begun if each.attempt}
        self._known = True
        self._changed.set()
        return max((self._ends(each) for each in self._before.values()), default=None)

    def leaves(self, delivery: str) -> None:
        """Its request is written now, as far as anybody can tell."""
        self._left = delivery

    def ended(self) -> None:
        """There is an answer, or none will come any more."""
        self._left = None
        if self._told:
            self._changed.set()

    def keeps_holds(self, at: datetime) -> bool:
        """Whether no request begins any more against a hold that is folded by now."""
        return self._known and all(at >= each.deadline for each in self._before.values())

    def tell(self, at: datetime) -> str | None:
        """The delivery whose request has left, to be told to people; None where there is none."""
        before = (id_ for id_, attempt in self._before.items() if at < self._ends(attempt))
        self._told = self._left or next(before, None)
        return self._told

    def turns(self) -> list[datetime]:
        """When something of that changes without anybody's doing, whether past or to come."""
        return [moment for each in self._before.values() for moment in (each.deadline, self._ends(each))]

    def _ends(self, attempt: Attempt) -> datetime:
        return attempt.deadline + self._answer_within
