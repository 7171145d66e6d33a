"""Somebody may be in danger: raised by triage, handled by people at the desk. Readers drop repeats by mention id."""

from shared.contracts.fact import Fact, Id, Moment
from shared.contracts.labels import Basis, Reason
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
