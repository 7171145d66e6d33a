"""Today: what now? Alerts, what needs an answer, what is mine, posts that wait, and whether mentions come in at all."""

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from services.desk.acts.answered import behind
from services.desk.acts.waiting import waiting_for
from services.desk.domain.alert import grouped
from services.desk.domain.inbox import Filters
from services.desk.pages import wording
from services.desk.pages.site import Here, SiteHere, feed_for, render
from services.desk.readmodel import alerts, mentions
from shared.rules.seeing import desks_of

router = APIRouter(include_in_schema=False)

FIRST_FEW = 5
"""What fits a phone without scrolling far; the inbox has the rest."""


@router.get("/")
async def today(request: Request, site: SiteHere, visitor: Here) -> Response:
    """The first screen of a shift; IT, who read no messages, start from Status."""
    acting = visitor.acting
    if not desks_of(acting.person):
        return RedirectResponse("/status", 303)
    office, viewer, now = site.office, acting.viewer, site.office.now()
    db = office.model.store.db
    opened = alerts.open_alerts(db, viewer, office.model.early)
    mine = mentions.listed(
        db, viewer, tab="all", filters=Filters(claimed="me", state="claimed"), now=now, limit=FIRST_FEW
    )
    above = {alert.id for alert in opened}
    unclaimed = Filters(claimed="nobody")
    listed = mentions.listed(db, viewer, tab="needs_answer", filters=unclaimed, now=now, limit=FIRST_FEW + len(above))
    waiting = [item for item in listed if item.id not in above][:FIRST_FEW]
    await office.saw(acting, [*opened, *mine, *waiting])
    return render(
        request,
        visitor,
        "today.html",
        groups=grouped(opened),
        behind=await behind(office, acting, opened),
        mine=mine,
        waiting=waiting,
        waits=mentions.count(db, viewer, tab="needs_answer", now=now),
        hellos=mentions.count(db, viewer, tab="hello", now=now),
        posts=waiting_for(office, acting),
        templates_wait=sum(each.may_approve for each in wording.shown(site, visitor)),
        few=FIRST_FEW,
        feed=feed_for(site, acting),
    )
