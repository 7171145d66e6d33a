"""The people and accounts on the platform."""

import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime

from deploy.sandbox.control import times
from deploy.sandbox.x.accounts import Account
from deploy.sandbox.x.post import Named, User

SCHEMA = """
CREATE TABLE IF NOT EXISTS users (
    id INTEGER PRIMARY KEY, username TEXT NOT NULL UNIQUE COLLATE NOCASE, name TEXT NOT NULL,
    created_ms INTEGER NOT NULL, followers INTEGER NOT NULL, posts INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE IF NOT EXISTS followers (
    user_id INTEGER NOT NULL, from_ms INTEGER NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (user_id, from_ms)
) STRICT;
"""

ACCOUNTS_SINCE = datetime(2011, 6, 1, tzinfo=UTC)
"""When the accounts were opened, for all of them: it was the year of Hastings' interview."""

FIRST_INVENTED = 2_000_000_000_000_000_001
"""Authors get ids from here, clear of the registered accounts'."""

_SELECT = """
SELECT u.id, u.username, u.name, u.created_ms,
  coalesce((SELECT f.count FROM followers f WHERE f.user_id = u.id AND f.from_ms <= ?
            ORDER BY f.from_ms DESC LIMIT 1), u.followers), u.posts
FROM users u WHERE
"""


class Users:
    """Everybody on the platform, by id and by handle."""

    def __init__(self, state: sqlite3.Connection, accounts: Sequence[Account]) -> None:
        self._state = state
        self._handles = {each.handle.lower(): Named(each.id, each.handle) for each in accounts}
        for each in accounts:
            state.execute(
                "INSERT INTO users (id, username, name, created_ms, followers) VALUES (?, ?, ?, ?, ?) "
                "ON CONFLICT (id) DO UPDATE "
                "SET username = excluded.username, name = excluded.name, followers = excluded.followers",
                (each.id, each.handle, each.name, times.to_ms(ACCOUNTS_SINCE), each.followers),
            )

    @property
    def account_handles(self) -> list[str]:
        """The handles of the registered accounts, in their file's order."""
        return [each.username for each in self._handles.values()]

    def account(self, handle: str) -> Named | None:
        """The registered account of this handle, with or without its sign, however written."""
        return self._handles.get(handle.removeprefix("@").lower())

    def named(self, handle: str) -> Named | None:
        """Whoever has this handle."""
        row = self._state.execute("SELECT id, username FROM users WHERE username = ?", (handle,)).fetchone()
        return None if row is None else Named(*row)

    def invent(self, handle: str) -> Named:
        """Whoever has this handle, made up when nobody has it yet."""
        known = self.named(handle)
        if known is not None:
            return known
        (last,) = self._state.execute("SELECT max(id) FROM users WHERE id >= ?", (FIRST_INVENTED,)).fetchone()
        user = Named(FIRST_INVENTED if last is None else last + 1, handle)
        self._state.execute(
            "INSERT INTO users (id, username, name, created_ms, followers) VALUES (?, ?, ?, ?, 0)",
            (user.id, handle, handle, times.to_ms(times.now())),
        )
        return user

    def by_id(self, identifier: int) -> User | None:
        """The user of this id, with the counts of now."""
        return self._one("u.id = ?", identifier)

    def by_username(self, handle: str) -> User | None:
        """The user of this handle, with the counts of now."""
        return self._one("u.username = ?", handle)

    def set_followers(self, user: Named, count: int, moment: datetime) -> None:
        """So many follow this user from that moment on."""
        self._state.execute("INSERT OR REPLACE INTO followers VALUES (?, ?, ?)", (user.id, times.to_ms(moment), count))

    def _one(self, condition: str, value: int | str) -> User | None:
        row = self._state.execute(_SELECT + condition, (times.to_ms(times.now()), value)).fetchone()
        if row is None:
            return None
        identifier, username, name, created_ms, followers, posts = row
        return User(identifier, username, name, times.from_ms(created_ms), followers, posts)
