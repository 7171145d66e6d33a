"""An alert as the desk knows it, and how alerts about the same thing stand together without hiding one another."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from shared.contracts.alert_changed import AlertAcknowledged, AlertClosed, AlertPassedOn, AlertRaised
from shared.contracts.labels import Labels
from shared.contracts.mention_changed import Mention
from shared.rules.grouping import SURE, groups_of, tie_between

AlertState = Literal["raised", "acknowledged", "passed_on", "closed"]


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

    @property
    def told(self) -> AlertRaised:
        """The alert, with place and kind from the labels where it was raised before either was known."""
        if self.labels is None:
            return self.raised
        known = {"place": self.raised.place or self.labels.place, "about": self.raised.about or self.labels.concern}
        return self.raised.model_copy(update=known)


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


@dataclass(frozen=True, slots=True)
class Waiting:
    """A district with alerts that nobody has acknowledged."""

    district: str
    alerts: int
    newest: datetime


def by_district(groups: Sequence[Group]) -> list[Waiting]:
    """Each district once with all alerts in it that nobody has acknowledged, in the order of the groups."""
    unseen: dict[str, list[datetime]] = {}
    for group in groups:
        for alert in group.alerts:
            if alert.state == "raised":
                unseen.setdefault(alert.raised.district, []).append(alert.raised.raised_at)
    return [Waiting(district, len(times), max(times)) for district, times in unseen.items()]


def grouped(alerts: Sequence[DeskAlert]) -> list[Group]:
    """The alerts in groups: unacknowledged groups first, then the newest."""
    known = {alert.id: alert for alert in alerts}
    made = [
        Group(tuple(known[each.id] for each in group.alerts)) for group in groups_of(alert.told for alert in alerts)
    ]
    return sorted(made, key=lambda group: (group.unseen == 0, -group.alerts[-1].raised.raised_at.timestamp()))


def sounds(alert: DeskAlert, others: Sequence[DeskAlert]) -> bool:
    """Whether this alert sounds: always, unless one surely about the same thing is before everybody's eyes already."""
    return alert.state == "raised" and not any(
        other.id != alert.id
        and other.state != "closed"
        and other.raised.raised_at <= alert.raised.raised_at
        and tie_between(alert.told, other.told) in SURE
        for other in others
    )


def sounding_at(now: datetime) -> datetime:
    """Alerts raised before this moment are old news to a page that opens now: they show, yet do not sound again."""
    return now - timedelta(minutes=10)
