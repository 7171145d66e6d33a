"""Guidance: what may I say, where do I send people? Routes and templates, each with the day until which it stands."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from services.desk.domain import answering
from services.desk.pages import wording
from services.desk.pages.site import Here, SiteHere, render
from shared.clock import LONDON
from shared.rules.seeing import desks_of

router = APIRouter(include_in_schema=False)


@router.get("/guidance")
async def guidance(request: Request, site: SiteHere, visitor: Here) -> Response:
    """Every route and template: those that may be used, and apart from them those that may not, with the reason."""
    today = site.office.now().astimezone(LONDON).date()
    routes = list(site.office.registry.routes.values())
    return render(
        request,
        visitor,
        "guidance.html",
        usable=[route for route in routes if route.usable(today)],
        expired=[route for route in routes if not route.usable(today)],
        templates=wording.shown(site, visitor) if desks_of(visitor.acting.person) else [],
        may_propose=bool(
            answering.writable(site.office.registry.accounts.values(), visitor.acting.person, site.office.now())
        ),
    )
