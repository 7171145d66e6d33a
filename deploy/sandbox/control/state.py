"""State that outlives a kill -9: one SQLite file of one process."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE_S = 1
"""Another process that has the file keeps it; waiting longer would only hide that."""


class StateUnusable(Exception):
    """The file cannot be used; the message says which and what to do."""


def open_state(file: Path, *schemas: str) -> sqlite3.Connection:
    """Open or make the file, alone: each statement is durable against the end of this process when it returns.

    A write that has returned is in the system's hands; only the death of the whole machine could lose it.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(file, isolation_level=None, timeout=PATIENCE_S)
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        for schema in schemas:
            connection.executescript(schema)
    except (OSError, sqlite3.Error) as error:
        raise StateUnusable(
            f"The state of the stand-in in {file} cannot be used: {error}. "
            "Does another stand-in run with the same BLUELAMP_HOME? Otherwise move the file away; a new one is made."
        ) from error
    return connection


@contextmanager
def transaction(state: sqlite3.Connection) -> Iterator[None]:
    """Everything within is kept, or nothing."""
    state.execute("BEGIN IMMEDIATE")
    try:
        yield
        state.execute("COMMIT")
    except BaseException:
        if state.in_transaction:  # a full disk has ended it already
            state.execute("ROLLBACK")
        raise
