"""Tells, per account that is ours, how posting fares: at once when it changes, and now and then when it does not."""

import asyncio
from datetime import datetime

from services.publisher.lanes import Lanes
from shared.clock import now

EARLY_S = 0.02
"""So much later than its moment is a change by time looked at: timers wake early."""


class Reporter:
    """Writes channel.reported: with the accounts' own producers, so that nobody speaks for what is another's by now.

    That is what a hold's acknowledgement rests on: whoever takes an account over reads hold.changed to its end before
    each post, and that end is behind every hold that the one before could still acknowledge.
    """

    def __init__(self, lanes: Lanes, every: float) -> None:
        self._lanes = lanes
        self._every = every

    async def run(self) -> None:
        """Go on until cancelled."""
        while True:
            self._lanes.changed.clear()
            await self._lanes.report()
            try:
                async with asyncio.timeout(self._pause(now())):
                    await self._lanes.changed.wait()
            except TimeoutError:
                continue

    def _pause(self, at: datetime) -> float:
        """Until something changes by time alone, and no longer than usual."""
        coming = [(each - at).total_seconds() + EARLY_S for each in self._lanes.turns() if each > at]
        return min([self._every, *coming])
