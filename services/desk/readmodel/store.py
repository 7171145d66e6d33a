"""The SQLite file of the read model: which topics it was folded from, how far, and whether it is still theirs."""

import logging
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from services.desk.readmodel.schema import SCHEMA, VERSION
from shared.errors import Misconfigured

logger = logging.getLogger(__name__)

Positions = dict[tuple[str, int], int]


class Store:
    """One file, one connection: the desk folds and asks on its event loop, so nothing ever waits for a lock."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._parts: dict[str, str] = {}
        self.db = _opened(file)
        self.belongs_to({"version": str(VERSION)})

    def belongs_to(self, part: Mapping[str, str]) -> bool:
        """Make the file one of this version, registry or topics: False where it was another's, and now is empty.

        May be called with one part after the other: topics are known only once Kafka answers, and until then the
        file is served as it stands.
        """
        known = self._identity()
        self._parts |= part
        other = sorted(name for name, value in part.items() if known.get(name, value) != value)
        if not other and part.items() <= known.items():
            return True
        with on_disk(self._file):
            if other or not known:
                if known:
                    logger.warning("the read model is built again from the topics", extra={"changed": other})
                self._begin_again()
            self.db.executemany("INSERT OR REPLACE INTO identity VALUES (?, ?)", self._parts.items())
        return not other and bool(known)

    def still_of(self, part: Mapping[str, str]) -> bool:
        """Whether it is of these topics; changes nothing, since somebody may be folding into it."""
        return part.items() <= self._parts.items()

    def positions(self) -> Positions:
        """The next offset to fold, of each partition that was folded from."""
        rows = self.db.execute("SELECT topic, partition, next_offset FROM position")
        return {(topic, partition): offset for topic, partition, offset in rows}

    def move(self, topic: str, partition: int, next_offset: int) -> None:
        """Remember the next offset; in the transaction of what was folded."""
        self.db.execute(
            "INSERT INTO position VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET next_offset = excluded.next_offset",
            (topic, partition, next_offset),
        )

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of it or nothing."""
        self.db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.db.execute("COMMIT")
        except BaseException:
            if self.db.in_transaction:  # on a full disk SQLite has rolled back by itself
                self.db.execute("ROLLBACK")
            raise

    def close(self) -> None:
        """Let go of the file."""
        self.db.close()

    def _identity(self) -> dict[str, str]:
        with on_disk(self._file):
            try:
                return dict(self.db.execute("SELECT name, value FROM identity").fetchall())
            except sqlite3.DatabaseError as error:
                if error.sqlite_errorcode not in _NOT_OURS:
                    raise
                return {}

    def _begin_again(self) -> None:
        self.db.close()
        for leftover in (self._file, *(self._file.with_name(self._file.name + end) for end in ("-wal", "-shm"))):
            leftover.unlink(missing_ok=True)
        self.db = _opened(self._file)
        self.db.executescript(SCHEMA)


_NOT_OURS = (sqlite3.SQLITE_ERROR, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)
"""There is no such table, or no such database: what the disk refuses is something else."""


@contextmanager
def on_disk(file: Path) -> Iterator[None]:
    """What the disk refuses at the start is for a person: raises Misconfigured."""
    try:
        yield
    except (OSError, sqlite3.DatabaseError) as error:
        raise Misconfigured(
            f"The desk's file {file} cannot be read and written: {error}.",
            remedy="Make its folder writable for the desk, or free space on its disk.",
        ) from error


def epoch_ms(moment: datetime) -> int:
    """A moment as SQLite keeps it: whole milliseconds, so that it sorts."""
    return int(moment.timestamp() * 1000)


def moment_of(milliseconds: int) -> datetime:
    """The moment, aware, in UTC."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def _opened(file: Path) -> sqlite3.Connection:
    with on_disk(file):
        file.parent.mkdir(parents=True, exist_ok=True)
        db = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
        db.row_factory = sqlite3.Row
        # Readers never wait for the writer; a crash may cost the last folds, which the topics give again.
        for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "secure_delete = ON", "cache_size = -32000"):
            try:
                db.execute(f"PRAGMA {pragma}")
            except sqlite3.DatabaseError as error:
                if error.sqlite_errorcode not in _NOT_OURS:
                    raise
                logger.warning("the read model's file cannot be read; it is built again", extra={"file": str(file)})
    return db
