"""Alerts, folded: raised once, however often that is said, and how far they were handled."""

from services.desk.readmodel.fold.tables import Tables
from services.desk.readmodel.store import epoch_ms
from shared.contracts.alert_changed import AlertAcknowledged, AlertClosed, AlertPassedOn, AlertRaised


def raised(tables: Tables, fact: AlertRaised) -> None:
    """Somebody may be in danger; an occasion that was told before is nothing new, however much came since."""
    audience = tables.audience(fact.accounts, fact.district)
    occasion = fact.occasion or fact.id  # records of before there were occasions: the words as first written
    known = tables.db.execute("SELECT occasions, closed FROM alert WHERE id = ?", (fact.id,)).fetchone()
    if known is None:
        new = "INSERT INTO alert (id, raised_at, audience, raised, occasions) VALUES (?, ?, ?, ?, ?)"
        told = (fact.id, epoch_ms(fact.raised_at), audience, fact.model_dump_json(), occasion)
        tables.db.execute(new, told)
    elif occasion in known["occasions"].split():
        return
    else:
        if known["closed"]:
            _opened_again(tables, fact)
        newer = "UPDATE alert SET raised = ?, audience = ?, occasions = occasions || ' ' || ? WHERE id = ?"
        tables.db.execute(newer, (fact.model_dump_json(), audience, occasion, fact.id))
    tables.touch(fact.id, alert=True)


def _opened_again(tables: Tables, fact: AlertRaised) -> None:
    """It was closed, and turned dangerous since: it begins anew, with nobody who owns it."""
    tables.db.execute(
        "UPDATE alert SET raised_at = ?, acknowledged = NULL, passed_on = NULL, closed = NULL, closed_at = NULL"
        " WHERE id = ?",
        (epoch_ms(fact.raised_at), fact.id),
    )


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
