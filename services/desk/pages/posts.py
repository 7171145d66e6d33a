"""Posts: what went out, what will? The list, and one post with its history and what may be done about it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from http import HTTPStatus
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.datastructures import QueryParams
from starlette.responses import Response

from services.desk.acts import posts as acts
from services.desk.acts import taking_down
from services.desk.acts.addressed import around
from services.desk.acts.stopped import stopped_by
from services.desk.domain.delivery import DeskDelivery
from services.desk.domain.inbox import PAGE_SIZE
from services.desk.domain.posting import REASON_LIMIT, TAKEN_DOWN, why_not_review
from services.desk.domain.refusal import Refused
from services.desk.pages import calendar
from services.desk.pages.asked import Given, fields, leave, outcome, same_id, version_of
from services.desk.pages.errors import STATUS
from services.desk.pages.site import Reader, Site, SiteHere, Visitor, render
from services.desk.pages.typed_post import Faults, form_of
from services.desk.readmodel import deliveries
from shared.clock import LONDON, new_id
from shared.contracts.post_changed import State
from shared.rules.approving import sent_by, why_not_draft, why_not_settle
from shared.rules.seeing import may_see

router = APIRouter(prefix="/posts", include_in_schema=False)

GROUPS: Mapping[str, tuple[str, Sequence[State]]] = {
    "waiting": ("Waiting for approval", ("submitted",)),
    "approved": ("Approved, to go out", ("approved", "sending")),
    "held": ("Held: posting is stopped", ("approved",)),
    "returned": ("Sent back", ("returned",)),
    "missed": ("Missed its time", ("missed",)),
    "unknown": ("Unknown, checking", ("unknown",)),
    "published": ("Published", ("posted",)),
    "refused": ("Refused by the platform", ("refused",)),
    "void": ("Called off or given up", ("void", "abandoned")),
    "removed": ("Taken down", ("deleting", "deleted", "delete_unknown")),
}
"""What the list can be filtered by: its name in the address, in words, and the states that it means."""

HELD = "held"
"""The one that is no state: approved, and kept from going out by a hold, which is looked up for each."""
MOST_HELD = 1_000

COMING: Sequence[State] = ("approved", "sending")
NEXT_FEW = 10
"""What goes out next stands above the list; so many fit before one has to look further down."""
FARTHEST_PAGE = 2_000


@router.get("")
async def listed(request: Request, site: SiteHere, visitor: Reader) -> Response:
    """The posts that this person may see: what goes out next above all others, the newest first."""
    office, acting = site.office, visitor.acting
    db, viewer, asked = office.model.store.db, acting.viewer, request.query_params
    group, account, page = _group_of(asked), _account_of(asked, site), _page_of(asked)
    accounts = [each for each in office.registry.accounts.values() if may_see(acting.person, each.districts)]
    if asked.get("view") == "calendar":
        return calendar.page(request, site, visitor, account, accounts)
    found = _found(site, visitor, group, account, page)
    coming = []
    if page == 1 and not group:
        coming = deliveries.listed(db, viewer, states=COMING, account=account, next_first=True, limit=NEXT_FEW)
    above = {each.id for each in coming}
    return render(
        request,
        visitor,
        "posts.html",
        groups={name: words for name, (words, _) in GROUPS.items()},
        group=group,
        account=account,
        accounts=accounts,
        coming=coming,
        items=[each for each in found[:PAGE_SIZE] if each.id not in above],
        page=page,
        more=len(found) > PAGE_SIZE,
        query=lambda **values: urlencode(
            {name: value for name, value in {"state": group, "account": account, **values}.items() if value}
        ),
    )


def _found(site: Site, visitor: Visitor, group: str, account: str, page: int) -> list[DeskDelivery]:
    """One page of the list, and one more where there is another page."""
    db, viewer, start = site.office.model.store.db, visitor.acting.viewer, (page - 1) * PAGE_SIZE
    if group != HELD:
        states = GROUPS[group][1] if group else ()
        return deliveries.listed(db, viewer, states=states, account=account, limit=PAGE_SIZE + 1, offset=start)
    kept_by = stopped_by(site.office)
    approved = deliveries.listed(db, viewer, states=GROUPS[HELD][1], account=account, next_first=True, limit=MOST_HELD)
    return [each for each in approved if kept_by(each.delivery)][start : start + PAGE_SIZE + 1]


@router.get("/{delivery}")
async def show(request: Request, site: SiteHere, visitor: Reader, delivery: str) -> Response:
    """One post with all that is known of it."""
    return await _page(request, site, visitor, delivery)


@router.post("/{delivery}/withdraw")
async def withdraw(request: Request, site: SiteHere, visitor: Reader, delivery: str, given: Given) -> Response:
    """It is not to be posted after all."""
    office, acting, same = site.office, visitor.acting, same_id(visitor.acting, "withdraw", given)
    try:
        asked = await acts.withdraw(office, acting, delivery, reason=given.get("reason", ""), same_id=same)
    except Refused as refusal:
        return await _refused(request, site, visitor, delivery, refusal, "withdraw")
    return await leave(site, asked, "withdraw", f"/posts/{delivery}")


@router.post("/{delivery}/reschedule")
async def reschedule(request: Request, site: SiteHere, visitor: Reader, delivery: str, given: Given) -> Response:
    """Another time for one that was missed."""
    office, acting, same = site.office, visitor.acting, same_id(visitor.acting, "reschedule", given)
    try:
        due_at = form_of(given).due_at(office.now())
        asked = await acts.reschedule(
            office, acting, delivery, not_before=due_at, version=version_of(given), same_id=same
        )
    except Refused as refusal:
        return await _refused(request, site, visitor, delivery, refusal, "day")
    return await leave(site, asked, "reschedule", f"/posts/{delivery}")


@router.post("/{delivery}/settle")
async def settle(request: Request, site: SiteHere, visitor: Reader, delivery: str, given: Given) -> Response:
    """Somebody has looked: it is there, it is not, or it matters no more."""
    office, acting, same = site.office, visitor.acting, same_id(visitor.acting, "settle", given)
    said, url = given.get("outcome", ""), given.get("url", "").strip()
    try:
        asked = await acts.settle(office, acting, delivery, outcome=said, url=url or None, same_id=same)
    except Refused as refusal:
        field = "url" if said == "posted" and refusal.kind == "invalid" else "settle"
        return await _refused(request, site, visitor, delivery, refusal, field)
    again = asked.delivery != delivery
    return await leave(site, asked, "submit" if again else "settle", f"/posts/{asked.delivery}")


@router.post("/{delivery}/take-down")
async def take_down(request: Request, site: SiteHere, visitor: Reader, delivery: str, given: Given) -> Response:
    """It is deleted on the platform, where somebody said why and that they mean it."""
    office, acting, same = site.office, visitor.acting, same_id(visitor.acting, "take_down", given)
    if not given.get("sure"):
        unsure = Refused("invalid", "Nothing was taken down yet.", "Tick the box to say that you mean it.")
        return await _refused(request, site, visitor, delivery, unsure, "down")
    try:
        asked = await taking_down.take_down(office, acting, delivery, reason=given.get("reason", ""), same_id=same)
    except Refused as refusal:
        return await _refused(request, site, visitor, delivery, refusal, "down")
    return await leave(site, asked, "take_down", f"/posts/{delivery}")


@router.post("/{delivery}/review")
async def review(request: Request, site: SiteHere, visitor: Reader, delivery: str, given: Given) -> Response:
    """A second person says whether taking it down was right."""
    office, acting, same = site.office, visitor.acting, same_id(visitor.acting, "review", given)
    said, remark = given.get("verdict", ""), given.get("remark", "")
    try:
        asked = await taking_down.review(office, acting, delivery, verdict=said, remark=remark, same_id=same)
    except Refused as refusal:
        return await _refused(request, site, visitor, delivery, refusal, "review")
    return await leave(site, asked, "review", f"/posts/{delivery}")


async def _refused(
    request: Request, site: Site, visitor: Visitor, delivery: str, refusal: Refused, field: str
) -> Response:
    """The page again, with what is wrong beside the field, and what was typed."""
    if refusal.kind in ("unknown", "signed_out"):
        raise refusal
    faults = {field: f"{refusal.title} {refusal.detail}"}
    return await _page(request, site, visitor, delivery, faults=faults, code=STATUS[refusal.kind])


async def _page(
    request: Request,
    site: Site,
    visitor: Visitor,
    delivery: str,
    *,
    faults: Faults | None = None,
    code: int = HTTPStatus.OK,
) -> Response:
    office, acting = site.office, visitor.acting
    item = await acts.open_delivery(office, acting, delivery)
    given = await fields(request) if request.method == "POST" else {}
    replaced = item.delivery.replaces
    today = office.now().astimezone(LONDON).date()
    person, districts = acting.person, item.audience
    return render(
        request,
        visitor,
        "post.html",
        code=code,
        item=item,
        d=item.delivery,
        before=deliveries.find(office.model.store.db, replaced) if replaced else None,
        beside=(await around(office, acting, [item]))[item.id],
        asked=await outcome(request, site, visitor),
        faults=faults or {},
        form=replace(form_of(given), once=new_id()),
        typed={name: given.get(name, "") for name in ("outcome", "url", "reason", "verdict", "remark")},
        reason_limit=REASON_LIMIT,
        own_time=person.id == sent_by(item.delivery),
        may_settle=why_not_settle(person, districts, today) is None,
        to_review=item.delivery.take_down is not None and item.state in TAKEN_DOWN,
        why_not_review=why_not_review(item, person.id),
        may_change=person.id == item.delivery.author or why_not_draft(person, districts, today) is None,
    )


def _group_of(asked: QueryParams) -> str:
    given = asked.get("state", "")
    return given if given in GROUPS else ""


def _account_of(asked: QueryParams, site: Site) -> str:
    given = asked.get("account", "")
    return given if given in site.office.registry.accounts else ""


def _page_of(asked: QueryParams) -> int:
    number = asked.get("page", "1")
    return min(max(int(number), 1), FARTHEST_PAGE) if number.isascii() and number.isdigit() else 1
