"""Mentions and their labels, folded; a removal takes the words out wherever they stand."""

from collections.abc import Iterable

from services.desk.domain.inbox import HELLO_TAGS, NOT_HELLO_TAGS, URGENCY_RANK
from services.desk.readmodel.fold.tables import Tables, spaced
from services.desk.readmodel.store import epoch_ms
from shared.contracts.labels import Basis, Labels
from shared.contracts.mention_changed import Mention, MentionRemoved
from shared.contracts.mention_triaged import Triaged
from shared.contracts.work_changed import Correction


def received(tables: Tables, fact: Mention) -> None:
    """Its words as they stand."""
    fact = _without_gone(tables, fact)
    row = row_of(tables, fact.id)
    was_read = tables.db.execute("SELECT fact FROM mention WHERE n = ?", (row,)).fetchone()["fact"] is not None
    tables.db.execute(
        "UPDATE mention SET conversation = ?, platform = ?, received_at = ?, fact = ? WHERE n = ?",
        (fact.conversation, fact.platform, epoch_ms(fact.received_at), fact.model_dump_json(), row),
    )
    if was_read:
        tables.db.execute("DELETE FROM words WHERE rowid = ?", (row,))
        tables.touched.unsaid = True
    tables.db.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", (row, fact.text))
    _set_audience(tables, row, fact.id, fact.accounts)


def triaged(tables: Tables, fact: Triaged) -> None:
    """Its labels, unless a person has said otherwise."""
    row = row_of(tables, fact.id)
    known = tables.db.execute("SELECT by_person, labelled_at FROM mention WHERE n = ?", (row,)).fetchone()
    by_person = fact.basis.kind == "person"
    at = epoch_ms(fact.triaged_at)
    if known["by_person"] and (not by_person or at < known["labelled_at"]):
        return  # a person's word is final until a person's newer one
    _label(tables, row, fact.labels, fact.basis, at)
    _set_audience(tables, row, fact.id, fact.accounts)


def corrected(tables: Tables, fact: Correction) -> None:
    """Its labels as a person says they are."""
    row = row_of(tables, fact.mention)
    at = epoch_ms(fact.at)
    known = tables.db.execute("SELECT by_person, labelled_at FROM mention WHERE n = ?", (row,)).fetchone()
    if known["by_person"] and at < known["labelled_at"]:
        return
    _label(tables, row, fact.labels, Basis(kind="person", method=fact.by), at)
    _set_audience(tables, row, fact.mention, fact.accounts)


def removed(tables: Tables, fact: MentionRemoved) -> None:
    """Its author took it away: gone as after the tombstone that follows."""
    forgotten(tables, fact.id)


def forgotten(tables: Tables, mention: str) -> None:
    """It was removed or erased: its words, those an answer carries too, labels and notes go, at once."""
    tables.db.execute("DELETE FROM note WHERE mention = ?", (mention,))
    tables.remember_gone(mention)
    row = tables.db.execute("SELECT n, conversation FROM mention WHERE id = ?", (mention,)).fetchone()
    if row is None:
        return
    _unsay(tables, mention, row["conversation"])
    tables.touch(mention)
    tables.db.execute("DELETE FROM words WHERE rowid = ?", (row["n"],))
    tables.db.execute("DELETE FROM mention WHERE n = ?", (row["n"],))
    tables.touched.unsaid = True


def row_of(tables: Tables, mention: str) -> int:
    """The row of a mention, made where no topic has spoken of it before."""
    tables.db.execute("INSERT OR IGNORE INTO mention (id) VALUES (?)", (mention,))
    return int(tables.db.execute("SELECT n FROM mention WHERE id = ?", (mention,)).fetchone()["n"])


def _unsay(tables: Tables, mention: str, conversation: str | None) -> None:
    """Take the words of a removed mention out of those that answered it."""
    answers = tables.db.execute(
        "SELECT n, id, fact FROM mention WHERE conversation = ? AND fact ->> '$.in_reply_to' = ?",
        (conversation, mention),
    ).fetchall()
    for row in answers:
        left = Mention.model_validate_json(row["fact"]).model_copy(update={"in_reply_to_text": None})
        tables.db.execute("UPDATE mention SET fact = ? WHERE n = ?", (left.model_dump_json(), row["n"]))
        tables.touch(row["id"])


def _without_gone(tables: Tables, fact: Mention) -> Mention:
    """The mention, without the words of one that was removed before it came."""
    return fact.model_copy(update={"in_reply_to_text": None}) if tables.is_gone(fact.in_reply_to) else fact


def _label(tables: Tables, row: int, labels: Labels, basis: Basis, at: int) -> None:
    tags = frozenset(labels.tags)
    tables.db.execute(
        "UPDATE mention SET labels = ?, basis = ?, labelled_at = ?, by_person = ?, tags = ?, urgency = ?,"
        " needs_reply = ?, hello = ?, district = ?, concern = ?, language = ? WHERE n = ?",
        (
            labels.model_dump_json(),
            basis.model_dump_json(),
            at,
            basis.kind == "person",
            spaced(labels.tags),
            URGENCY_RANK[labels.urgency],
            labels.needs_reply,
            bool(tags & HELLO_TAGS) and not tags & NOT_HELLO_TAGS and not labels.needs_reply,
            labels.district,
            labels.concern,
            labels.language,
            row,
        ),
    )


def _set_audience(tables: Tables, row: int, mention: str, accounts: Iterable[str]) -> None:
    """Those of the districts of the accounts and the place; whoever saw it until now hears of it too."""
    tables.touch(mention)
    district = tables.db.execute("SELECT district FROM mention WHERE n = ?", (row,)).fetchone()["district"]
    audience = tables.audience(accounts, district)
    tables.db.execute("UPDATE mention SET audience = ? WHERE n = ?", (audience, row))
    tables.touch(mention)
