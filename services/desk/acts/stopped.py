"""What a hold does: which accounts it stops, what was under way as it began, what waits, what missed its time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from services.desk.acts.office import Acting, Office
from services.desk.domain import holding
from services.desk.domain.delivery import DeskDelivery
from services.desk.domain.holding import Acknowledgement, DeskHold
from services.desk.domain.stopping import missed_since, passes, under_way_at, went_under
from services.desk.readmodel import deliveries, holds, staff
from shared.contracts.hold_changed import Hold
from shared.contracts.post_changed import Delivery, State
from shared.rules.holding import holds_on, may_pass, parts_of, same_incident

AT_MOST = 500
"""Deliveries of each kind: a force that has more under a hold than this reads the list of posts."""

_ANSWERED: Sequence[State] = (
    "posted",
    "unknown",
    "refused",
    "abandoned",
    "deleting",
    "deleted",
    "delete_unknown",
)
"""States that a call to the platform leads to, once it has ended; one that is tried again is approved again."""

_STOPPABLE: frozenset[State] = frozenset({"submitted", "approved"})
"""What may still go out, and nothing of it has left."""

StoppedBy = Callable[[Delivery], list[Hold]]
"""The holds that keep this delivery from going out now; none where it may pass all of them."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """A hold with all that somebody asks about it; posts only as far as this person may see them."""

    hold: Hold
    called: str
    accounts: tuple[Acknowledgement, ...]
    in_flight: tuple[DeskDelivery, ...]
    """Their requests had left when it began, or could have: no hold calls back a request."""
    waiting: tuple[DeskDelivery, ...]
    """Approved, and miss their time unless it is released before."""
    missed: tuple[DeskDelivery, ...]
    """Their time came under it, and they still want another."""
    passing: tuple[DeskDelivery, ...]
    """Approved by a supervisor under its incident: they go out, or went out since it began."""
    would_pass: tuple[DeskDelivery, ...]
    """About its incident, and wait for a supervisor's approval."""

    @property
    def applied(self) -> tuple[Acknowledgement, ...]:
        """The accounts on which nothing begins any more."""
        return tuple(each for each in self.accounts if each.applied)

    @property
    def silent(self) -> tuple[Acknowledgement, ...]:
        """Those of which that is not known."""
        return tuple(each for each in self.accounts if not each.applied)

    @property
    def state(self) -> Literal["being applied", "applied", "released"]:
        """How far it has come."""
        if not self.hold.holds:
            return "released"
        return "being applied" if self.silent else "applied"


def stopped(office: Office, acting: Acting, desk_hold: DeskHold) -> Stopped:
    """All that is known of a hold now."""
    db, hold, registry = office.model.store.db, desk_hold.hold, office.registry
    accounts = _accounts(office, hold)

    def of(*states: State) -> list[DeskDelivery]:
        found = deliveries.listed(db, acting.viewer, states=states, limit=AT_MOST, next_first=True)
        return [each for each in found if each.account in accounts]

    reports = staff.channels(db)
    flying = {each.in_flight for each in reports if each.in_flight} if hold.holds else set()
    since = deliveries.changed_since(db, acting.viewer, hold.at, states=_ANSWERED, limit=AT_MOST)
    called = [*of("sending"), *(each for each in since if each.account in accounts)]
    in_flight = [each for each in called if under_way_at(each.delivery, desk_hold) or each.id in flying]
    approved = of("approved")
    return Stopped(
        hold=hold,
        called=holding.called(hold.scope, registry),
        accounts=tuple(holding.acknowledged(reports, accounts, desk_hold)),
        in_flight=tuple(in_flight),
        waiting=tuple(each for each in approved if not may_pass(each.delivery.approval, hold)),
        missed=tuple(each for each in of("missed") if each.successor is None and missed_since(each.delivery, hold)),
        passing=tuple(
            each for each in (*approved, *called) if each not in in_flight and went_under(each.delivery, hold)
        ),
        would_pass=tuple(
            each for each in of("submitted") if same_incident(each.delivery.content.incident, hold.incident)
        ),
    )


def _accounts(office: Office, hold: Hold) -> list[str]:
    """The active ones that it stops, or stopped."""
    standing, parts = hold.model_copy(update={"released_at": None}), parts_of(office.registry)
    every = office.registry.accounts.values()
    return [each.id for each in every if each.status == "active" and holds_on(each.id, [standing], parts)]


def stopped_by(office: Office) -> StoppedBy:
    """What keeps deliveries from going out, looked up once for a page."""
    standing = cache(lambda: tuple(each.hold for each in holds.standing(office.model.store.db)))
    parts = cache(lambda: parts_of(office.registry))

    def by(delivery: Delivery) -> list[Hold]:
        if delivery.state not in _STOPPABLE or not standing():
            return []
        stop = holds_on(delivery.content.account, standing(), parts())
        return [each for each in stop if not passes(delivery, each)]

    return by
