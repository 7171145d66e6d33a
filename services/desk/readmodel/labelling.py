"""Whether triage labels what comes in, judged by what this desk has read."""

import sqlite3
from datetime import datetime, timedelta

from services.desk.domain.inbox import LABELLING_GRACE
from services.desk.domain.labelling import Labelling, LabellingNow, labelling_now
from services.desk.readmodel.store import epoch_ms
from shared.contracts.labelling_reported import LabellingReport
from shared.status import STALE_REPORT

ONE_OF_MANY = timedelta(hours=1)
"""So long it is said of a mention that is left out while others are labelled: a dead letter, which Status counts."""


def labelling(db: sqlite3.Connection, now: datetime) -> Labelling:
    """How labelling fares for everybody: no mention waits longer than it may, some do, or no label came since."""
    waiting = (
        "SELECT received_at FROM mention WHERE fact IS NOT NULL AND labels IS NULL AND closed = 0"
        " AND received_at < ? ORDER BY received_at DESC LIMIT 1"
    )
    newest = db.execute(waiting, (epoch_ms(now - LABELLING_GRACE),)).fetchone()
    if newest is None:
        return "works"
    last = db.execute("SELECT max(labelled_at) FROM mention WHERE by_person = 0").fetchone()[0]
    if last is None or last < newest["received_at"]:
        return "none_come"
    return "some_wait" if newest["received_at"] >= epoch_ms(now - ONE_OF_MANY) else "works"


def told_now(db: sqlite3.Connection, now: datetime) -> LabellingNow | None:
    """What triage itself says of it, for the banner; None where it has never said anything.

    A process that was not heard of for long is gone and counts no more, unless there is no other.
    """
    told = [LabellingReport.model_validate_json(row["fact"]) for row in db.execute("SELECT fact FROM labelling")]
    return labelling_now([report for report in told if now - report.reported_at <= STALE_REPORT] or told, now)
