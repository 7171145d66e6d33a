"""What stands around the work, folded: the people, and how the connections and labelling fare."""

from services.desk.readmodel.fold.tables import Tables
from shared.contracts.channel_reported import ChannelReport
from shared.contracts.labelling_reported import LabellingReport
from shared.contracts.staff_changed import Person


def person(tables: Tables, fact: Person) -> None:
    """A member of staff as they stand."""
    tables.db.execute(
        "INSERT INTO person VALUES (?, ?) ON CONFLICT DO UPDATE SET fact = excluded.fact",
        (fact.id, fact.model_dump_json()),
    )


def reported(tables: Tables, fact: ChannelReport) -> None:
    """The last word of one reporter on one account."""
    tables.db.execute(
        "INSERT INTO channel VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET fact = excluded.fact",
        (fact.account, fact.reporter, fact.model_dump_json()),
    )
    tables.touched.channels = True


def labelled(tables: Tables, fact: LabellingReport) -> None:
    """The last word of one process of triage on how labelling fares."""
    tables.db.execute(
        "INSERT INTO labelling VALUES (?, ?) ON CONFLICT DO UPDATE SET fact = excluded.fact",
        (fact.reporter, fact.model_dump_json()),
    )
    tables.touched.channels = True
