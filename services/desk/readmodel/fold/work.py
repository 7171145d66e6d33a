"""What people do with a mention, folded: claims, closings, notes."""

from services.desk.readmodel.fold.mentions import row_of
from services.desk.readmodel.fold.replies import weigh
from services.desk.readmodel.fold.tables import Tables
from services.desk.readmodel.store import epoch_ms
from shared.contracts.work_changed import Claim, Closing, Note


def claimed(tables: Tables, fact: Claim) -> None:
    """Who answers it, or nobody any more."""
    until = epoch_ms(fact.until) if fact.until else None
    tables.db.execute(
        "UPDATE mention SET claim = ?, claimed_at = ?, claimed_by = ?, claimed_until = ?"
        " WHERE n = ? AND coalesce(claimed_at, 0) <= ?",
        (
            fact.model_dump_json(),
            epoch_ms(fact.at),
            fact.by,
            until,
            row_of(tables, fact.mention),
            epoch_ms(fact.at),
        ),
    )
    tables.touch(fact.mention)


def closed(tables: Tables, fact: Closing) -> None:
    """Done, or open again."""
    tables.db.execute(
        "UPDATE mention SET closing = ?, closed_at = ?, closed = ? WHERE n = ? AND coalesce(closed_at, 0) <= ?",
        (
            fact.model_dump_json(),
            epoch_ms(fact.at),
            fact.reason is not None,
            row_of(tables, fact.mention),
            epoch_ms(fact.at),
        ),
    )
    weigh(tables, fact.mention)
    tables.touch(fact.mention)


def noted(tables: Tables, fact: Note) -> None:
    """A remark more."""
    tables.db.execute(
        "INSERT OR IGNORE INTO note VALUES (?, ?, ?, ?)",
        (fact.id, fact.mention, epoch_ms(fact.at), fact.model_dump_json()),
    )
    tables.touch(fact.mention)
