"""Templates of replies, folded: the last word on each stands."""

from services.desk.readmodel.fold.tables import Tables
from services.desk.readmodel.store import epoch_ms
from shared.contracts.work_changed import Template


def changed(tables: Tables, fact: Template) -> None:
    """Its whole state."""
    tables.db.execute(
        "INSERT INTO template VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
        " at = excluded.at, audience = excluded.audience, fact = excluded.fact WHERE excluded.at >= at",
        (fact.id, epoch_ms(fact.at), tables.audience(fact.accounts), fact.model_dump_json()),
    )
