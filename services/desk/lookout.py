"""What the Status page knows: what `bluelamp status` would see, looked at seldom and told to all who ask meanwhile."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

from shared.clock import now
from shared.status import Seen, SeenAt

FRESH_FOR_S = 5.0
"""Ten open Status pages cost no more than one; nothing that it shows changes faster than anybody reads."""
PATIENCE_S = 2.0
"""Who asks waits this long for a new look; then the last one is told, with its time."""


class Lookout:
    """Tells the last look; takes a new one where it is old, one at a time."""

    def __init__(self, look: Callable[[], Awaitable[Seen]], *, fresh_for_s: float = FRESH_FOR_S) -> None:
        self._look = look
        self._fresh_for_s = fresh_for_s
        self._last: SeenAt | None = None
        self._looking: asyncio.Task[SeenAt] | None = None

    async def __call__(self) -> SeenAt:
        """What was seen, and when."""
        last = self._last
        if last and (now() - last.at).total_seconds() < self._fresh_for_s:
            return last
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._new())
        if last:
            with contextlib.suppress(TimeoutError):
                return await asyncio.wait_for(asyncio.shield(self._looking), PATIENCE_S)
            return last
        return await asyncio.shield(self._looking)

    async def close(self) -> None:
        """Look no more."""
        if self._looking:
            self._looking.cancel()
            await asyncio.wait({self._looking})

    async def _new(self) -> SeenAt:
        begun = now()
        self._last = SeenAt(await self._look(), begun)
        return self._last
