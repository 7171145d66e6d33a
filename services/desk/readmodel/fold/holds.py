"""Holds, folded: one row for each scope, as it was last held or released."""

from services.desk.domain.holding import HoldRead
from services.desk.readmodel.fold.tables import Tables
from services.desk.readmodel.store import epoch_ms
from shared.contracts.hold_changed import Hold

_SAID = """
INSERT INTO hold VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
    id = excluded.id, place = excluded.place, changed_at = excluded.changed_at, fact = excluded.fact
WHERE excluded.changed_at >= changed_at OR excluded.place > place
"""
"""What this desk has just said is folded before it has a place; an older record that comes meanwhile changes nothing.
A later place wins over any clock."""


def read(tables: Tables, fact: HoldRead) -> None:
    """As the topic has it, with its place there."""
    _fold(tables, fact.hold, fact.offset)


def said(tables: Tables, fact: Hold) -> None:
    """As this desk has just written it."""
    _fold(tables, fact, None)


def _fold(tables: Tables, hold: Hold, place: int | None) -> None:
    changed_at = epoch_ms(hold.released_at or hold.at)
    done = tables.db.execute(_SAID, (hold.scope, hold.id, place, changed_at, hold.model_dump_json()))
    tables.touched.holds |= bool(done.rowcount)
