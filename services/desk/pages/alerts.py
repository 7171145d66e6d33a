"""Alerts: is somebody in danger? Every message listed, about the same thing together; acknowledge, pass on, close."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from services.desk.acts import alerts as acts
from services.desk.acts.answered import behind
from services.desk.domain.alert import grouped
from services.desk.pages.site import Reader, SiteHere, back_to, feed_for, render
from services.desk.readmodel import alerts

router = APIRouter(include_in_schema=False)

CLOSED_SHOWN = timedelta(hours=24)
"""Closed alerts of the last day stay in sight: the next shift asks about them."""


@router.get("/alerts")
async def all_alerts(request: Request, site: SiteHere, visitor: Reader) -> Response:
    """Every alert that this person may see, those that nobody has acknowledged first."""
    office, acting = site.office, visitor.acting
    db, early = office.model.store.db, office.model.early
    groups = grouped(alerts.open_alerts(db, acting.viewer, early))
    closed = alerts.closed_alerts(db, acting.viewer, early, since=office.now() - CLOSED_SHOWN)
    shown = [*(alert for group in groups for alert in group.alerts), *closed]
    await office.saw(acting, shown)
    above = await behind(office, acting, shown)
    feed = feed_for(site, acting)
    return render(request, visitor, "alerts.html", groups=groups, closed=closed, behind=above, feed=feed)


@router.post("/alerts/{alert}/acknowledge")
async def acknowledge(site: SiteHere, visitor: Reader, alert: str, back: Annotated[str, Form()] = "") -> Response:
    """Seen, and owned."""
    await acts.acknowledge(site.office, visitor.acting, alert)
    return _back(back, alert, "acknowledged")


@router.post("/alerts/{alert}/pass-on")
async def pass_on(
    site: SiteHere,
    visitor: Reader,
    alert: str,
    reference: Annotated[str, Form()] = "",
    back: Annotated[str, Form()] = "",
) -> Response:
    """The control room knows."""
    await acts.pass_on(site.office, visitor.acting, alert, reference)
    return _back(back, alert, "passed_on")


@router.post("/alerts/{alert}/close")
async def close(
    site: SiteHere, visitor: Reader, alert: str, reason: Annotated[str, Form()] = "", back: Annotated[str, Form()] = ""
) -> Response:
    """Ended."""
    await acts.close(site.office, visitor.acting, alert, reason)
    return _back(back, alert, "alert_closed")


def _back(page: str, alert: str, done: str) -> Response:
    return back_to(f"/mentions/{alert}" if page == "mention" else "/alerts", done)
