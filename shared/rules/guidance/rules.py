"""A force's rules as data: what each says, of what kind it is, and when it does not count."""

from datetime import date
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from shared.rules.guidance.names import Names
from shared.rules.guidance.patterns import Patterns
from shared.rules.guidance.phrases import NONE, Phrases

Sentence = Annotated[str, StringConstraints(min_length=20, max_length=500)]


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Period(_Entry):
    """Days in London, both within."""

    first: date
    last: date

    @model_validator(mode="after")
    def _forwards(self) -> Self:
        if self.last < self.first:
            message = f"the period ends on {self.last}, before it begins on {self.first}"
            raise ValueError(message)
        return self


class _Rule(_Entry):
    """What every rule has, of whatever kind."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{2,59}$")]
    level: Literal["blocks", "asks", "hints"]
    reason: Sentence
    """For the writer: why, and what to do instead."""
    source: Annotated[str, StringConstraints(min_length=5, max_length=300)]
    applies_to: Literal["posts", "replies", "both"] = "both"
    enabled: bool = True
    districts: tuple[str, ...] = ()
    """Only for accounts of these; none is for all."""
    during: tuple[Period, ...] | None = None
    """Only for what goes out in these; none given is always, an empty list never."""
    unless: Phrases = NONE
    """Anywhere in the text, they lift it."""


class Together(_Entry):
    """Lists of phrases, one of each of which has to be there."""

    all: Annotated[tuple[Phrases, ...], Field(min_length=1, max_length=4)]
    within: Annotated[int, Field(ge=1, le=500)] = 500
    """Words, from the first to the last of what was found."""
    one_sentence: bool = False


class WordsRule(_Rule, Together):
    """Words near words."""

    kind: Literal["words"]
    where: Literal["text", "answered", "pictures"] = "text"
    """The draft's text, the words that it answers, or the alternative texts of its pictures."""
    also: tuple[Together, ...] = ()
    """Other lists that lead to the same finding."""
    but_not: Phrases = NONE
    """What is part of these does not count: `caught fire`."""
    negated_by: Phrases = NONE
    """A few words before, in the same clause, they lift what follows: `do not`."""
    despite: Phrases = NONE
    """Between the two, they make it count again: `hesitate`."""
    questions: bool = True
    """Whether what stands in a question counts."""
    unless_address: bool = False
    """Whether an address in the text lifts it."""
    picture: Phrases = NONE
    """Only where the alternative text of a picture without an end has one of these."""


class PatternRule(_Rule):
    """Numbers and signs of a certain form, as regular expressions."""

    kind: Literal["pattern"]
    patterns: Patterns
    where: Literal["text", "pictures"] = "text"


class PhoneRule(_Rule):
    """Telephone numbers that are none of the registry's routes."""

    kind: Literal["phone"]
    which: Literal["private", "service", "nearly_a_route", "run_out"]
    """Of a person or business; 03, 08 and 09 that nobody checked; one slip from a route; a route that has run out."""
    known: tuple[str, ...] = ()
    """Numbers beside the routes that may be given."""
    wrong: tuple[str, ...] = ()
    """Short numbers that are wrong after `call`, such as another country's 911."""


class HostRule(_Rule):
    """Where addresses lead."""

    kind: Literal["host"]
    which: Literal["denied", "alike", "unlisted", "insecure", "email"]
    """On the list; like one of the list but another; on no list; without https; an e-mail's host on no list."""
    hosts: tuple[str, ...] = ()
    """Each with everything under it."""


class CountRule(_Rule):
    """Too many of something."""

    kind: Literal["count"]
    of: Literal[
        "hashtags", "hashtags_not_at_the_end", "hashtags_in_one_case", "emoji", "sentence_words", "capital_words",
        "styled_letters", "addresses", "strange_handles",
    ]  # fmt: skip
    at_most: Annotated[int, Field(ge=0, le=1_000)]
    known: tuple[str, ...] = ()
    """Handles that are no strangers', without the @."""


class LengthRule(_Rule):
    """A text that is too long, or hardly one."""

    kind: Literal["length"]
    at_most: Annotated[int, Field(ge=1, le=10_000)]


class TimeRule(_Rule):
    """Days and times in the text, and of the post."""

    kind: Literal["time"]
    which: Literal["weekday", "event_past", "event_soon", "same_minute"]
    events: Phrases = NONE
    """Words by which a text invites to something."""
    lead_hours: Annotated[int, Field(ge=1, le=1_000)] = 24


class PictureRule(_Rule):
    """Alternative texts that help nobody; that there is one is asked elsewhere."""

    kind: Literal["picture"]
    at_least: Annotated[int, Field(ge=0, le=1_000)] = 0
    at_most: Annotated[int, Field(ge=1, le=10_000)] = 10_000
    patterns: Patterns = Patterns(())
    same_as_text: bool = False
    expired: bool = False
    """Whether it finds pictures that may not be shown any more when the post goes out."""


class BlockedRule(_Rule):
    """Words that are never posted, however they are written."""

    kind: Literal["blocked"]
    words: Annotated[tuple[Annotated[str, StringConstraints(pattern=r"[^\W_]")], ...], Field(min_length=1)]


Rule = Annotated[
    WordsRule | PatternRule | PhoneRule | HostRule | CountRule | LengthRule | TimeRule | PictureRule | BlockedRule,
    Field(discriminator="kind"),
]
"""A rule of one of the kinds."""


class Guidance(_Entry):
    """All rules of a force, in the order in which writers see what they find."""

    version: str
    """SHA-256 of the file's bytes, in hexadecimal: kept with every post that was checked."""
    names: Names = Names()
    rules: tuple[Rule, ...] = ()

    @cached_property
    def by_id(self) -> dict[str, Rule]:
        """Each rule by its id."""
        return {rule.id: rule for rule in self.rules}
