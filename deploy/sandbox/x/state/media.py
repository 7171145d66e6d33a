"""The pictures that accounts gave the platform, whether a post shows them or not."""

import sqlite3

from deploy.sandbox.control import times
from deploy.sandbox.x.post import Media, Named, Post

SCHEMA = """
CREATE TABLE IF NOT EXISTS media (
    id INTEGER PRIMARY KEY, owner_id INTEGER NOT NULL, media_type TEXT NOT NULL, width INTEGER NOT NULL,
    height INTEGER NOT NULL, alt_text TEXT NOT NULL DEFAULT '', given_ms INTEGER NOT NULL, bytes BLOB NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS post_media (
    post_id INTEGER NOT NULL, place INTEGER NOT NULL, media_id INTEGER NOT NULL, PRIMARY KEY (post_id, place)
) STRICT;
"""

SHOWN_WITH = """
(SELECT json_group_array(json_array(id, media_type, width, height, alt_text)) FROM
  (SELECT m.id, m.media_type, m.width, m.height, m.alt_text
   FROM post_media s JOIN media m ON m.id = s.media_id WHERE s.post_id = p.id ORDER BY s.place))
"""
"""Those of the post `p`, in their order, as JSON."""


class Pictures:
    """Every picture; what `add` returned from is durable."""

    def __init__(self, state: sqlite3.Connection) -> None:
        self._state = state

    def last_id(self) -> int:
        """The largest id given, 0 where there is none."""
        (last,) = self._state.execute("SELECT coalesce(max(id), 0) FROM media").fetchone()
        return int(last)

    def add(self, media: Media, owner: Named, data: bytes) -> None:
        """Keep a new picture."""
        self._state.execute(
            "INSERT INTO media (id, owner_id, media_type, width, height, given_ms, bytes) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (media.id, owner.id, media.media_type, media.width, media.height, times.to_ms(times.now()), data),
        )

    def of(self, owner: Named, identifier: int, seconds: float) -> Media | None:
        """The picture of this id where it is the owner's, and was given within so many seconds."""
        row = self._state.execute(
            "SELECT id, media_type, width, height, alt_text FROM media WHERE id = ? AND owner_id = ? AND given_ms > ?",
            (identifier, owner.id, times.to_ms(times.now()) - seconds * 1_000),
        ).fetchone()
        return None if row is None else Media(*row)

    def describe(self, identifier: int, alt_text: str) -> None:
        """Its words for those who cannot see it, from now on."""
        self._state.execute("UPDATE media SET alt_text = ? WHERE id = ?", (alt_text, identifier))

    def show_with(self, post: Post) -> None:
        """Its pictures belong to a new post, in their order."""
        rows = [(post.id, place, each.id) for place, each in enumerate(post.media)]
        self._state.executemany("INSERT INTO post_media VALUES (?, ?, ?)", rows)

    def data_of(self, identifier: int) -> tuple[str, bytes] | None:
        """The type and the bytes of a picture, as the platform got them."""
        row = self._state.execute("SELECT media_type, bytes FROM media WHERE id = ?", (identifier,)).fetchone()
        return None if row is None else (str(row[0]), bytes(row[1]))
