"""Measures of districts, folded: the last word on each stands, as on the topic itself."""

from services.desk.domain.periods import span_of
from services.desk.readmodel.fold.tables import Tables
from shared.contracts.district_measured import Measured

PARTS = 4
"""Of a key: district, platform, measure, period."""

_INSERT = """
INSERT INTO measure VALUES (:district, :platform, :measure, :period, :first, :last, :fact)
ON CONFLICT DO UPDATE SET fact = excluded.fact WHERE fact <> excluded.fact
"""


def measured(tables: Tables, fact: Measured) -> None:
    """One value; a period that is none is kept as it is told, and is of no day."""
    span = span_of(fact.period)
    row = fact.model_dump(include={"district", "platform", "measure", "period"}) | {
        "first": span.first.isoformat() if span else "",
        "last": span.last.isoformat() if span else "",
        "fact": fact.model_dump_json(),
    }
    if tables.db.execute(_INSERT, row).rowcount:
        tables.touched.numbers.add(fact.district)


def forgotten(tables: Tables, key: str) -> None:
    """No longer told: its day is too long ago, or it was of accounts that are gone."""
    parts = key.rsplit("|", 3)
    gone = "DELETE FROM measure WHERE district = ? AND platform = ? AND measure = ? AND period = ?"
    if len(parts) == PARTS and tables.db.execute(gone, parts).rowcount:
        tables.touched.numbers.add(parts[0])
