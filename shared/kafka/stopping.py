"""Work that ends when it is told to, also while it waits for a broker that does not come."""

import asyncio
from collections.abc import Coroutine


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
