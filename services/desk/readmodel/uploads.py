"""Who brought which picture: no topic has it, and until a post or draft has the picture nobody else sees it."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from services.desk.readmodel.store import epoch_ms, on_disk

_SCHEMA = """
CREATE TABLE IF NOT EXISTS upload (
    picture TEXT, person TEXT, media_type TEXT NOT NULL, width INTEGER NOT NULL, height INTEGER NOT NULL,
    bytes INTEGER NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (picture, person)
);
"""


@dataclass(frozen=True, slots=True)
class Upload:
    """A picture as it was taken in."""

    id: str
    """SHA-256 of its bytes as they are kept."""
    media_type: str
    width: int
    height: int
    bytes: int
    """How many there are."""


class Uploads:
    """Survives a rebuild of the read model; who brings a picture again is noted again."""

    def __init__(self, file: Path) -> None:
        with on_disk(file):
            file.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.executescript(_SCHEMA)

    def note(self, upload: Upload, person: str, now: datetime) -> None:
        """This person brought it."""
        row = (upload.id, person, upload.media_type, upload.width, upload.height, upload.bytes, epoch_ms(now))
        self._db.execute("INSERT OR REPLACE INTO upload VALUES (?, ?, ?, ?, ?, ?, ?)", row)

    def find(self, picture: str, person: str) -> Upload | None:
        """The picture, where this person brought it."""
        columns = "picture, media_type, width, height, bytes"
        row = self._db.execute(
            f"SELECT {columns} FROM upload WHERE picture = ? AND person = ?",  # noqa: S608 - columns are our own
            (picture, person),
        ).fetchone()
        return Upload(*row) if row else None

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()
