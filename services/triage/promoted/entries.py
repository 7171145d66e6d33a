"""What became of each refit, and which heads are in force."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

What = Literal["promoted", "refused", "undone"]
SHIPPED = "shipped"
"""The name of the heads that came with this version of the product."""


class Entry(BaseModel):
    """One thing that happened to the heads: a line of the history. No words, and no names of those who corrected."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    at: datetime
    what: What
    version: str
    """The heads that it is about; after an undoing those that are in force again."""
    before: str
    """The heads that were in force until then."""
    by: str
    """`nightly`, or the operator who asked for it."""
    why: tuple[str, ...] = ()
    corrections: int = 0
    newest: datetime | None = None
    """When the last correction that it knew was made: what is newer is new to the next."""
    since: datetime | None = None
    """Corrections made up to then are not learnt from by itself: what they taught was undone."""
    figures: Mapping[str, float] = {}


class Pointer(BaseModel):
    """What is in force, and what would be after an undoing: one file, changed as a whole."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    version: str = SHIPPED
    before: tuple[str, ...] = ()
    """Earlier versions, the latest last; before the first of them come the shipped heads."""
    entry: Entry | None = None
    """What brought it about; told in the history as well, even where the process died before it could."""

    @property
    def since(self) -> datetime | None:
        """Up to when corrections were undone; None where none were, or a person learnt from all of them again."""
        if self.entry is None:
            return None
        return self.entry.since or (self.entry.at if self.entry.what == "undone" else None)
