"""Work that ends when it is told to, also while it waits for a broker that does not come."""

import asyncio
import logging
from collections.abc import Callable, Coroutine

from shared.health import Check

logger = logging.getLogger(__name__)

AGAIN_S = 10.0
"""Before a side loop that failed begins again."""
SOUND_S = 30.0
"""A side loop that has begun again and has run for so long works."""


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
    sound_s: float = SOUND_S,
) -> None:
    """Run a loop that is not worth the others' lives: it fails, is told, and begins again until `stop` is set.

    Once it has run for a while its check is well again, unless the loop itself has said something else there since.
    """
    said = ""
    while not stop.is_set():
        sound = asyncio.get_running_loop().call_later(sound_s, _works, check, said)
        try:
            await loop(stop)
        except Exception as error:
            logger.exception("a side loop failed and begins again", extra={"check": check.name})
            said = f"failed and begins again: {error!r}"
            check.fails(said)
        else:
            return
        finally:
            sound.cancel()
        await unless_stopped(asyncio.sleep(pause_s), stop, patience=0)


def _works(check: Check, said: str) -> None:
    if not check.well and check.reason == said:
        check.passes()
