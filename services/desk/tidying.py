"""Forgets what Kafka has forgotten, and sessions that are over; a full disk makes it wait, and never ends the desk."""

import asyncio
import logging
import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NoReturn

from services.desk.readmodel import mentions
from services.desk.readmodel.model import ReadModel
from services.desk.readmodel.sessions import Sessions

logger = logging.getLogger(__name__)

MENTIONS_KEPT = timedelta(days=30)
"""As mention.changed: what Kafka has forgotten the desk forgets too."""
TIDY_EVERY_S = 600.0


async def keep_tidy(
    model: ReadModel, sessions: Sessions, now: Callable[[], datetime], *, every_s: float = TIDY_EVERY_S
) -> NoReturn:
    """Tidy until cancelled."""
    while True:
        try:
            await _tidy(model, sessions, now())
        except sqlite3.OperationalError as error:
            logger.warning("the desk's files cannot be tidied", extra={"why": str(error)})
        await asyncio.sleep(every_s)


async def _tidy(model: ReadModel, sessions: Sessions, now: datetime) -> None:
    sessions.tidy(now)
    while forgotten := mentions.older(model.store.db, now - MENTIONS_KEPT):
        model.forget(forgotten)
        await asyncio.sleep(0)
    for _ in model.overwrite():
        await asyncio.sleep(0)
