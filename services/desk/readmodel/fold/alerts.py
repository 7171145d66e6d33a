"""Alerts, folded: raised once, however often that is said, and how far they were handled."""

from services.desk.readmodel.fold.tables import Tables
from services.desk.readmodel.store import epoch_ms
from shared.contracts.alert_changed import AlertAcknowledged, AlertClosed, AlertPassedOn, AlertRaised


def raised(tables: Tables, fact: AlertRaised) -> None:
    """Somebody may be in danger."""
    audience = tables.audience(fact.accounts, fact.district)
    new = tables.db.execute(
        "INSERT OR IGNORE INTO alert (id, raised_at, audience, raised) VALUES (?, ?, ?, ?)",
        (fact.id, epoch_ms(fact.raised_at), audience, fact.model_dump_json()),
    )
    if new.rowcount:
        tables.touch(fact.id, alert=True)


def acknowledged(tables: Tables, fact: AlertAcknowledged) -> None:
    """The first to see it owns it."""
    known = "UPDATE alert SET acknowledged = coalesce(acknowledged, ?) WHERE id = ?"
    tables.db.execute(known, (fact.model_dump_json(), fact.id))
    tables.touch(fact.id, alert=True)


def passed_on(tables: Tables, fact: AlertPassedOn) -> None:
    """The control room knows."""
    tables.db.execute("UPDATE alert SET passed_on = ? WHERE id = ?", (fact.model_dump_json(), fact.id))
    tables.touch(fact.id, alert=True)


def closed(tables: Tables, fact: AlertClosed) -> None:
    """Ended; the first word on it stands."""
    ended = "UPDATE alert SET closed = ?, closed_at = ? WHERE id = ? AND closed IS NULL"
    tables.db.execute(ended, (fact.model_dump_json(), epoch_ms(fact.at), fact.id))
    tables.touch(fact.id, alert=True)
