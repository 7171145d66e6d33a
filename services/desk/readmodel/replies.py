"""Questions about the replies to mentions, whoever asks: who may see a mention sees how it was answered."""

import sqlite3
from collections.abc import Iterable

from services.desk.domain.delivery import DeskDelivery
from services.desk.readmodel.deliveries import find


def to(db: sqlite3.Connection, mention: str) -> list[DeskDelivery]:
    """The replies to a mention, the newest first; what was written again shows as what took its place."""
    ids = "SELECT id FROM delivery WHERE reply_to = ? ORDER BY submitted_at DESC, id DESC"
    replies = (find(db, row["id"]) for row in db.execute(ids, (mention,)).fetchall())
    return [each for each in replies if each and each.successor is None]


def last_to(db: sqlite3.Connection, mentions: Iterable[str]) -> dict[str, DeskDelivery]:
    """The last reply to each of these mentions that has one."""
    asked = list(mentions)
    marks = ", ".join("?" for _ in asked)
    sql = f"SELECT DISTINCT reply_to FROM delivery WHERE reply_to IN ({marks})"  # noqa: S608 - values are bound
    answered = [row["reply_to"] for row in db.execute(sql, asked)]
    return {mention: replies[0] for mention in answered if (replies := to(db, mention))}
