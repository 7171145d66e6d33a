"""How the facts of the topics become the read model: each may come twice, and from two topics in any order."""

import sqlite3
from collections.abc import Iterable, Mapping
from functools import singledispatchmethod

from services.desk.domain.inbox import HELLO_TAGS, NOT_HELLO_TAGS, URGENCY_RANK
from services.desk.readmodel.store import epoch_ms
from shared.contracts.alert_changed import AlertAcknowledged, AlertClosed, AlertPassedOn, AlertRaised
from shared.contracts.channel_reported import ChannelReport
from shared.contracts.fact import Fact
from shared.contracts.labels import Basis, Labels
from shared.contracts.mention_changed import Mention
from shared.contracts.mention_triaged import Triaged
from shared.contracts.staff_changed import Person
from shared.contracts.work_changed import Claim, Closing, Correction, Note
from shared.rules.seeing import audience_of

GONE_KEPT = 50_000
"""Ids of removed mentions that are remembered: an answer comes within days of what it answers, if at all."""


class Fold:
    """Applies facts to the tables; the caller holds the transaction.

    After each fact `touched` and `alerted` have the mentions and alerts that changed, with the districts of those who
    may see them or could until now.
    """

    def __init__(self, db: sqlite3.Connection, districts_of: Mapping[str, Iterable[str]]) -> None:
        self._db = db
        self._districts_of = districts_of
        self.touched: dict[str, frozenset[str]] = {}
        self.alerted: dict[str, frozenset[str]] = {}
        self.reported = False
        self.unsaid = False
        """Whether words were taken out of the search index, which keeps what is left of them until it is merged."""

    @singledispatchmethod
    def apply(self, fact: Fact) -> None:
        """Fold one fact; one of a kind that the desk does not need changes nothing."""

    def forget(self, mention: str) -> None:
        """A mention was removed or erased: its words, those an answer carries too, labels and notes go, at once."""
        self._db.execute("DELETE FROM note WHERE mention = ?", (mention,))
        self._db.execute("INSERT OR IGNORE INTO gone (id) VALUES (?)", (mention,))
        self._db.execute("DELETE FROM gone WHERE n <= (SELECT max(n) FROM gone) - ?", (GONE_KEPT,))
        row = self._db.execute("SELECT n, conversation FROM mention WHERE id = ?", (mention,)).fetchone()
        if row is None:
            return
        self._unsay(mention, row["conversation"])
        self._touch(mention)
        self._db.execute("DELETE FROM words WHERE rowid = ?", (row["n"],))
        self._db.execute("DELETE FROM mention WHERE n = ?", (row["n"],))
        self.unsaid = True

    @apply.register
    def _(self, fact: Mention) -> None:
        fact = self._without_gone(fact)
        row = self._row(fact.id)
        was_read = self._db.execute("SELECT fact FROM mention WHERE n = ?", (row,)).fetchone()["fact"] is not None
        self._db.execute(
            "UPDATE mention SET conversation = ?, platform = ?, received_at = ?, fact = ? WHERE n = ?",
            (fact.conversation, fact.platform, epoch_ms(fact.received_at), fact.model_dump_json(), row),
        )
        if was_read:
            self._db.execute("DELETE FROM words WHERE rowid = ?", (row,))
            self.unsaid = True
        self._db.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", (row, fact.text))
        self._set_audience(row, fact.id, fact.accounts)

    @apply.register
    def _(self, fact: Triaged) -> None:
        row = self._row(fact.id)
        known = self._db.execute("SELECT by_person, labelled_at FROM mention WHERE n = ?", (row,)).fetchone()
        by_person = fact.basis.kind == "person"
        at = epoch_ms(fact.triaged_at)
        if known["by_person"] and (not by_person or at < known["labelled_at"]):
            return  # a person's word is final until a person's newer one
        self._label(row, fact.labels, fact.basis, at)
        self._set_audience(row, fact.id, fact.accounts)

    @apply.register
    def _(self, fact: Correction) -> None:
        row = self._row(fact.mention)
        at = epoch_ms(fact.at)
        known = self._db.execute("SELECT by_person, labelled_at FROM mention WHERE n = ?", (row,)).fetchone()
        if known["by_person"] and at < known["labelled_at"]:
            return
        self._label(row, fact.labels, Basis(kind="person", method=fact.by), at)
        self._set_audience(row, fact.mention, fact.accounts)

    @apply.register
    def _(self, fact: Claim) -> None:
        until = epoch_ms(fact.until) if fact.until else None
        self._db.execute(
            "UPDATE mention SET claim = ?, claimed_at = ?, claimed_by = ?, claimed_until = ?"
            " WHERE n = ? AND coalesce(claimed_at, 0) <= ?",
            (fact.model_dump_json(), epoch_ms(fact.at), fact.by, until, self._row(fact.mention), epoch_ms(fact.at)),
        )
        self._touch(fact.mention)

    @apply.register
    def _(self, fact: Closing) -> None:
        self._db.execute(
            "UPDATE mention SET closing = ?, closed_at = ?, closed = ? WHERE n = ? AND coalesce(closed_at, 0) <= ?",
            (
                fact.model_dump_json(),
                epoch_ms(fact.at),
                fact.reason is not None,
                self._row(fact.mention),
                epoch_ms(fact.at),
            ),
        )
        self._touch(fact.mention)

    @apply.register
    def _(self, fact: Note) -> None:
        self._db.execute(
            "INSERT OR IGNORE INTO note VALUES (?, ?, ?, ?)",
            (fact.id, fact.mention, epoch_ms(fact.at), fact.model_dump_json()),
        )
        self._touch(fact.mention)

    @apply.register
    def _(self, fact: AlertRaised) -> None:
        audience = self._audience(fact.accounts, fact.district)
        new = self._db.execute(
            "INSERT OR IGNORE INTO alert (id, raised_at, audience, raised) VALUES (?, ?, ?, ?)",
            (fact.id, epoch_ms(fact.raised_at), audience, fact.model_dump_json()),
        )
        if new.rowcount:
            self._touch(fact.id, alert=True)

    @apply.register(AlertAcknowledged)
    @apply.register(AlertPassedOn)
    @apply.register(AlertClosed)
    def _(self, fact: AlertAcknowledged | AlertPassedOn | AlertClosed) -> None:
        said = {"id": fact.id, "fact": fact.model_dump_json(), "at": epoch_ms(fact.at)}
        self._db.execute(_HANDLED[type(fact)], said)
        self._touch(fact.id, alert=True)

    @apply.register
    def _(self, fact: Person) -> None:
        self._db.execute(
            "INSERT INTO person VALUES (?, ?) ON CONFLICT DO UPDATE SET fact = excluded.fact",
            (fact.id, fact.model_dump_json()),
        )

    @apply.register
    def _(self, fact: ChannelReport) -> None:
        self._db.execute(
            "INSERT INTO channel VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET fact = excluded.fact",
            (fact.account, fact.reporter, fact.model_dump_json()),
        )
        self.reported = True

    def _unsay(self, mention: str, conversation: str | None) -> None:
        """Take the words of a removed mention out of those that answered it."""
        answers = self._db.execute(
            "SELECT n, id, fact FROM mention WHERE conversation = ? AND fact ->> '$.in_reply_to' = ?",
            (conversation, mention),
        ).fetchall()
        for row in answers:
            left = Mention.model_validate_json(row["fact"]).model_copy(update={"in_reply_to_text": None})
            self._db.execute("UPDATE mention SET fact = ? WHERE n = ?", (left.model_dump_json(), row["n"]))
            self._touch(row["id"])

    def _without_gone(self, fact: Mention) -> Mention:
        """The mention, without the words of one that was removed before it came."""
        above = self._db.execute("SELECT 1 FROM gone WHERE id = ?", (fact.in_reply_to,)).fetchone()
        return fact.model_copy(update={"in_reply_to_text": None}) if above else fact

    def _touch(self, mention: str, *, alert: bool = False) -> None:
        """Those who see it as it stands hear of it."""
        rows = self._db.execute(
            "SELECT audience FROM mention WHERE id = ? UNION ALL SELECT audience FROM alert WHERE id = ?",
            (mention, mention),
        )
        audience = frozenset(district for row in rows for district in row["audience"].split())
        for changed in (self.touched, self.alerted) if alert else (self.touched,):
            changed[mention] = changed.get(mention, frozenset()) | audience

    def _row(self, mention: str) -> int:
        """The row of a mention, made where no topic has spoken of it before."""
        self._db.execute("INSERT OR IGNORE INTO mention (id) VALUES (?)", (mention,))
        return int(self._db.execute("SELECT n FROM mention WHERE id = ?", (mention,)).fetchone()["n"])

    def _label(self, row: int, labels: Labels, basis: Basis, at: int) -> None:
        tags = frozenset(labels.tags)
        self._db.execute(
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

    def _set_audience(self, row: int, mention: str, accounts: Iterable[str]) -> None:
        """Those of the districts of the accounts and the place; whoever saw it until now hears of it too."""
        self._touch(mention)
        district = self._db.execute("SELECT district FROM mention WHERE n = ?", (row,)).fetchone()["district"]
        audience = self._audience(accounts, district)
        self._db.execute("UPDATE mention SET audience = ? WHERE n = ?", (audience, row))
        self._touch(mention)

    def _audience(self, accounts: Iterable[str], district: str | None) -> str:
        served = (served for account in accounts for served in self._districts_of.get(account, ()))
        return spaced(audience_of(served, district))


def spaced(names: Iterable[str]) -> str:
    """Names as one column keeps them, each between spaces, so that one of them can be looked for."""
    return " " + "".join(f"{name} " for name in sorted(names))


_HANDLED: Mapping[type[Fact], str] = {
    AlertAcknowledged: "UPDATE alert SET acknowledged = coalesce(acknowledged, :fact) WHERE id = :id",
    AlertPassedOn: "UPDATE alert SET passed_on = :fact WHERE id = :id",
    AlertClosed: "UPDATE alert SET closed = :fact, closed_at = :at WHERE id = :id AND closed IS NULL",
}
