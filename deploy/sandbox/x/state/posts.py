"""The posts on the platform, deleted ones included, in the order in which they arrived."""

import sqlite3
from collections.abc import Iterator
from typing import Any

import orjson

from deploy.sandbox.control import times
from deploy.sandbox.x.post import Engagement, Link, Media, Named, Post, Written
from deploy.sandbox.x.snowflake import LARGEST
from deploy.sandbox.x.state.media import SHOWN_WITH

SCHEMA = """
CREATE TABLE IF NOT EXISTS posts (
    id INTEGER PRIMARY KEY, author_id INTEGER NOT NULL, text TEXT NOT NULL, created_ms INTEGER NOT NULL,
    lang TEXT NOT NULL, conversation_id INTEGER NOT NULL, mentions BLOB NOT NULL, replied_to INTEGER,
    in_reply_to INTEGER, likes INTEGER NOT NULL DEFAULT 0, replies INTEGER NOT NULL DEFAULT 0,
    reposts INTEGER NOT NULL DEFAULT 0, deleted INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX IF NOT EXISTS posts_by_author ON posts (author_id);
CREATE TABLE IF NOT EXISTS written (
    post_id INTEGER PRIMARY KEY, prefix TEXT NOT NULL, links BLOB NOT NULL
) STRICT;
"""

_SELECT = f"""
SELECT p.id, p.author_id, a.username, p.text, p.created_ms, p.lang, p.conversation_id, p.mentions, p.replied_to,
  p.in_reply_to, r.username, p.likes, p.replies, p.reposts, p.deleted, w.prefix, w.links,
  {SHOWN_WITH}
FROM posts p JOIN users a ON a.id = p.author_id LEFT JOIN users r ON r.id = p.in_reply_to
LEFT JOIN written w ON w.post_id = p.id
"""  # noqa: S608 - both parts are constants


class Posts:
    """Every post; what `add` returned from is durable."""

    def __init__(self, state: sqlite3.Connection) -> None:
        self._state = state

    def last_id(self) -> int:
        """The largest id given, 0 where there is none."""
        (last,) = self._state.execute("SELECT coalesce(max(id), 0) FROM posts").fetchone()
        return int(last)

    def add(self, post: Post) -> None:
        """Keep a new post; its author has a post more, the one it answers a reply more."""
        self._state.execute(
            "INSERT INTO posts (id, author_id, text, created_ms, lang, conversation_id, mentions, replied_to, "
            "in_reply_to) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                post.id,
                post.author.id,
                post.text,
                times.to_ms(post.created_at),
                post.lang,
                post.conversation_id,
                orjson.dumps([[each.id, each.username] for each in post.mentions]),
                post.replied_to,
                post.in_reply_to.id if post.in_reply_to else None,
            ),
        )
        if post.written is not None:
            links = orjson.dumps([[each.start, each.end, each.short] for each in post.written.links])
            self._state.execute("INSERT INTO written VALUES (?, ?, ?)", (post.id, post.written.prefix, links))
        self._state.execute("UPDATE users SET posts = posts + 1 WHERE id = ?", (post.author.id,))
        if post.replied_to is not None:
            self._state.execute("UPDATE posts SET replies = replies + 1 WHERE id = ?", (post.replied_to,))

    def held(self, identifier: int) -> Post | None:
        """The post of this id, deleted or not."""
        return next(self._read("WHERE p.id = ?", identifier), None) if identifier <= LARGEST else None

    def visible(self, identifier: int) -> Post | None:
        """The post of this id, as the public sees it."""
        post = self.held(identifier)
        return None if post is None or post.deleted else post

    def newest_first(self, above: int, below: int) -> Iterator[Post]:
        """What is visible between two ids, both exclusive; read as far as it is iterated."""
        bounds = (min(above, LARGEST), min(below, LARGEST))
        return self._read("WHERE p.id > ? AND p.id < ? AND NOT p.deleted ORDER BY p.id DESC", *bounds)

    def newest_first_of(self, author: int, above: int, below: int) -> Iterator[Post]:
        """What is visible of one author's posts between two ids, both exclusive."""
        bounds = (author, min(above, LARGEST), min(below, LARGEST))
        return self._read(
            "WHERE p.author_id = ? AND p.id > ? AND p.id < ? AND NOT p.deleted ORDER BY p.id DESC", *bounds
        )

    def all_held(self) -> Iterator[Post]:
        """Everything, deleted or not, oldest first."""
        return self._read("ORDER BY p.id")

    def held_of(self, author: Named) -> Iterator[Post]:
        """Everything one author has posted, deleted or not, oldest first."""
        return self._read("WHERE p.author_id = ? ORDER BY p.id", author.id)

    def delete(self, post: Post) -> None:
        """Its author takes a post back, and has one less."""
        self._state.execute("UPDATE posts SET deleted = 1 WHERE id = ?", (post.id,))
        self._state.execute("UPDATE users SET posts = posts - 1 WHERE id = ?", (post.author.id,))

    def engage(self, identifier: int, likes: int | None, replies: int | None, reposts: int | None) -> None:
        """Set the counts of a post that are given."""
        self._state.execute(
            "UPDATE posts SET likes = coalesce(?, likes), replies = coalesce(?, replies), "
            "reposts = coalesce(?, reposts) WHERE id = ?",
            (likes, replies, reposts, identifier),
        )

    def _read(self, condition: str, *values: int) -> Iterator[Post]:
        for row in self._state.execute(_SELECT + condition, values):
            yield _post(row)


def _post(row: tuple[Any, ...]) -> Post:
    (identifier, author_id, author, text, created_ms, lang, conversation_id, mentions, *more) = row
    replied_to, reply_user_id, reply_username, likes, replies, reposts, deleted, prefix, links, media = more
    return Post(
        id=identifier,
        author=Named(author_id, author),
        text=text,
        created_at=times.from_ms(created_ms),
        lang=lang,
        conversation_id=conversation_id,
        mentions=tuple(Named(*each) for each in orjson.loads(mentions)),
        replied_to=replied_to,
        in_reply_to=None if reply_user_id is None else Named(reply_user_id, reply_username),
        engagement=Engagement(likes, replies, reposts),
        deleted=bool(deleted),
        written=None if prefix is None else Written(prefix, tuple(Link(*each) for each in orjson.loads(links))),
        media=tuple(Media(*each) for each in orjson.loads(media)),
    )
