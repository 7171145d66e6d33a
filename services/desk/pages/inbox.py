"""Inbox: what is waiting? Tabs, filters and search, in the order in which to take things; Claim next."""

from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.datastructures import QueryParams
from starlette.responses import Response

from services.desk.acts import mentions as acts
from services.desk.domain.inbox import PAGE_SIZE, TABS, Filters, Tab, tab_of
from services.desk.domain.refusal import Refused
from services.desk.pages import frame, vocabulary
from services.desk.pages.filters import filters_of
from services.desk.pages.site import Reader, SiteHere, back_to, feed_for, render
from services.desk.readmodel import mentions
from shared.registry import Registry

router = APIRouter(include_in_schema=False)

Choice = tuple[str, str, str, list[tuple[str, str]]]

FARTHEST_PAGE = 2_000


@router.get("/inbox")
async def inbox(request: Request, site: SiteHere, visitor: Reader) -> Response:
    """One tab of the inbox, as it is filtered."""
    office, acting, now = site.office, visitor.acting, site.office.now()
    db, viewer = office.model.store.db, acting.viewer
    asked = request.query_params
    tab, filters, page = tab_of(asked.get("tab")), filters_of(asked, office.registry), _page_of(asked)
    items = mentions.listed(
        db, viewer, tab=tab, filters=filters, now=now, limit=PAGE_SIZE + 1, offset=(page - 1) * PAGE_SIZE
    )
    shown = items[:PAGE_SIZE]
    await office.saw(acting, shown)
    counts: dict[Tab, int] = {
        name: mentions.count(db, viewer, tab=name, now=now) for name in TABS if name in ("needs_answer", "hello")
    }
    return render(
        request,
        visitor,
        "inbox.html",
        tab=tab,
        filters=filters,
        query=query_of,
        items=shown,
        page=page,
        more=len(items) > PAGE_SIZE,
        counts=counts,
        choices=_choices(office.registry, mentions.languages(db, viewer)),
        feed=feed_for(site, acting),
    )


@router.post("/inbox/claim-next")
async def claim_next(request: Request, site: SiteHere, visitor: Reader) -> Response:
    """The next mention is theirs, and opens."""
    try:
        item = await acts.claim_next(
            site.office, visitor.acting, filters_of(request.query_params, site.office.registry)
        )
    except Refused as refusal:
        if refusal.kind != "conflict":
            raise
        return back_to("/inbox", "nothing_waits")
    return back_to(f"/mentions/{item.id}", "claimed")


def query_of(tab: Tab, filters: Filters, **more: object) -> str:
    """The address's query for a tab and its filters, with something changed."""
    values = {"tab": tab, **filters.given(), **more}
    return urlencode({name: value for name, value in values.items() if value})


def _choices(registry: Registry, languages: list[str]) -> list[Choice]:
    """What can be filtered by: the filter's name, its title, what stands for "all", and the values with their names."""
    districts = [(each.id, each.name) for each in registry.districts.values()] + list(frame.SEEN_DISTRICTS.items())
    concerns = [(each.id, each.name) for each in registry.concerns.values()]
    met = sorted(((code, vocabulary.LANGUAGES.get(code, code)) for code in languages), key=lambda pair: pair[1])
    return [
        ("district", "District", "All districts", districts),
        ("tag", "Tag", "All tags", list(vocabulary.TAGS.items())),
        ("concern", "Concern", "All concerns", concerns),
        ("platform", "Platform", "All platforms", list(vocabulary.PLATFORMS.items())),
        ("language", "Language", "All languages", met),
        ("claimed", "Claimed by", "Anybody or nobody", list(vocabulary.CLAIMED.items())),
    ]


def _page_of(asked: QueryParams) -> int:
    number = asked.get("page", "1")
    return min(max(int(number), 1), FARTHEST_PAGE) if number.isascii() and number.isdigit() else 1
