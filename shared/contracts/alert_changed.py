"""Somebody may be in danger: raised by triage, handled by people at the desk.

Readers drop repeats by mention id and occasion.
"""

from typing import Literal

from shared.contracts.fact import Fact, Id, Moment
from shared.contracts.labels import Basis, Place, Reason
from shared.contracts.topic import Kept, Topic


class AlertRaised(Fact):
    """A mention that may concern danger; it may arrive more than once and before the mention itself is committed."""

    id: Id
    """The mention's id: one mention raises one alert."""
    conversation: Id
    accounts: tuple[Id, ...]
    district: Id
    link: str
    reasons: tuple[Reason, ...]
    basis: Basis
    posted_at: Moment
    received_at: Moment
    raised_at: Moment
    about: Id | None = None
    """What it seems to be about, one of the registry's concerns; None where nobody can tell."""
    place: Place | None = None
    """The place that the message names, where it names one."""
    because: Literal["words", "model", "thread", "person"] | None = None
    """What raised it: its words, the model where the words say little, the message that it answers, or a person."""
    occasion: Id | None = None
    """The version of the words that raised it, `<platform>:<platform_id>`, or `person:<when>`. The same again is a
    repeat; another one is news: the message was edited and tells of danger now, or a person says so."""


class AlertAcknowledged(Fact):
    """A person has seen it and owns it."""

    id: Id
    conversation: Id
    by: Id
    at: Moment


class AlertPassedOn(Fact):
    """A person told the control room, whose reference this is."""

    id: Id
    conversation: Id
    by: Id
    reference: str
    at: Moment


class AlertClosed(Fact):
    """A person ended it, and said why."""

    id: Id
    conversation: Id
    by: Id
    reason: str
    at: Moment


AlertFact = AlertRaised | AlertAcknowledged | AlertPassedOn | AlertClosed

ALERT_CHANGED: Topic[AlertFact] = Topic(
    name="alert.changed.v1",
    what="A mention that may concern danger to somebody, and what people did about it; thin.",
    writers=("triage", "desk"),
    readers=("desk", "operations", "force systems"),
    partitions=6,
    kept=Kept("delete", days=400),
    transitions={
        "alert.raised": AlertRaised,
        "alert.acknowledged": AlertAcknowledged,
        "alert.passed_on": AlertPassedOn,
        "alert.closed": AlertClosed,
    },
    key=lambda alert: alert.id,
    scope=lambda alert: alert.conversation,
)
