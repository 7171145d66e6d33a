"""Guidance: where do I send people? The routes with the day they were checked; one that has run out says so."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from services.desk.pages.site import Here, SiteHere, render
from shared.clock import LONDON

router = APIRouter(include_in_schema=False)


@router.get("/guidance")
async def guidance(request: Request, site: SiteHere, visitor: Here) -> Response:
    """Every contact route of the registry: those that may be given, and apart from them those that may not."""
    today = site.office.now().astimezone(LONDON).date()
    routes = list(site.office.registry.routes.values())
    return render(
        request,
        visitor,
        "guidance.html",
        usable=[route for route in routes if route.usable(today)],
        expired=[route for route in routes if not route.usable(today)],
    )
