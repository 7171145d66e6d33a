"""Acts on holds: stop posting somewhere, let it go on, and how far either has come."""

from services.desk.acts.asking import Ids
from services.desk.acts.deed import Deed
from services.desk.acts.office import Acting, Office
from services.desk.domain import holding
from services.desk.domain.holding import DeskHold
from services.desk.domain.order import Order
from services.desk.domain.refusal import Refused
from services.desk.readmodel import holds
from shared.contracts.hold_changed import Hold
from shared.contracts.staff_changed import FORCE_WIDE
from shared.rules.holding import FORCE, parts_of
from shared.rules.seeing import desks_of


async def begin(
    office: Office, acting: Acting, scope: str, *, reason: str, incident: str | None, same_id: str | None = None
) -> DeskHold:
    """Nothing more is posted in the scope that somebody means; one that is held is held for this from now on.

    Said again, by `same_id` or in the same words, it changes nothing.
    """
    order = Order(Ids(same_id)("hold"), acting.person, office.now())
    parts = parts_of(office.registry)
    async with office.turn:
        office.may_act_now()
        if known := holds.find(office.model.store.db, order.id):
            return known
        wanted = holding.meant(scope, office.registry)
        try:
            hold = holding.begin(order, wanted, parts, reason=reason, incident=incident)
        except Refused as refusal:
            await office.refused(acting, "hold.begin", wanted, refusal)
            raise
        before = holds.of_scope(office.model.store.db, wanted)
        if before and holding.says_the_same(before.hold, hold):
            return before
        await office.carry_out(acting, "hold.begin", (hold.id, wanted), Deed([("hold.begun", hold)]))
    return as_it_stands(office, DeskHold(hold, None))


async def release(office: Office, acting: Acting, hold: str) -> DeskHold:
    """Posting may go on; what missed its time under the hold stays where it is."""
    async with office.turn:
        office.may_act_now()
        found = open_hold(office, acting, hold)
        order = Order(found.id, acting.person, office.now())
        try:
            released = holding.release(found.hold, order, parts_of(office.registry))
        except Refused as refusal:
            await office.refused(acting, "hold.release", (found.id, found.hold.scope), refusal)
            raise
        on = (found.id, found.hold.scope)
        await office.carry_out(acting, "hold.release", on, Deed([("hold.released", released)]))
    return as_it_stands(office, DeskHold(released, None))


def open_hold(office: Office, acting: Acting, hold: str) -> DeskHold:
    """The hold, where it concerns this person; Refused says that there is none."""
    found = holds.find(office.model.store.db, hold)
    if found is None or not concerns(office, acting, found.hold):
        raise Refused(
            "unknown", "There is no such hold here.", "Look at what is stopped now: another may have replaced it."
        )
    return found


def seen(office: Office, acting: Acting) -> list[DeskHold]:
    """Every hold that stands and concerns this person, the newest first."""
    return [each for each in holds.standing(office.model.store.db) if concerns(office, acting, each.hold)]


def concerns(office: Office, acting: Acting, hold: Hold) -> bool:
    """Whether it stops an account whose posts this person may see; what stops everything concerns everybody."""
    desks, parts = desks_of(acting.person), parts_of(office.registry)
    if FORCE_WIDE in desks or hold.scope == FORCE or hold.scope not in parts.scopes():
        return bool(desks)
    served = (parts.accounts[each] for each in parts.of_scope(hold.scope))
    return not desks.isdisjoint(parts.districts_of(hold.scope).union(*served))


def as_it_stands(office: Office, hold: DeskHold) -> DeskHold:
    """As the read model has it by now; one whose scope another took meanwhile is as it was."""
    return holds.find(office.model.store.db, hold.id) or hold
