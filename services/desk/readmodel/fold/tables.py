"""The tables as the folds change them, and what is to be told to those who look at a page."""

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from services.desk.readmodel.changes import Touched
from shared.contracts.fact import Fact
from shared.rules.seeing import audience_of

GONE_KEPT = 50_000
"""Ids of removed things that are remembered: an answer comes within days of what it answers, if at all."""


@dataclass(frozen=True, slots=True)
class Gone:
    """What a tombstone removed: the kind of thing, and its id."""

    kind: type[Fact]
    id: str


@dataclass
class Tables:
    """The tables within one transaction."""

    db: sqlite3.Connection
    districts_of: Mapping[str, Iterable[str]]
    touched: Touched = field(default_factory=Touched)

    def touch(self, mention: str, *, alert: bool = False) -> None:
        """Those who see a mention or its alert as it stands hear of it."""
        rows = self.db.execute(
            "SELECT audience FROM mention WHERE id = ? UNION ALL SELECT audience FROM alert WHERE id = ?",
            (mention, mention),
        )
        audience = frozenset(district for row in rows for district in row["audience"].split())
        for changed in (self.touched.mentions, self.touched.alerts) if alert else (self.touched.mentions,):
            changed[mention] = changed.get(mention, frozenset()) | audience

    def audience(self, accounts: Iterable[str], district: str | None = None) -> str:
        """The districts that see what these accounts got or sent, as one column keeps them."""
        served = (served for account in accounts for served in self.districts_of.get(account, ()))
        return spaced(audience_of(served, district))

    def remember_gone(self, thing: str) -> None:
        """It was removed: what comes late may not bring it back."""
        self.db.execute("INSERT OR IGNORE INTO gone (id) VALUES (?)", (thing,))
        self.db.execute("DELETE FROM gone WHERE n <= (SELECT max(n) FROM gone) - ?", (GONE_KEPT,))

    def is_gone(self, thing: str | None) -> bool:
        """Whether it was removed, as far as that is remembered."""
        return self.db.execute("SELECT 1 FROM gone WHERE id = ?", (thing,)).fetchone() is not None


def spaced(names: Iterable[str]) -> str:
    """Names as one column keeps them, each between spaces, so that one of them can be looked for."""
    return " " + "".join(f"{name} " for name in sorted(names))
