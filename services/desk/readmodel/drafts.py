"""Questions about drafts; none is answered to anybody but their author."""

import sqlite3

from services.desk.readmodel.fold.drafts import gone_name
from shared.contracts.work_changed import Draft


def find(db: sqlite3.Connection, draft: str, author: str) -> Draft | None:
    """A draft of this author's by its id."""
    row = db.execute("SELECT fact FROM draft WHERE id = ? AND author = ?", (draft, author)).fetchone()
    return Draft.model_validate_json(row["fact"]) if row else None


def listed(db: sqlite3.Connection, author: str) -> list[Draft]:
    """This author's drafts, the last saved first."""
    rows = db.execute("SELECT fact FROM draft WHERE author = ? ORDER BY at DESC, id DESC", (author,))
    return [Draft.model_validate_json(row["fact"]) for row in rows]


def is_done(db: sqlite3.Connection, draft: str) -> bool:
    """Whether there was a draft with this id that was sent or thrown away."""
    return db.execute("SELECT 1 FROM gone WHERE id = ?", (gone_name(draft),)).fetchone() is not None
