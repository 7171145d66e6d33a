"""Questions about the people who work here, and about the connections that they rely on."""

import sqlite3

from shared.contracts.channel_reported import ChannelReport
from shared.contracts.staff_changed import Person


def person(db: sqlite3.Connection, person_id: str) -> Person | None:
    """A member of staff as they stand, active or not."""
    row = db.execute("SELECT fact FROM person WHERE id = ?", (person_id,)).fetchone()
    return Person.model_validate_json(row["fact"]) if row else None


def names(db: sqlite3.Connection) -> dict[str, str]:
    """What everybody is called."""
    people = (Person.model_validate_json(row["fact"]) for row in db.execute("SELECT fact FROM person"))
    return {someone.id: someone.name for someone in people}


def channels(db: sqlite3.Connection) -> list[ChannelReport]:
    """The last report of every account and reporter."""
    rows = db.execute("SELECT fact FROM channel ORDER BY account, reporter")
    return [ChannelReport.model_validate_json(row["fact"]) for row in rows]
