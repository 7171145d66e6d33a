"""One open stream: what waits to be sent on it, and how it ends."""

import asyncio
import math
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from deploy.sandbox.control import times
from deploy.sandbox.x.asked import Asked

KEEP_ALIVE = b"\r\n"


@dataclass(frozen=True)
class End:
    """The stream ends: cleanly, or broken off in the middle of what was sent last."""

    abrupt: bool = False


@dataclass(eq=False)
class Connection:
    """A client on the stream; it counts as open until it is freed, which may be after its client is gone."""

    client: str
    asked: Asked
    buffer: int
    drop: Callable[[], None]
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    connected_at: datetime = field(default_factory=times.now)
    disconnected_at: datetime | None = None
    disconnect_reason: str = ""
    stalled_until: float = 0.0
    _waiting: asyncio.Queue[bytes | End] = field(default_factory=asyncio.Queue, init=False)

    @property
    def live(self) -> bool:
        """Whether its client is still there."""
        return self.disconnected_at is None

    @property
    def stalled(self) -> bool:
        """Whether it is open and says nothing: what comes meanwhile is lost to it."""
        return time.time() < self.stalled_until

    def offer(self, line: bytes) -> bool:
        """Send a line when its turn comes; False where the client has read too slowly for too long."""
        if self.stalled:
            return True
        if self._waiting.qsize() >= self.buffer:
            return False
        self._waiting.put_nowait(line)
        return True

    def end(self, reason: str, *, abrupt: bool = False) -> None:
        """End the stream after what waits already."""
        self.disconnect_reason = reason
        self._waiting.put_nowait(End(abrupt))

    def stall(self, until: float | None) -> None:
        """Say nothing more, until a time or for good."""
        self.stalled_until = math.inf if until is None else until

    async def next(self, keep_alive: float) -> bytes | End:
        """What is to be sent now; an empty line when there was nothing for so many seconds."""
        while True:
            try:
                async with asyncio.timeout(keep_alive):
                    return await self._waiting.get()
            except TimeoutError:
                if not self.stalled:
                    return KEEP_ALIVE
