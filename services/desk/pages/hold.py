"""Hold: stop. What is stopped and how far that has come; stopping in two steps; releasing, which sends nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus

from fastapi import APIRouter, Request
from starlette.responses import Response

from services.desk.acts import holds as acts
from services.desk.acts.stopped import Stopped, stopped
from services.desk.domain import holding
from services.desk.domain.holding import INCIDENT_LIMIT, REASON_LIMIT, DeskHold
from services.desk.domain.order import Order
from services.desk.domain.refusal import Refused
from services.desk.pages.asked import Given, same_id
from services.desk.pages.errors import STATUS
from services.desk.pages.site import Reader, Site, SiteHere, Visitor, back_to, render
from services.desk.readmodel import holds
from shared.clock import new_id
from shared.rules.holding import parts_of, why_not_hold

router = APIRouter(prefix="/hold", include_in_schema=False)

RELEASED_SHOWN = timedelta(hours=24)
"""A released one stays in sight so long where posts that missed their time under it still want another."""


@dataclass(frozen=True, slots=True)
class Form:
    """What somebody wants to stop, as they typed it."""

    scope: str = ""
    reason: str = ""
    incident: str = ""
    typed: str = ""
    once: str = ""


@router.get("")
async def standing(request: Request, site: SiteHere, visitor: Reader) -> Response:
    """What is stopped now, and for those who may, the form to stop more."""
    return _page(request, site, visitor, Form(once=new_id()))


@router.post("/back")
async def back(request: Request, site: SiteHere, visitor: Reader, given: Given) -> Response:
    """The form again, with what was typed."""
    return _page(request, site, visitor, _form(given))


@router.post("/confirm")
async def confirm(request: Request, site: SiteHere, visitor: Reader, given: Given) -> Response:
    """The second step: what it would stop, to be confirmed by the name of it."""
    form = _form(given)
    try:
        would = await _would(site, visitor, form)
    except Refused as refusal:
        return await _refused(request, site, visitor, form, refusal)
    return _confirmation(request, site, visitor, form, would)


@router.post("")
async def begin(request: Request, site: SiteHere, visitor: Reader, given: Given) -> Response:
    """Stop it, where its name was typed."""
    form, same = _form(given), same_id(visitor.acting, "hold", given)
    try:
        would = await _would(site, visitor, form)
        if not holding.names_it(form.typed, would.hold.scope, site.office.registry):
            return _confirmation(request, site, visitor, form, would, wrong=True)
        await acts.begin(
            site.office, visitor.acting, form.scope, reason=form.reason, incident=form.incident, same_id=same
        )
    except Refused as refusal:
        return await _refused(request, site, visitor, form, refusal)
    return back_to("/hold", "hold_begun")


@router.get("/{hold}/release")
async def releasing(request: Request, site: SiteHere, visitor: Reader, hold: str) -> Response:
    """What releasing means: nothing goes out by it, and what missed its time is listed."""
    found = acts.open_hold(site.office, visitor.acting, hold)
    return render(
        request, visitor, "hold_release.html", stop=_stopped(site, visitor, found), may=_may(site, visitor, found)
    )


@router.post("/{hold}/release")
async def release(site: SiteHere, visitor: Reader, hold: str) -> Response:
    """Let posting go on."""
    await acts.release(site.office, visitor.acting, hold)
    return back_to("/hold", "hold_released")


def _page(
    request: Request,
    site: Site,
    visitor: Visitor,
    form: Form,
    *,
    faults: Mapping[str, str] | None = None,
    code: int = HTTPStatus.OK,
) -> Response:
    db, now = site.office.model.store.db, site.office.now()
    stops = [_stopped(site, visitor, each) for each in acts.seen(site.office, visitor.acting)]
    ended = [
        _stopped(site, visitor, each)
        for each in holds.listed(db)
        if each.hold.released_at and each.hold.released_at > now - RELEASED_SHOWN
        if acts.concerns(site.office, visitor.acting, each.hold)
    ]
    return render(
        request,
        visitor,
        "hold.html",
        code=code,
        stops=[(each, _may(site, visitor, DeskHold(each.hold, None))) for each in stops],
        ended=[each for each in ended if each.missed],
        scopes=_scopes(site, visitor),
        form=form,
        faults=faults or {},
        limits={"reason": REASON_LIMIT, "incident": INCIDENT_LIMIT},
    )


def _confirmation(
    request: Request, site: Site, visitor: Visitor, form: Form, would: Stopped, *, wrong: bool = False
) -> Response:
    """The second step, with what is wrong where the name is."""
    return render(
        request,
        visitor,
        "hold_confirm.html",
        code=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        would=would,
        form=form,
        wrong=wrong,
        name=holding.plainly(would.hold.scope, site.office.registry),
        before=holds.of_scope(site.office.model.store.db, would.hold.scope),
    )


async def _refused(request: Request, site: Site, visitor: Visitor, form: Form, refusal: Refused) -> Response:
    """The form again, with what is wrong beside its field."""
    if refusal.kind != "invalid":
        raise refusal
    named = {"reason": "reason", "incident": "incident"}
    field = next((each for word, each in named.items() if f"The {word}" in refusal.title), "scope")
    faults = {field: f"{refusal.title} {refusal.detail}"}
    return _page(request, site, visitor, form, faults=faults, code=STATUS[refusal.kind])


async def _would(site: Site, visitor: Visitor, form: Form) -> Stopped:
    """The hold that would begin, with what it would stop; raises Refused where it may not, which is on record."""
    office, acting = site.office, visitor.acting
    parts = parts_of(office.registry)
    order = Order(new_id(), acting.person, office.now())
    scope = holding.meant(form.scope, office.registry)
    try:
        hold = holding.begin(order, scope, parts, reason=form.reason, incident=form.incident)
    except Refused as refusal:
        await office.refused(acting, "hold.begin", scope, refusal)
        raise
    return stopped(office, acting, DeskHold(hold, None))


def _stopped(site: Site, visitor: Visitor, hold: DeskHold) -> Stopped:
    return stopped(site.office, visitor.acting, hold)


def _may(site: Site, visitor: Visitor, hold: DeskHold) -> bool:
    """Whether this person may release it."""
    return _why_not(site, visitor, hold.hold.scope) is None


def _scopes(site: Site, visitor: Visitor) -> Mapping[str, list[tuple[str, str]]]:
    """What this person may stop, by kind, each with its name."""
    registry = site.office.registry
    groups = {"force": "The force", "division": "Divisions", "district": "Districts", "account": "Accounts"}
    allowed = [each for each in parts_of(registry).scopes() if _why_not(site, visitor, each) is None]
    listed = {
        said: [(each, holding.called(each, registry)) for each in allowed if each.partition(":")[0] == kind]
        for kind, said in groups.items()
    }
    return {said: found for said, found in listed.items() if found}


def _why_not(site: Site, visitor: Visitor, scope: str) -> str | None:
    order = Order("", visitor.acting.person, site.office.now())
    parts = parts_of(site.office.registry)
    return why_not_hold(order.by, parts.districts_of(scope), order.today)


def _form(given: Mapping[str, str]) -> Form:
    return Form(**{name: given.get(name, "") for name in Form.__slots__})
