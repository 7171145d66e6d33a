"""Approve: would I put my name to it? One card each, exactly as it will be posted; one decision at a time."""

from collections.abc import Sequence
from http import HTTPStatus

from fastapi import APIRouter, Request
from starlette.responses import Response

from services.desk.acts import posts as acts
from services.desk.acts.addressed import around
from services.desk.acts.waiting import waiting_for
from services.desk.domain.delivery import DeskDelivery
from services.desk.domain.posting import REASON_LIMIT
from services.desk.domain.refusal import Refused
from services.desk.pages.asked import Given, leave, outcome, same_id, version_of
from services.desk.pages.errors import STATUS
from services.desk.pages.site import Reader, Site, SiteHere, Visitor, render
from services.desk.readmodel import deliveries
from shared.clock import new_id
from shared.contracts.post_changed import State
from shared.rules.approving import APPROVING_ROLES, may_exempt

router = APIRouter(prefix="/approve", include_in_schema=False)

SUBMITTED: Sequence[State] = ("submitted",)
MOST_OWN = 20
"""Of this person's own, which others approve, so many are shown; Posts has them all."""


@router.get("")
async def waiting(request: Request, site: SiteHere, visitor: Reader) -> Response:
    """What waits for this person's approval, the first due first; their own without a button."""
    return await _page(request, site, visitor)


@router.post("/{delivery}/approve")
async def approve(request: Request, site: SiteHere, visitor: Reader, delivery: str, given: Given) -> Response:
    """Their name is under exactly what the card showed."""
    try:
        asked = await acts.approve(
            site.office,
            visitor.acting,
            delivery,
            hash=given.get("hash", ""),
            version=version_of(given),
            same_id=same_id(visitor.acting, "approve", given),
        )
    except Refused as refusal:
        return await _refused(request, site, visitor, delivery, refusal)
    return await leave(site, asked, "approve", "/approve")


@router.post("/{delivery}/return")
async def send_back(request: Request, site: SiteHere, visitor: Reader, delivery: str, given: Given) -> Response:
    """It needs work, for a reason that its author reads."""
    reason = given.get("reason", "")
    try:
        asked = await acts.send_back(
            site.office,
            visitor.acting,
            delivery,
            reason=reason,
            version=version_of(given),
            same_id=same_id(visitor.acting, "return", given),
        )
    except Refused as refusal:
        return await _refused(request, site, visitor, delivery, refusal, reason=reason, typing=True)
    return await leave(site, asked, "return", "/approve")


async def _refused(
    request: Request,
    site: Site,
    visitor: Visitor,
    delivery: str,
    refusal: Refused,
    *,
    reason: str = "",
    typing: bool = False,
) -> Response:
    """The cards again, with what is wrong on the one that it is about, and the words that were typed."""
    if refusal.kind in ("unknown", "signed_out"):
        raise refusal
    said = {"id": delivery, "said": f"{refusal.title} {refusal.detail}", "reason": reason, "typing": typing}
    return await _page(request, site, visitor, code=STATUS[refusal.kind], fault=said)


async def _page(
    request: Request,
    site: Site,
    visitor: Visitor,
    *,
    code: int = HTTPStatus.OK,
    fault: dict[str, object] | None = None,
) -> Response:
    office, acting = site.office, visitor.acting
    db, viewer = office.model.store.db, acting.viewer
    asked = await outcome(request, site, visitor)
    mine = deliveries.listed(db, viewer, states=SUBMITTED, author=acting.person.id, next_first=True, limit=MOST_OWN)
    waits = waiting_for(office, acting)
    cards, mine = waits.to_approve, [*mine, *waits.own_time[:MOST_OWN]]
    before = {each.id: _before(site, each) for each in (*cards, *mine)}
    return render(
        request,
        visitor,
        "approve.html",
        code=code,
        cards=cards,
        mine=mine,
        before=before,
        same={each.id: _same(site, visitor, each) for each in (*cards, *mine)},
        beside=await around(office, acting, [*cards, *mine]),
        exempts={each.id: may_exempt(acting.person, each.audience) for each in cards},
        asked=asked,
        fault=fault or {},
        may_approve=any(grant.role in APPROVING_ROLES for grant in acting.person.grants),
        once=new_id(),
        reason_limit=REASON_LIMIT,
    )


def _before(site: Site, item: DeskDelivery) -> DeskDelivery | None:
    """The version that this one replaces."""
    replaces = item.delivery.replaces
    return deliveries.find(site.office.model.store.db, replaces) if replaces else None


def _same(site: Site, visitor: Visitor, item: DeskDelivery) -> DeskDelivery | None:
    """Another that says the same: the platform may refuse one of the two."""
    office, viewer = site.office, visitor.acting.viewer
    return deliveries.same_words(office.model.store.db, viewer, item.account, item.text, office.now(), but={item.id})
