"""Questions about alerts: thin facts joined with the words of their mention, committed or not yet."""

import sqlite3
from collections.abc import Callable
from datetime import datetime

from services.desk.domain.alert import DeskAlert
from services.desk.readmodel.store import epoch_ms
from services.desk.readmodel.wanted import Condition, Viewer, in_sight
from shared.contracts.alert_changed import AlertAcknowledged, AlertClosed, AlertPassedOn, AlertRaised
from shared.contracts.labels import Labels
from shared.contracts.mention_changed import Mention

EarlyWords = Callable[[str], Mention | None]
"""The words of a mention whose transaction has not ended: an alert must not wait for it."""

_SELECT = """
SELECT a.*, m.fact AS mention, m.labels AS labels, m.audience AS mention_audience
FROM alert a LEFT JOIN mention m ON m.id = a.id
"""


def find(db: sqlite3.Connection, alert: str, early: EarlyWords) -> DeskAlert | None:
    """An alert by its mention's id, whoever asks: the caller judges whether they may see it."""
    row = db.execute(f"{_SELECT} WHERE a.id = ?", (alert,)).fetchone()
    return _alert(row, early) if row else None


def open_alerts(db: sqlite3.Connection, viewer: Viewer, early: EarlyWords) -> list[DeskAlert]:
    """Every alert that nobody has closed, however many, newest first."""
    return _listed(db, viewer, early, Condition(["a.closed IS NULL"], []), "a.raised_at DESC")


def closed_alerts(
    db: sqlite3.Connection, viewer: Viewer, early: EarlyWords, *, since: datetime, most: int = 100
) -> list[DeskAlert]:
    """The alerts that somebody closed since a moment, the last closed first."""
    condition = Condition(["a.closed IS NOT NULL AND a.closed_at >= ?"], [epoch_ms(since)])
    return _listed(db, viewer, early, condition, f"a.closed_at DESC LIMIT {most}")


def _listed(
    db: sqlite3.Connection, viewer: Viewer, early: EarlyWords, condition: Condition, order: str
) -> list[DeskAlert]:
    in_sight(condition, viewer, "a.audience", "coalesce(m.audience, '')")
    rows = db.execute(f"{_SELECT} WHERE {condition.sql} ORDER BY {order}", condition.arguments)
    return [_alert(row, early) for row in rows]


def _alert(row: sqlite3.Row, early: EarlyWords) -> DeskAlert:
    return DeskAlert(
        raised=AlertRaised.model_validate_json(row["raised"]),
        audience=frozenset(f"{row['audience']} {row['mention_audience'] or ''}".split()),
        acknowledged=AlertAcknowledged.model_validate_json(row["acknowledged"]) if row["acknowledged"] else None,
        passed_on=AlertPassedOn.model_validate_json(row["passed_on"]) if row["passed_on"] else None,
        closed=AlertClosed.model_validate_json(row["closed"]) if row["closed"] else None,
        mention=Mention.model_validate_json(row["mention"]) if row["mention"] else early(row["id"]),
        labels=Labels.model_validate_json(row["labels"]) if row["labels"] else None,
    )
