"""What of one account may be on its way to its platform, and whether a hold that was read is kept for certain."""

import asyncio
from collections.abc import Iterable
from datetime import datetime, timedelta

from shared.contracts.post_changed import Delivery


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
        self._before: dict[str, datetime] = {}
        """Until when each of their requests may begin."""
        self._known = False

    def takes_over(self, begun: Iterable[Delivery], latest: datetime) -> datetime | None:
        """These were begun by whoever had the account before; until when their requests may be on their way.

        All intents were written before we had the account, so that none begins after `latest`, our own deadline for one
        that were written now: another machine's clock, or ours before it was set, may say a time hours away.
        """
        self._before = {each.id: min(each.attempt.deadline, latest) for each in begun if each.attempt}
        self._known = True
        self._changed.set()
        return max(map(self._ends, self._before.values()), default=None)

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
        return self._known and all(at >= each for each in self._before.values())

    def tell(self, at: datetime) -> str | None:
        """The delivery whose request has left, to be told to people; None where there is none."""
        before = (id_ for id_, deadline in self._before.items() if at < self._ends(deadline))
        self._told = self._left or next(before, None)
        return self._told

    def turns(self) -> list[datetime]:
        """When something of that changes without anybody's doing, whether past or to come."""
        return [moment for each in self._before.values() for moment in (each, self._ends(each))]

    def _ends(self, deadline: datetime) -> datetime:
        return deadline + self._answer_within
