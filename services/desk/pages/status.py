"""Status: is it working? What `bluelamp status` says, for whoever has a browser; never a message's text."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from services.desk.pages.site import Here, SiteHere, render, status_for

router = APIRouter(include_in_schema=False)


@router.get("/status")
async def status(request: Request, site: SiteHere, visitor: Here) -> Response:
    """Findings first, then the accounts and the services."""
    return render(request, visitor, "status.html", status=await status_for(site, visitor.acting))
