"""Questions about drafts; none is answered to anybody but their author."""

import sqlite3

from shared.contracts.work_changed import Draft


def find(db: sqlite3.Connection, draft: str, author: str) -> Draft | None:
    """A draft of this author's by its id."""
    raise NotImplementedError


def listed(db: sqlite3.Connection, author: str) -> list[Draft]:
    """This author's drafts, the last saved first."""
    raise NotImplementedError
