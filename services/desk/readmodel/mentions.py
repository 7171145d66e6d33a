"""Questions about mentions; none is answered beyond the districts that the viewer may see, save where it says so."""

import sqlite3
from collections.abc import Collection
from datetime import datetime

from services.desk.domain.inbox import PAGE_SIZE, Filters, Tab
from services.desk.domain.mention import DeskMention
from services.desk.readmodel.store import epoch_ms
from services.desk.readmodel.wanted import Condition, Viewer, in_sight, order_of, wanted
from shared.contracts.labels import Basis, Labels
from shared.contracts.mention_changed import Mention
from shared.contracts.work_changed import Claim, Closing, Note

_SELECT = """
SELECT m.*, CASE WHEN a.closed IS NOT NULL THEN 'closed' WHEN a.passed_on IS NOT NULL THEN 'passed_on'
    WHEN a.acknowledged IS NOT NULL THEN 'acknowledged' WHEN a.id IS NOT NULL THEN 'raised' END AS alert_state,
    (SELECT state FROM delivery WHERE reply_to = m.id ORDER BY submitted_at DESC, id DESC LIMIT 1) AS reply_state
FROM mention m LEFT JOIN alert a ON a.id = m.id
"""

_COLUMNS = "n, id, conversation, fact, audience, labels, basis, claim, closing, unsent"


def find(db: sqlite3.Connection, mention: str) -> DeskMention | None:
    """A mention by its id, whoever asks: the caller judges whether they may see it."""
    row = db.execute(f"{_SELECT} WHERE m.id = ? AND m.fact IS NOT NULL", (mention,)).fetchone()
    return _item(row) if row else None


def is_gone(db: sqlite3.Connection, mention: str) -> bool:
    """Whether it was removed, as far as that is remembered: early words of an answer may carry its words still."""
    return db.execute("SELECT 1 FROM gone WHERE id = ?", (mention,)).fetchone() is not None


def listed(
    db: sqlite3.Connection,
    viewer: Viewer,
    *,
    tab: Tab | None,
    filters: Filters,
    now: datetime,
    limit: int = PAGE_SIZE,
    offset: int = 0,
) -> list[DeskMention]:
    """The mentions that the viewer asks for, in the order in which to take them."""
    condition = wanted(viewer, tab, filters, now)
    order, order_arguments = order_of(tab, viewer, now)
    inner = f"SELECT {_COLUMNS} FROM mention WHERE {condition.sql} ORDER BY {order} LIMIT ? OFFSET ?"  # noqa: S608 - clauses are our own, values are bound
    rows = db.execute(
        _SELECT.replace("FROM mention m", f"FROM ({inner}) m"),
        [*condition.arguments, *order_arguments, limit, offset],
    )
    return [_item(row) for row in rows]


def among(
    db: sqlite3.Connection, viewer: Viewer, ids: Collection[str], *, tab: Tab, filters: Filters, now: datetime
) -> list[DeskMention]:
    """Those of the given mentions that belong into the viewer's list as it is filtered now, newest first."""
    condition = wanted(viewer, tab, filters, now)
    condition.add(f"id IN ({', '.join('?' for _ in ids)})", *ids)
    inner = f"SELECT n FROM mention WHERE {condition.sql}"  # noqa: S608 - as above
    order = "ORDER BY m.received_at DESC, m.id DESC"
    rows = db.execute(f"{_SELECT} WHERE m.n IN ({inner}) {order}", condition.arguments)
    return [_item(row) for row in rows]


def count(
    db: sqlite3.Connection, viewer: Viewer, *, tab: Tab, now: datetime, filters: Filters | None = None, most: int = 1000
) -> int:
    """How many there are, counted up to `most`."""
    condition = wanted(viewer, tab, filters or Filters(), now)
    sql = f"SELECT count(*) FROM (SELECT 1 FROM mention WHERE {condition.sql} LIMIT ?)"  # noqa: S608 - as above
    return int(db.execute(sql, [*condition.arguments, most]).fetchone()[0])


def next_to_claim(db: sqlite3.Connection, viewer: Viewer, filters: Filters, now: datetime) -> DeskMention | None:
    """What to take next: the most urgent, then the oldest, that nobody answers."""
    unclaimed = Filters(**{**filters.given(), "claimed": "nobody"})
    return next(iter(listed(db, viewer, tab="needs_answer", filters=unclaimed, now=now, limit=1)), None)


def thread(db: sqlite3.Connection, conversation: str) -> list[DeskMention]:
    """All mentions of a conversation, in the order of being written; the caller judges each."""
    rows = db.execute(f"{_SELECT} WHERE m.conversation = ? AND m.fact IS NOT NULL", (conversation,))
    return sorted(map(_item, rows), key=lambda item: item.mention.posted_at)


def notes(db: sqlite3.Connection, mention: str) -> list[Note]:
    """The remarks of colleagues, oldest first."""
    rows = db.execute("SELECT fact FROM note WHERE mention = ? ORDER BY at, id", (mention,))
    return [Note.model_validate_json(row["fact"]) for row in rows]


def languages(db: sqlite3.Connection, viewer: Viewer) -> list[str]:
    """The languages of what this viewer may see, to filter by; goes from one to the next in the index."""
    condition = Condition(["language = met.language", "fact IS NOT NULL"], [])
    in_sight(condition, viewer, "audience")
    rows = db.execute(
        "WITH RECURSIVE met (language) AS (SELECT min(language) FROM mention UNION ALL"  # noqa: S608 - as above
        " SELECT (SELECT min(language) FROM mention WHERE language > met.language) FROM met WHERE language IS NOT NULL)"
        f" SELECT language FROM met WHERE EXISTS (SELECT 1 FROM mention WHERE {condition.sql})",
        condition.arguments,
    )
    return [row["language"] for row in rows]


def older(db: sqlite3.Connection, than: datetime, *, most: int = 500) -> list[str]:
    """The ids of mentions that came before a moment, which the topics no longer have.

    Also of those whose words never came, or went: what else was said of them is as old.
    """
    rows = db.execute(
        "SELECT id FROM mention WHERE fact IS NOT NULL AND received_at < :than"
        " UNION SELECT id FROM mention WHERE fact IS NULL"
        " AND max(coalesce(labelled_at, 0), coalesce(claimed_at, 0), coalesce(closed_at, 0)) < :than"
        " UNION SELECT mention FROM note WHERE at < :than"
        " AND NOT EXISTS (SELECT 1 FROM mention WHERE id = note.mention) LIMIT :most",
        {"than": epoch_ms(than), "most": most},
    )
    return [row["id"] for row in rows]


def _item(row: sqlite3.Row) -> DeskMention:
    return DeskMention(
        mention=Mention.model_validate_json(row["fact"]),
        audience=frozenset(row["audience"].split()),
        labels=Labels.model_validate_json(row["labels"]) if row["labels"] else None,
        basis=Basis.model_validate_json(row["basis"]) if row["basis"] else None,
        claim=Claim.model_validate_json(row["claim"]) if row["claim"] else None,
        closing=Closing.model_validate_json(row["closing"]) if row["closing"] else None,
        alert=row["alert_state"],
        unsent=bool(row["unsent"]),
        reply=row["reply_state"],
    )
