"""A draft as rules look at it: read once, whatever the number of rules."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from shared.rules.guidance.draught import Around, Draughted
from shared.rules.guidance.names import Names
from shared.rules.guidance.words import LONGEST, Text, read


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule found, and the characters of the text that led to it, where some did."""

    start: int | None = None
    end: int | None = None


class Look:
    """One draft, what it is checked against, and what several rules need of both."""

    def __init__(self, draft: Draughted, names: Names, around: Around) -> None:
        self.draft = draft
        self.names = names
        self.around = around
        self.written = draft.text[:LONGEST]

    @cached_property
    def text(self) -> Text:
        """The draft's words."""
        return read(self.draft.text)

    @cached_property
    def answered(self) -> Text:
        """The words of what it answers."""
        return read(self.draft.answers or "")

    @cached_property
    def goes_out(self) -> datetime:
        """When people read it."""
        return self.around.goes_out(self.draft)

    @cached_property
    def alt_texts(self) -> tuple[str, ...]:
        """Of its pictures, in their order."""
        return tuple(each.alt_text[:LONGEST] for each in self.draft.pictures)

    @cached_property
    def shown(self) -> tuple[Text, ...]:
        """The words of the alternative texts."""
        return tuple(map(read, self.alt_texts))
