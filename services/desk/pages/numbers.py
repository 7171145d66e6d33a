"""Numbers: how is the district doing? Followers, growth and engagement, as district.measured has them.

Nothing is suppressed here, however small: every number counts the force's own public accounts and posts, as the
platform shows them to anybody. None identifies a member of the public, and nobody who works here is counted or scored.
"""

from collections.abc import Sequence
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from services.desk.domain.feed import COUNTER, feed_of
from services.desk.domain.numbers import number, signed
from services.desk.domain.periods import Per
from services.desk.pages.engagement import HEADER, cells, engagement, newest
from services.desk.pages.sheet import sheet
from services.desk.pages.site import Here, SiteHere, render
from services.desk.pages.standing import (
    FOLLOWERS,
    PERIODS,
    POSTS,
    USUAL,
    accounts_of,
    called,
    first_day,
    name_of,
    period_asked,
    standings,
)
from services.desk.readmodel import measures, staff
from shared.contracts.district_measured import DEFINITIONS, FORCE_ACCOUNT, MeasureName
from shared.rules.seeing import desks_of, may_see

router = APIRouter(prefix="/numbers", include_in_schema=False)


@router.get("")
async def districts(request: Request, site: SiteHere, visitor: Here) -> Response:
    """The district of those who have exactly one; for everybody else, and with `?all=1`, the list of them."""
    own = desks_of(visitor.acting.person)
    if len(own) == 1 and own <= site.office.registry.districts.keys() and "all" not in request.query_params:
        return RedirectResponse(f"/numbers/{next(iter(own))}", 303)
    since = first_day(site, USUAL)
    names = called(site)
    found = {name: standings(site, name, since) for name in names}
    return render(request, visitor, "numbers_all.html", found=found, called=names, number=number)


@router.get("/{district}")
async def one(request: Request, site: SiteHere, visitor: Here, district: str) -> Response:
    """One district, or the force's own accounts."""
    name, db = name_of(site, district), site.office.model.store.db
    period = period_asked(request.query_params.get("period"))
    since, accounts = first_day(site, period), accounts_of(site, district)
    posts = newest(site, visitor, district, since)
    reports = staff.channels(db)

    def csv_of(platform: str, named: Sequence[MeasureName], per: Per) -> str:
        asked = {"district": district, "platform": platform, "measure": ",".join(named), "per": per}
        return f"/api/measures?{urlencode({**asked, 'from': since.isoformat(), 'format': 'csv'}, safe=',')}"

    return render(
        request,
        visitor,
        "numbers.html",
        district_id=district,
        name=name,
        period=period,
        periods={each: words for each, (words, _) in PERIODS.items()},
        since=since,
        standings=standings(site, district, since),
        newest=measures.newest(db, district),
        accounts=accounts,
        counting=feed_of(reports, [each.id for each in accounts], site.office.now(), reader=COUNTER),
        posts=[(item, engagement(item.counts)) for item in posts],
        in_sight=may_see(visitor.acting.person, () if district == FORCE_ACCOUNT else (district,)),
        followers=FOLLOWERS,
        engagement=POSTS,
        definitions=DEFINITIONS,
        csv_of=csv_of,
        number=number,
        signed=signed,
    )


@router.get("/{district}/posts.csv")
async def posts(request: Request, site: SiteHere, visitor: Here, district: str) -> Response:
    """The table of the newest posts."""
    name_of(site, district)
    since = first_day(site, period_asked(request.query_params.get("period")))
    return sheet("posts", HEADER, [cells(item) for item in newest(site, visitor, district, since)])
