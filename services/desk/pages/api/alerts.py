"""Alerts as JSON calls."""

from fastapi import APIRouter, Request, Response

from services.desk.acts import alerts as acts
from services.desk.pages.api.mentions import PROBLEMS
from services.desk.pages.api.once import Look, once
from services.desk.pages.api.shapes import AlertShape, CloseAsked, PassOnAsked, alert_shape
from services.desk.pages.site import Reader, Site, SiteHere, Visitor
from services.desk.readmodel import alerts

DECIDED = {**PROBLEMS, 200: {"model": AlertShape, "description": "Done; the alert as it stands now."}}

router = APIRouter(prefix="/api/alerts", tags=["alerts"], responses=PROBLEMS)


@router.get("")
async def listed(site: SiteHere, visitor: Reader, response: Response) -> list[AlertShape]:
    """Alerts that nobody has closed and this person may see, newest first; every view is audited."""
    office = site.office
    found = alerts.open_alerts(office.model.store.db, visitor.acting.viewer, office.model.early)
    await office.saw(visitor.acting, found)
    response.headers["Cache-Control"] = "no-store"
    return [alert_shape(alert) for alert in found]


@router.post("/{alert}/acknowledge", responses=DECIDED)
async def acknowledge(request: Request, site: SiteHere, visitor: Reader, alert: str) -> Response:
    """Seen, and owned. `alert` is the mention's id."""

    async def act(_: str | None) -> AlertShape:
        return alert_shape(await acts.acknowledge(site.office, visitor.acting, alert))

    return await once(request, site, visitor, act, _look(site, visitor))


@router.post("/{alert}/pass-on", responses=DECIDED)
async def pass_on(request: Request, site: SiteHere, visitor: Reader, alert: str, asked: PassOnAsked) -> Response:
    """The control room knows, under this reference."""

    async def act(_: str | None) -> AlertShape:
        return alert_shape(await acts.pass_on(site.office, visitor.acting, alert, asked.reference))

    return await once(request, site, visitor, act, _look(site, visitor))


@router.post("/{alert}/close", responses=DECIDED)
async def close(request: Request, site: SiteHere, visitor: Reader, alert: str, asked: CloseAsked) -> Response:
    """Ended, for this reason."""

    async def act(_: str | None) -> AlertShape:
        return alert_shape(await acts.close(site.office, visitor.acting, alert, asked.reason))

    return await once(request, site, visitor, act, _look(site, visitor))


def _look(site: Site, visitor: Visitor) -> Look:
    async def look(alert: str) -> AlertShape:
        return alert_shape(await acts.open_alert(site.office, visitor.acting, alert))

    return look
