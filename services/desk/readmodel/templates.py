"""Questions about templates of replies; the list is never of more than the viewer's own districts."""

import sqlite3

from services.desk.domain.templating import DeskTemplate
from services.desk.readmodel.wanted import Condition, Viewer, in_sight
from shared.contracts.work_changed import Template


def find(db: sqlite3.Connection, template: str) -> DeskTemplate | None:
    """A template by its id, whoever asks: the caller judges whether they may see it."""
    row = db.execute("SELECT fact, audience FROM template WHERE id = ?", (template,)).fetchone()
    return _item(row) if row else None


def listed(db: sqlite3.Connection, viewer: Viewer) -> list[DeskTemplate]:
    """The templates for accounts of the viewer's districts, by name; those that were withdrawn are not there."""
    condition = Condition(["fact ->> '$.withdrawn_at' IS NULL"], [])
    in_sight(condition, viewer, "audience")
    sql = f"SELECT fact, audience FROM template WHERE {condition.sql}"  # noqa: S608 - clauses are our own, values are bound
    items = [_item(row) for row in db.execute(sql, condition.arguments)]
    return sorted(items, key=lambda item: (item.template.name.casefold(), item.id))


def _item(row: sqlite3.Row) -> DeskTemplate:
    return DeskTemplate(Template.model_validate_json(row["fact"]), frozenset(row["audience"].split()))
