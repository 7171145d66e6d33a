"""An alert as the desk knows it, and how alerts about the same thing stand together without hiding one another."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from shared.contracts.alert_changed import AlertAcknowledged, AlertClosed, AlertPassedOn, AlertRaised
from shared.contracts.labels import Labels
from shared.contracts.mention_changed import Mention

AlertState = Literal["raised", "acknowledged", "passed_on", "closed"]

SAME_THING = timedelta(minutes=60)
"""Alerts that name one street further apart than this are shown as different incidents."""


@dataclass(frozen=True, slots=True)
class DeskAlert:
    """One alert, folded from its topic; the words come from the mention, committed or not yet."""

    raised: AlertRaised
    audience: frozenset[str]
    acknowledged: AlertAcknowledged | None = None
    passed_on: AlertPassedOn | None = None
    closed: AlertClosed | None = None
    mention: Mention | None = None
    labels: Labels | None = None

    @property
    def id(self) -> str:
        """The mention's id: one mention raises one alert."""
        return self.raised.id

    @property
    def state(self) -> AlertState:
        """How far it has been handled."""
        if self.closed:
            return "closed"
        if self.passed_on:
            return "passed_on"
        return "acknowledged" if self.acknowledged else "raised"

    @property
    def owner(self) -> str | None:
        """Who acknowledged it, or else passed it on."""
        if self.acknowledged:
            return self.acknowledged.by
        return self.passed_on.by if self.passed_on else None

    def same_street(self, other: "DeskAlert") -> bool:
        """Whether both name the same street or point at about the same time; a town alone is never enough."""
        ours, theirs = _spot(self.labels), _spot(other.labels)
        near = abs(self.raised.raised_at - other.raised.raised_at) <= SAME_THING
        return ours is not None and ours == theirs and near

    def same_thing(self, other: "DeskAlert") -> bool:
        """Whether both seem to speak of one incident: one conversation, or one street."""
        return self.raised.conversation == other.raised.conversation or self.same_street(other)


@dataclass(frozen=True, slots=True)
class Group:
    """Alerts that seem to speak of one thing, the first told first; every one of them is listed."""

    alerts: tuple[DeskAlert, ...]

    @property
    def first(self) -> DeskAlert:
        """The alert that was raised first."""
        return self.alerts[0]

    @property
    def unseen(self) -> int:
        """How many of them nobody has acknowledged."""
        return sum(alert.state == "raised" for alert in self.alerts)


def grouped(alerts: Sequence[DeskAlert]) -> list[Group]:
    """The alerts in groups: unacknowledged groups first, then the newest."""
    groups: list[list[DeskAlert]] = []
    told: dict[object, tuple[DeskAlert, list[DeskAlert]]] = {}
    for alert in sorted(alerts, key=lambda alert: alert.raised.raised_at):
        marks = [mark for mark in (alert.raised.conversation, _spot(alert.labels)) if mark]
        before = [told[mark] for mark in marks if mark in told]
        group = next((group for last, group in before if alert.same_thing(last)), None)
        if group is None:
            groups.append(group := [])
        group.append(alert)
        told.update(dict.fromkeys(marks, (alert, group)))
    made = [Group(tuple(group)) for group in groups]
    return sorted(made, key=lambda group: (group.unseen == 0, -group.alerts[-1].raised.raised_at.timestamp()))


def sounds(alert: DeskAlert, others: Sequence[DeskAlert]) -> bool:
    """Whether this alert sounds: always, unless one about the same thing is open before everybody's eyes already."""
    return alert.state == "raised" and not any(
        other.id != alert.id
        and other.state != "closed"
        and other.raised.raised_at <= alert.raised.raised_at
        and alert.same_thing(other)
        for other in others
    )


def sounding_at(now: datetime) -> datetime:
    """Alerts raised before this moment are old news to a page that opens now: they show, yet do not sound again."""
    return now - timedelta(minutes=10)


def _spot(labels: Labels | None) -> tuple[str, str] | None:
    if labels is None or labels.place is None or labels.place.precision not in ("point", "street"):
        return None
    return labels.district, labels.place.name.casefold()
