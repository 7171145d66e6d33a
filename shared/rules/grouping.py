"""Which alerts seem to speak of one thing: they stand together on the page, each of them listed, none hidden."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from shared.contracts.alert_changed import AlertRaised
from shared.contracts.labels import OUTSIDE, UNKNOWN_DISTRICT, Place

Tie = Literal["conversation", "spot", "place", "district"]
"""What joins an alert to those before it, the surest first: one thread · one street or point · the same kind of thing
in the same town · the same kind in the same district, where one of them names no place."""

SURE: frozenset[Tie] = frozenset({"conversation", "spot"})
"""Ties by which an alert may stay silent while an earlier one is open before everybody's eyes; by others it sounds."""

SAME_SPOT = timedelta(minutes=60)
"""Alerts that name one street further apart than this are different incidents."""
SAME_KIND = timedelta(minutes=30)
"""The same of alerts that have only kind and town, or kind and district, in common."""
ANY_KIND = "other"
"""A kind that joins nothing: two things that are both something else are not alike for it."""


@dataclass(slots=True)
class Group:
    """Alerts about one thing, as far as anybody can tell without reading them."""

    alerts: list[AlertRaised]
    """The first told first."""
    ties: dict[str, Tie] = field(default_factory=dict)
    """By its id, what joined an alert to those before it; the first has none."""
    placed: bool = False
    """Whether one of them names a place."""

    @property
    def last(self) -> datetime:
        """When the newest was raised."""
        return self.alerts[-1].raised_at


def groups_of(alerts: Iterable[AlertRaised]) -> list[Group]:
    """Every alert in exactly one group, however weak the ties: the groups in the order in which they began."""
    groups: list[Group] = []
    known: dict[tuple[str, ...], Group] = {}
    for alert in sorted(alerts, key=lambda each: (each.raised_at, each.id)):
        tie, group = _joined(alert, known)
        if group is None:
            groups.append(group := Group([]))
        elif tie is not None:
            group.ties[alert.id] = tie
        group.alerts.append(alert)
        group.placed = group.placed or _named(alert.place) is not None
        known.update(dict.fromkeys(_marks(alert), group))
    return groups


def tie_between(alert: AlertRaised, earlier: AlertRaised) -> Tie | None:
    """What joins an alert to one that was raised before it; None where they are different things."""
    first, *_ = groups_of((earlier, alert))
    return first.ties.get(alert.id)


def _joined(alert: AlertRaised, known: dict[tuple[str, ...], Group]) -> tuple[Tie | None, Group | None]:
    """The group that an alert belongs to, by its surest tie."""
    for tie, mark in _looked_for(alert):
        group = known.get(mark)
        if group is not None and _in_time(tie, alert, group):
            return tie, group
    return None, None


def _looked_for(alert: AlertRaised) -> Iterator[tuple[Tie, tuple[str, ...]]]:
    yield "conversation", ("conversation", alert.conversation)
    name, kind = _named(alert.place), _kind(alert)
    if name is not None and _is_spot(alert.place):
        yield "spot", ("spot", alert.district, name)
    if kind is None:
        return
    if name is not None:
        yield "place", ("place", *kind, name)
        yield "district", ("nowhere", *kind)
    else:
        yield "district", ("kind", *kind)


def _in_time(tie: Tie, alert: AlertRaised, group: Group) -> bool:
    match tie:
        case "conversation":
            return True
        case "spot":
            return alert.raised_at - group.last <= SAME_SPOT
        case "place":
            return alert.raised_at - group.last <= SAME_KIND
        case "district":  # from the first on: a busy night in one district does not become one incident
            placed = group.placed and _named(alert.place) is not None
            return not placed and alert.raised_at - group.alerts[0].raised_at <= SAME_KIND


def _marks(alert: AlertRaised) -> Iterator[tuple[str, ...]]:
    """By what later alerts find this one."""
    yield "conversation", alert.conversation
    name, kind = _named(alert.place), _kind(alert)
    if name is not None and _is_spot(alert.place):
        yield "spot", alert.district, name
    if kind is not None:
        yield "kind", *kind
        yield ("nowhere", *kind) if name is None else ("place", *kind, name)


def _kind(alert: AlertRaised) -> tuple[str, str] | None:
    """What it is about, and in which district; None where either is not known."""
    if alert.about in (None, ANY_KIND) or alert.district in (UNKNOWN_DISTRICT, OUTSIDE):
        return None
    return str(alert.about), alert.district


def _named(place: Place | None) -> str | None:
    """A town, street or point as it is compared; a district says no more than the alert itself."""
    if place is None or place.precision in ("district", "police_area"):
        return None
    return " ".join(place.name.casefold().split())


def _is_spot(place: Place | None) -> bool:
    return place is not None and place.precision in ("point", "street")
