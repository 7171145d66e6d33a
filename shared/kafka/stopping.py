"""Work that ends when it is told to, also while it waits for a broker that does not come."""

import asyncio
import logging
from collections.abc import Callable, Coroutine

from shared.health import Check

logger = logging.getLogger(__name__)

AGAIN_S = 10.0
"""Before a side loop that failed begins again."""


async def unless_stopped(work: Coroutine[object, object, None], stop: asyncio.Event, *, patience: float) -> bool:
    """Whether `work` came to its end; it is cancelled `patience` seconds after `stop` is set. Raises what it raises."""
    task, stopping = asyncio.ensure_future(work), asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait({task, stopping}, return_when=asyncio.FIRST_COMPLETED)
        await asyncio.wait({task}, timeout=patience)
        ended = task.done()
    finally:
        stopping.cancel()
        task.cancel()
        await asyncio.wait({task})
    if not task.cancelled():
        task.result()
    return ended


async def aside(
    loop: Callable[[asyncio.Event], Coroutine[object, object, None]],
    check: Check,
    stop: asyncio.Event,
    *,
    pause_s: float = AGAIN_S,
) -> None:
    """Run a loop that is not worth the others' lives: it fails, is told, and begins again until `stop` is set."""
    while not stop.is_set():
        try:
            await loop(stop)
        except Exception as error:
            logger.exception("a side loop failed and begins again", extra={"check": check.name})
            check.fails(f"failed and begins again: {error!r}")
            await unless_stopped(asyncio.sleep(pause_s), stop, patience=0)
        else:
            return
