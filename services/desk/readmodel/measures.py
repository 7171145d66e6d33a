"""Questions about the measures of districts, answered with exactly what district.measured says."""

import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from services.desk.domain.periods import Per
from services.desk.readmodel.wanted import Condition
from shared.contracts.district_measured import Measured, MeasureName


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which measures are asked for; what is left out filters nothing."""

    district: str = ""
    platform: str = ""
    measures: Collection[MeasureName] = ()
    since: date | None = None
    """Of every period at least one day is this or a later one."""
    until: date | None = None
    per: Per | None = None


def documents(db: sqlite3.Connection, wanted: Wanted) -> list[str]:
    """The facts as JSON, by measure and period, then by district and platform."""
    condition = _condition(wanted)
    sql = f"SELECT fact FROM measure WHERE {condition.sql} ORDER BY measure, period, district, platform"  # noqa: S608 - clauses are our own, values are bound
    return [row["fact"] for row in db.execute(sql, condition.arguments)]


def listed(db: sqlite3.Connection, wanted: Wanted) -> list[Measured]:
    """The facts, in the same order."""
    return [Measured.model_validate_json(each) for each in documents(db, wanted)]


def known(db: sqlite3.Connection) -> tuple[set[str], set[str]]:
    """The districts and the platforms that something is known of."""
    found = db.execute("SELECT DISTINCT district, platform FROM measure").fetchall()
    return {row["district"] for row in found}, {row["platform"] for row in found}


def newest(db: sqlite3.Connection, district: str) -> date | None:
    """The last day of the newest period with a value of its followers."""
    row = db.execute(
        "SELECT max(last) AS last FROM measure WHERE district = ? AND measure = 'followers' AND last <> ''"
        " AND fact ->> '$.value' IS NOT NULL",
        (district,),
    ).fetchone()
    return date.fromisoformat(row["last"]) if row["last"] else None


def _condition(wanted: Wanted) -> Condition:
    condition = Condition(["1"], [])
    for column, value in (("district", wanted.district), ("platform", wanted.platform)):
        if value:
            condition.add(f"{column} = ?", value)
    if wanted.measures:
        condition.add(f"measure IN ({', '.join('?' for _ in wanted.measures)})", *wanted.measures)
    if wanted.since or wanted.until or wanted.per:
        condition.add("first <> ''")
    if wanted.since:
        condition.add("last >= ?", wanted.since.isoformat())
    if wanted.until:
        condition.add("first <= ?", wanted.until.isoformat())
    if wanted.per:
        condition.add("first = last" if wanted.per == "day" else "first <> last")
    return condition
