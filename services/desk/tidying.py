"""Forgets what Kafka has forgotten, and sessions that are over; a full disk makes it wait, and never ends the desk."""

import asyncio
import logging
import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NoReturn

from services.desk.readmodel import deliveries, mentions
from services.desk.readmodel.fold import Gone
from services.desk.readmodel.model import ReadModel
from services.desk.readmodel.sessions import Sessions
from shared.contracts.post_changed import Delivery

logger = logging.getLogger(__name__)

MENTIONS_KEPT = timedelta(days=30)
"""As mention.changed: what Kafka has forgotten the desk forgets too."""
EXPECTED_KEPT = timedelta(days=1)
"""A delivery that the publisher has not taken by then is forgotten; taken after all, it comes from the topic."""
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
    model.apply((), [Gone(Delivery, each) for each in deliveries.never_taken(model.store.db, now - EXPECTED_KEPT)])
    for _ in model.overwrite():
        await asyncio.sleep(0)
