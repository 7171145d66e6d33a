"""Acts on an alert: look at it, acknowledge it, pass it to the control room, close it."""

from collections.abc import Callable, Sequence

from services.desk.acts.deed import Deed
from services.desk.acts.office import Acting, Office
from services.desk.domain import handling
from services.desk.domain.alert import DeskAlert
from services.desk.domain.refusal import Refused
from services.desk.readmodel import alerts
from shared.contracts.alert_changed import AlertAcknowledged, AlertClosed, AlertPassedOn
from shared.contracts.fact import Fact

_TRANSITIONS: dict[type[Fact], str] = {
    AlertAcknowledged: "alert.acknowledged",
    AlertPassedOn: "alert.passed_on",
    AlertClosed: "alert.closed",
}

Decide = Callable[[DeskAlert], Sequence[Fact]]


async def open_alert(office: Office, acting: Acting, alert: str) -> DeskAlert:
    """The alert, where this person may see it; the view is on record before it is returned."""
    found = await _allowed(office, acting, "alert.view", alert)
    await office.saw(acting, [found])
    return found


async def acknowledge(office: Office, acting: Acting, alert: str) -> DeskAlert:
    """This person has seen it and owns it."""
    return await _act(
        office,
        acting,
        "alert.acknowledge",
        alert,
        lambda found: handling.acknowledge(found, by=acting.person.id, now=office.now(), names=office.names),
    )


async def pass_on(office: Office, acting: Acting, alert: str, reference: str) -> DeskAlert:
    """The control room knows, under this reference."""
    return await _act(
        office,
        acting,
        "alert.pass_on",
        alert,
        lambda found: handling.pass_on(found, by=acting.person.id, now=office.now(), reference=reference),
    )


async def close(office: Office, acting: Acting, alert: str, reason: str) -> DeskAlert:
    """Ended, for this reason."""
    return await _act(
        office,
        acting,
        "alert.close",
        alert,
        lambda found: handling.close(found, by=acting.person.id, now=office.now(), reason=reason),
    )


async def _act(office: Office, acting: Acting, act: str, alert: str, decide: Decide) -> DeskAlert:
    async with office.turn:
        office.may_act_now()
        found = await _allowed(office, acting, act, alert)
        try:
            facts = decide(found)
        except Refused as refusal:
            await office.refused(acting, act, alert, refusal)
            raise
        if facts:
            await office.carry_out(acting, act, alert, Deed([(_TRANSITIONS[type(fact)], fact) for fact in facts]))
        else:
            await office.saw(acting, [found])
    return _find(office, alert) or found


async def _allowed(office: Office, acting: Acting, act: str, alert: str) -> DeskAlert:
    found = _find(office, alert)
    if found is None:
        raise Refused("unknown", "There is no such alert here.", "Look at the list of alerts.")
    await office.allowed(acting, act, alert, found.audience)
    return found


def _find(office: Office, alert: str) -> DeskAlert | None:
    return alerts.find(office.model.store.db, alert, office.model.early)
