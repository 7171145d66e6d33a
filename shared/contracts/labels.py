"""The labels of a mention: they describe the message and what has to be done with it, never its author."""

from typing import Annotated, Literal

from pydantic import Field

from shared.contracts.fact import Fact, Id

Tag = Literal[
    "emergency",
    "wrong_place_report",
    "community_concern",
    "appeal_response",
    "question",
    "praise",
    "complaint",
    "abuse",
    "spam",
    "chat",
]
Urgency = Literal["immediate", "today", "routine", "none"]
Sentiment = Literal["negative", "neutral", "positive"]
Precision = Literal["point", "street", "settlement", "district", "police_area"]

UNKNOWN_DISTRICT = "unknown"
"""No evidence names one district: the force's own desk sees it."""
OUTSIDE = "outside"
"""The place named lies outside the force's area."""


class Reason(Fact):
    """Why a label was given: the rule, and where in the text its words stand (characters, not the words themselves)."""

    label: str
    """The label it speaks for: a tag, `concern:<value>`, `district:<value>`, `personal_data:<kind>`, `urgency`…"""
    rule: str
    """The rule or model part, in words a constable understands."""
    start: int | None = None
    end: int | None = None
    confidence: Annotated[float, Field(ge=0, le=1)] | None = None
    """How likely the label is right, by what the machine met before; None for a plain rule or a person."""


class Place(Fact):
    """A place that the message names."""

    name: str
    precision: Precision


class Labels(Fact):
    """All labels of one message."""

    tags: Annotated[tuple[Tag, ...], Field(min_length=1)]
    concern: str | None = None
    """One of the registry's concerns."""
    urgency: Urgency
    needs_reply: bool
    district: Id
    """A district of the registry, `unknown` or `outside`."""
    police_area: str | None = None
    """Which force's area, where the district is `outside` and the place is unambiguous."""
    place: Place | None = None
    personal_data: tuple[str, ...] = ()
    language: str
    """ISO 639-1, `und` where it cannot be told."""
    sentiment: Sentiment
    alert: bool
    """True where an alert is raised: for every emergency, and for doubts beyond it."""
    reasons: tuple[Reason, ...] = ()


class Basis(Fact):
    """On whose word: a machine's version, or a person."""

    kind: Literal["machine", "person"]
    method: str
    """The labeller and its version, or for a person their id."""
    confidence: Annotated[float, Field(ge=0, le=1)] | None = None
    model: str | None = None
    """The encoder and terms that spoke, as the first letters of their hash; None where rules alone did."""
    heads: str | None = None
    """What weighed them, with its thresholds; the nightly refit changes it."""
    data: str | None = None
    """The authored lines and corrections that the heads learnt from, as the first letters of their hash."""
