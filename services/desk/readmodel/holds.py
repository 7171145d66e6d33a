"""Questions about holds; whom they concern the caller judges."""

import sqlite3

from services.desk.domain.holding import DeskHold
from shared.contracts.hold_changed import Hold


def find(db: sqlite3.Connection, hold: str) -> DeskHold | None:
    """A hold by its id, as long as no other took its scope."""
    row = db.execute("SELECT fact, place FROM hold WHERE id = ?", (hold,)).fetchone()
    return _hold(row) if row else None


def of_scope(db: sqlite3.Connection, scope: str) -> DeskHold | None:
    """The last that was said of a scope."""
    row = db.execute("SELECT fact, place FROM hold WHERE scope = ?", (scope,)).fetchone()
    return _hold(row) if row else None


def standing(db: sqlite3.Connection) -> list[DeskHold]:
    """Every hold that nobody has released, the newest first."""
    return [each for each in listed(db) if each.hold.holds]


def listed(db: sqlite3.Connection) -> list[DeskHold]:
    """The last word on every scope that ever was held, the newest first."""
    return [_hold(row) for row in db.execute("SELECT fact, place FROM hold ORDER BY changed_at DESC, scope")]


def _hold(row: sqlite3.Row) -> DeskHold:
    return DeskHold(Hold.model_validate_json(row["fact"]), row["place"])
