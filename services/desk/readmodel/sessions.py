"""What no topic has: who is signed in, and answers already given to a repeated call; a file of its own."""

import secrets
import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from services.desk.domain.session import SESSION_LASTS, Session, session_id
from services.desk.readmodel.store import epoch_ms, moment_of, on_disk

ANSWERS_LAST = timedelta(hours=24)
"""A call repeated later than this counts as a new one."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS session (id TEXT PRIMARY KEY, person TEXT NOT NULL, started_at INTEGER NOT NULL);
DROP TABLE IF EXISTS answer; -- of earlier versions: whole answers, with the words of messages
CREATE TABLE IF NOT EXISTS answered (
    person TEXT, key TEXT, call TEXT NOT NULL, body_hash TEXT NOT NULL, status INTEGER NOT NULL,
    entity TEXT NOT NULL, title TEXT NOT NULL, detail TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (person, key)
);
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered to a call with an Idempotency-Key: never the words of a message, which may be removed since."""

    call: str
    body_hash: str
    status: int
    entity: str = ""
    """The id of what the call was about, where it was done."""
    title: str = ""
    """Why it was refused, where it was, and what to do instead."""
    detail: str = ""


class Sessions:
    """Sessions survive a restart and a rebuild of the read model; their secrets are not on the disk."""

    def __init__(self, file: Path, key: str) -> None:
        with on_disk(file):
            file.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
            self._db.row_factory = sqlite3.Row
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA secure_delete = ON")
            self._db.executescript(_SCHEMA)
        self._key = key

    def begin(self, person: str, now: datetime) -> tuple[str, str]:
        """The secret of a new session, for its cookie, and its id."""
        secret = secrets.token_urlsafe(32)
        session = self._id(secret)
        self._db.execute("INSERT INTO session VALUES (?, ?, ?)", (session, person, epoch_ms(now)))
        return secret, session

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
        columns = "call, body_hash, status, entity, title, detail"
        row = self._db.execute(
            f"SELECT {columns} FROM answered WHERE person = ? AND key = ? AND at >= ?",  # noqa: S608 - columns are our own
            (person, key, epoch_ms(now - ANSWERS_LAST)),
        ).fetchone()
        return Answer(*row) if row else None

    def remember(self, person: str, key: str, answer: Answer, now: datetime) -> None:
        """Keep an answer for when the call is repeated."""
        said = (answer.call, answer.body_hash, answer.status, answer.entity, answer.title, answer.detail)
        row = (person, key, *said, epoch_ms(now))
        self._db.execute("INSERT OR REPLACE INTO answered VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)

    def tidy(self, now: datetime) -> None:
        """Forget the sessions and the answers that are over."""
        self._db.execute("DELETE FROM session WHERE started_at < ?", (epoch_ms(now - SESSION_LASTS),))
        self._db.execute("DELETE FROM answered WHERE at < ?", (epoch_ms(now - ANSWERS_LAST),))

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def _id(self, secret: str) -> str:
        return session_id(secret, self._key)
