"""What no topic has: who is signed in, and answers already given to a repeated call; a file of its own."""

import json
import secrets
import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from services.desk.domain.session import Session, session_id
from services.desk.readmodel.store import epoch_ms, moment_of

ANSWERS_LAST = timedelta(hours=24)
"""A call repeated later than this counts as a new one."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS session (id TEXT PRIMARY KEY, person TEXT NOT NULL, started_at INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS answer (
    person TEXT, key TEXT, call TEXT NOT NULL, body_hash TEXT NOT NULL, status INTEGER NOT NULL,
    body TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (person, key)
);
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered to a call with an Idempotency-Key."""

    call: str
    body_hash: str
    status: int
    body: dict[str, object]


class Sessions:
    """Sessions survive a restart and a rebuild of the read model; their secrets are not on the disk."""

    def __init__(self, file: Path, key: str) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
        self._db.row_factory = sqlite3.Row
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.executescript(_SCHEMA)
        self._key = key

    def begin(self, person: str, now: datetime) -> str:
        """The secret of a new session, for its cookie."""
        secret = secrets.token_urlsafe(32)
        self._db.execute("INSERT INTO session VALUES (?, ?, ?)", (self._id(secret), person, epoch_ms(now)))
        return secret

    def find(self, secret: str, now: datetime) -> Session | None:
        """The session of a cookie, unless it is over or was never ours."""
        return self.standing(self._id(secret), now)

    def standing(self, session: str, now: datetime) -> Session | None:
        """The session of that id, unless it is over or somebody signed out of it."""
        row = self._db.execute("SELECT * FROM session WHERE id = ?", (session,)).fetchone()
        if row is None:
            return None
        found = Session(row["id"], row["person"], moment_of(row["started_at"]))
        return None if found.over(now) else found

    def end(self, session: str) -> None:
        """Signed out: the cookie opens nothing any more."""
        self._db.execute("DELETE FROM session WHERE id = ?", (session,))

    def answered(self, person: str, key: str, now: datetime) -> Answer | None:
        """What was answered to this person's call with this key."""
        self._db.execute("DELETE FROM answer WHERE at < ?", (epoch_ms(now - ANSWERS_LAST),))
        row = self._db.execute("SELECT * FROM answer WHERE person = ? AND key = ?", (person, key)).fetchone()
        return Answer(row["call"], row["body_hash"], row["status"], json.loads(row["body"])) if row else None

    def remember(self, person: str, key: str, answer: Answer, now: datetime) -> None:
        """Keep an answer for when the call is repeated."""
        row = (person, key, answer.call, answer.body_hash, answer.status, json.dumps(answer.body), epoch_ms(now))
        self._db.execute("INSERT OR IGNORE INTO answer VALUES (?, ?, ?, ?, ?, ?, ?)", row)

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def _id(self, secret: str) -> str:
        return session_id(secret, self._key)
