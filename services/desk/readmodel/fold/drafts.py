"""Drafts, folded: only their author sees them, so that no page is told."""

from services.desk.readmodel.fold.tables import Tables
from services.desk.readmodel.store import epoch_ms
from shared.contracts.work_changed import Draft


def saved(tables: Tables, fact: Draft) -> None:
    """As it was last saved; a draft that is done does not come back."""
    if tables.is_gone(gone_name(fact.id)):
        return
    tables.db.execute(
        "INSERT INTO draft VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET at = excluded.at, fact = excluded.fact"
        " WHERE excluded.at >= at AND excluded.author = author",
        (fact.id, fact.by, epoch_ms(fact.at), fact.model_dump_json()),
    )


def forgotten(tables: Tables, draft: str) -> None:
    """Submitted or thrown away."""
    tables.remember_gone(gone_name(draft))
    tables.db.execute("DELETE FROM draft WHERE id = ?", (draft,))


def gone_name(draft: str) -> str:
    """The name under which a draft is remembered as done."""
    return f"draft:{draft}"
