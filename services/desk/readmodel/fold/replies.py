"""Replies and what they answer, folded: what was closed with a reply that did not go out is not done."""

from services.desk.readmodel.fold.tables import Tables

_LAST = """
SELECT state IN ('void', 'refused', 'missed', 'abandoned') AND max(submitted_at, changed_at) >= :closed_at AS unsent
FROM delivery WHERE reply_to = :mention ORDER BY submitted_at DESC, id DESC LIMIT 1
"""
"""Closed after that, it was closed by somebody who could know; one taken down was out, and a person decided."""


def weigh(tables: Tables, mention: str) -> None:
    """A mention whose last reply failed after it was closed counts as open, until somebody closes it knowing that."""
    closing = "SELECT closed_at, closing ->> '$.reason' AS reason FROM mention WHERE id = ?"
    closed = tables.db.execute(closing, (mention,)).fetchone()
    if closed is None or closed["closed_at"] is None:
        return
    last = tables.db.execute(_LAST, {"mention": mention, "closed_at": closed["closed_at"]}).fetchone()
    unsent = bool(closed["reason"] and last and last["unsent"])
    done = bool(closed["reason"]) and not unsent
    tables.db.execute("UPDATE mention SET unsent = ?, closed = ? WHERE id = ?", (unsent, done, mention))
