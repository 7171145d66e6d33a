"""Holds as JSON calls: stop posting somewhere, see how far that has come, let it go on."""

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from services.desk.acts import holds as acts
from services.desk.acts.stopped import Stopped, stopped
from services.desk.domain.holding import DeskHold
from services.desk.pages.api.hold_shapes import HoldAsked, HoldShape, hold_shape
from services.desk.pages.api.mentions import PROBLEMS
from services.desk.pages.api.once import Done, once
from services.desk.pages.site import Reader, Site, SiteHere, Visitor
from shared.clock import uptime
from shared.contracts.staff_changed import FORCE_WIDE

BEGUN: dict[int | str, dict[str, Any]] = {
    **PROBLEMS,
    201: {"model": HoldShape, "description": "Held: nothing begins any more on any account in the scope."},
    202: {"model": HoldShape, "description": "It stands, and is being applied: `accounts` says where it is not yet."},
}
RELEASED: dict[int | str, dict[str, Any]] = {
    **PROBLEMS,
    200: {"model": HoldShape, "description": "Released: nothing goes out by that; `missed` want another time."},
}

router = APIRouter(prefix="/api/holds", tags=["holds"], responses=PROBLEMS)

HoldWait = Annotated[float, Query(ge=0, le=10, description="Seconds to wait until it is applied everywhere.")]


@router.get("")
async def standing(site: SiteHere, visitor: Reader, response: Response) -> list[HoldShape]:
    """The holds that stand and concern accounts that you may see, the newest first."""
    response.headers["Cache-Control"] = "no-store"
    return [_shape(site, visitor, each) for each in acts.seen(site.office, visitor.acting)]


@router.get("/{hold}")
async def one(site: SiteHere, visitor: Reader, hold: str, response: Response) -> HoldShape:
    """One hold, standing or released, until another takes its scope."""
    response.headers["Cache-Control"] = "no-store"
    return _shape(site, visitor, acts.open_hold(site.office, visitor.acting, hold))


@router.post("", responses=BEGUN, status_code=HTTPStatus.ACCEPTED)
async def begin(request: Request, site: SiteHere, visitor: Reader, asked: HoldAsked, wait: HoldWait = 0) -> Response:
    """Stop posting there at once; where it is stopped already, this reason and incident take the place of those."""

    async def act(same_id: str | None) -> Done:
        hold = await acts.begin(
            site.office, visitor.acting, asked.scope, reason=asked.reason, incident=asked.incident, same_id=same_id
        )
        return await _begun(site, visitor, hold, wait)

    async def again(hold: str) -> Done:
        return await _begun(site, visitor, acts.open_hold(site.office, visitor.acting, hold), wait)

    return await once(request, site, visitor, act, again)


@router.delete("/{hold}", responses=RELEASED)
async def release(request: Request, site: SiteHere, visitor: Reader, hold: str) -> Response:
    """Let posting go on. Nothing that was kept back goes out by itself."""

    async def act(_: str | None) -> Done:
        return Done(_shape(site, visitor, await acts.release(site.office, visitor.acting, hold)), hold)

    async def again(hold: str) -> Done:
        return Done(_shape(site, visitor, acts.open_hold(site.office, visitor.acting, hold)), hold)

    return await once(request, site, visitor, act, again)


async def _begun(site: Site, visitor: Visitor, hold: DeskHold, wait: float) -> Done:
    """The hold once it is applied everywhere, or as it stands after so many seconds."""
    changes, until = site.office.model.changes, uptime() + wait
    with changes.listener(frozenset({FORCE_WIDE})) as listener:
        while True:
            now = _stopped(site, visitor, hold)
            left = until - uptime()
            if now.state != "being applied" or left <= 0 or changes.closed:
                break
            await listener.take(within=left, settle=0)
    status = HTTPStatus.ACCEPTED if now.state == "being applied" else HTTPStatus.CREATED
    shape = hold_shape(now)
    return Done(shape, hold.id, status, {"Location": shape.look})


def _stopped(site: Site, visitor: Visitor, hold: DeskHold) -> Stopped:
    """As it stands by now; one that another has replaced meanwhile, as it was."""
    return stopped(site.office, visitor.acting, acts.as_it_stands(site.office, hold))


def _shape(site: Site, visitor: Visitor, hold: DeskHold) -> HoldShape:
    return hold_shape(stopped(site.office, visitor.acting, hold))
