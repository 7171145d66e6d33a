"""Questions about the replies to mentions, whoever asks: who may see a mention sees how it was answered."""

import sqlite3

from services.desk.domain.delivery import DeskDelivery
from services.desk.readmodel.deliveries import find


def to(db: sqlite3.Connection, mention: str) -> list[DeskDelivery]:
    """The replies to a mention, the newest first; what was written again shows as what took its place."""
    ids = "SELECT id FROM delivery WHERE reply_to = ? ORDER BY submitted_at DESC, id DESC"
    replies = (find(db, row["id"]) for row in db.execute(ids, (mention,)).fetchall())
    return [each for each in replies if each and each.successor is None]
