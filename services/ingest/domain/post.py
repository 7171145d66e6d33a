"""A public post as ingest looks at it, whichever platform it came from."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from shared.contracts.mention_changed import Author, Media


class NamedUser(Protocol):
    """Somebody whom a text names."""

    @property
    def username(self) -> str:
        """The handle, in the text's own case."""

    @property
    def id(self) -> str | None:
        """The platform's id of that user, where it says so."""


class Post(Protocol):
    """One version of a post."""

    @property
    def id(self) -> str:
        """Of this version."""

    @property
    def versions(self) -> Sequence[str]:
        """The ids of all versions up to this one, the first first."""

    @property
    def text(self) -> str:
        """The whole of it, as people read it."""

    @property
    def author(self) -> Author:
        """Who wrote it."""

    @property
    def conversation(self) -> str:
        """The platform's id of the thread."""

    @property
    def posted_at(self) -> datetime:
        """When this version was posted."""

    @property
    def link(self) -> str:
        """Where people see it."""

    @property
    def named(self) -> Sequence[NamedUser]:
        """Whom it names."""

    @property
    def in_reply_to(self) -> str | None:
        """The id of the post it answers."""

    @property
    def in_reply_to_user(self) -> str | None:
        """The id of the user it answers."""

    @property
    def in_reply_to_text(self) -> str | None:
        """The words it answers."""

    @property
    def quoted_user(self) -> str | None:
        """The id of the user it quotes."""

    @property
    def repost(self) -> bool:
        """Whether it only repeats another post."""

    @property
    def language(self) -> str | None:
        """The language the platform takes it for."""

    @property
    def media(self) -> Sequence[Media]:
        """Pictures and videos."""
