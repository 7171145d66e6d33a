"""Deliveries as JSON calls: looked at and decided on; what was asked the publisher alone decides."""

from collections.abc import Awaitable, Callable, Collection
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from services.desk.acts import posts as acts
from services.desk.acts import submitting, taking_down
from services.desk.acts.asking import Asked, Ids, Submitted
from services.desk.acts.stopped import stopped_by
from services.desk.domain.delivery import STATES, DeskDelivery
from services.desk.domain.refusal import Refused
from services.desk.pages.api.mentions import PROBLEMS
from services.desk.pages.api.once import Done, once, repeated_as
from services.desk.pages.api.post_shapes import (
    ApproveAsked,
    AskedShape,
    DeliveriesAsked,
    DeliveryShape,
    ReasonAsked,
    RescheduleAsked,
    ReviewAsked,
    SettleAsked,
    TakeDownAsked,
    Wait,
    WithdrawAsked,
    asked_shape,
    delivery_shape,
    look,
)
from services.desk.pages.api.writing_shapes import KEPT_BACK, EditAsked
from services.desk.pages.site import Reader, Site, SiteHere, Visitor
from services.desk.readmodel import deliveries
from shared.contracts.post_changed import State

DECIDED: dict[int | str, dict[str, Any]] = {
    **PROBLEMS,
    200: {"model": DeliveryShape, "description": "Done; the delivery as it stands now."},
    202: {"model": AskedShape, "description": "Asked; the publisher has not decided yet. `look` says where to see."},
}

router = APIRouter(prefix="/api/deliveries", tags=["posts"], responses=PROBLEMS)

Command = Callable[[str | None], Awaitable[Asked]]
"""Asks it of the publisher, under an id of its own or one that every repetition has."""

_LOOK_AGAIN = "Look at it again as it stands now."


@router.get("")
async def listed(
    site: SiteHere, visitor: Reader, asked: Annotated[DeliveriesAsked, Query()], response: Response
) -> list[DeliveryShape]:
    """Deliveries of the accounts that this person may see, the newest first."""
    db = site.office.model.store.db
    found = deliveries.listed(
        db,
        visitor.acting.viewer,
        states=_states(asked.state),
        district=_known(asked.district, site.office.registry.districts, "district"),
        account=_known(asked.account, site.office.registry.accounts, "account"),
        post=asked.post,
        limit=asked.limit,
        offset=asked.offset,
    )
    response.headers["Cache-Control"] = "no-store"
    return [_shape(site, item) for item in found]


@router.get("/{delivery}")
async def one(site: SiteHere, visitor: Reader, delivery: str, response: Response) -> DeliveryShape:
    """One delivery: its state, where it is on the platform, what was done with it, what was refused."""
    response.headers["Cache-Control"] = "no-store"
    return _shape(site, await acts.open_delivery(site.office, visitor.acting, delivery))


@router.post("/{delivery}/approve", responses=DECIDED)
async def approve(
    request: Request, site: SiteHere, visitor: Reader, delivery: str, asked: ApproveAsked, wait: Wait = 0
) -> Response:
    """Put one's name to exactly what has this hash and version; never to one's own."""

    async def act(same_id: str | None) -> Asked:
        return await acts.approve(
            site.office, visitor.acting, delivery, hash=asked.hash, version=asked.version, same_id=same_id
        )

    return await _decide(request, site, visitor, "post.approve", act, wait)


@router.post("/{delivery}/return", responses=DECIDED)
async def send_back(
    request: Request, site: SiteHere, visitor: Reader, delivery: str, asked: ReasonAsked, wait: Wait = 0
) -> Response:
    """Send it back to its author, with what has to change."""

    async def act(same_id: str | None) -> Asked:
        return await acts.send_back(
            site.office, visitor.acting, delivery, reason=asked.reason, version=asked.version, same_id=same_id
        )

    return await _decide(request, site, visitor, "post.send_back", act, wait)


@router.post("/{delivery}/withdraw", responses=DECIDED)
async def withdraw(
    request: Request,
    site: SiteHere,
    visitor: Reader,
    delivery: str,
    asked: WithdrawAsked | None = None,
    wait: Wait = 0,
) -> Response:
    """It is not to be posted after all."""
    reason = asked.reason if asked else ""

    async def act(same_id: str | None) -> Asked:
        return await acts.withdraw(site.office, visitor.acting, delivery, reason=reason, same_id=same_id)

    return await _decide(request, site, visitor, "post.withdraw", act, wait)


@router.post("/{delivery}/reschedule", responses=DECIDED)
async def reschedule(
    request: Request, site: SiteHere, visitor: Reader, delivery: str, asked: RescheduleAsked, wait: Wait = 0
) -> Response:
    """Another time; it needs a new approval."""

    async def act(same_id: str | None) -> Asked:
        return await acts.reschedule(
            site.office, visitor.acting, delivery, not_before=asked.not_before, version=asked.version, same_id=same_id
        )

    return await _decide(request, site, visitor, "post.reschedule", act, wait)


@router.post("/{delivery}/edit", responses={**DECIDED, **KEPT_BACK})
async def edit(
    request: Request, site: SiteHere, visitor: Reader, delivery: str, asked: EditAsked, wait: Wait = 0
) -> Response:
    """Other words, pictures or time: this one is void, and `again`, which needs an approval, takes its place."""

    async def act(same_id: str | None) -> Asked:
        before = await acts.open_delivery(site.office, visitor.acting, delivery, act="post.edit")
        wanted = asked.wanted(before.delivery.content)
        begun = await submitting.edit(site.office, visitor.acting, delivery, wanted, same_id=same_id)
        return begun.after or begun

    return await _decide(request, site, visitor, "post.edit", act, wait)


@router.post("/{delivery}/settle", responses=DECIDED)
async def settle(
    request: Request, site: SiteHere, visitor: Reader, delivery: str, asked: SettleAsked, wait: Wait = 0
) -> Response:
    """Say what became of an unknown one: posted (with its address), not_posted (`again` is the next try), abandoned."""

    async def act(same_id: str | None) -> Asked:
        settled = await acts.settle(
            site.office, visitor.acting, delivery, outcome=asked.outcome, url=asked.url, same_id=same_id
        )
        return (settled.after or settled) if isinstance(settled, Submitted) else settled

    return await _decide(request, site, visitor, "post.settle", act, wait)


@router.post("/{delivery}/take-down", responses=DECIDED)
async def take_down(
    request: Request, site: SiteHere, visitor: Reader, delivery: str, asked: TakeDownAsked, wait: Wait = 0
) -> Response:
    """Have a published one deleted on the platform, at once and during holds too; a second person reviews that."""

    async def act(same_id: str | None) -> Asked:
        return await taking_down.take_down(site.office, visitor.acting, delivery, reason=asked.reason, same_id=same_id)

    return await _decide(request, site, visitor, "post.take_down", act, wait)


@router.post("/{delivery}/review", responses=DECIDED)
async def review(
    request: Request, site: SiteHere, visitor: Reader, delivery: str, asked: ReviewAsked, wait: Wait = 0
) -> Response:
    """Say, as a second person, whether taking it down was right; a remark is needed where it was wrong."""

    async def act(same_id: str | None) -> Asked:
        return await taking_down.review(
            site.office, visitor.acting, delivery, verdict=asked.verdict, remark=asked.remark, same_id=same_id
        )

    return await _decide(request, site, visitor, "post.review", act, wait)


async def _decide(
    request: Request, site: Site, visitor: Visitor, act_name: str, command: Command, wait: float
) -> Response:
    async def act(same_id: str | None) -> Done:
        return await _told(site, await command(same_id), wait)

    async def again(delivery: str) -> Done:
        await acts.open_delivery(site.office, visitor.acting, delivery)
        return await _told(site, Asked(delivery, Ids(repeated_as(request, visitor))(act_name)), wait)

    return await once(request, site, visitor, act, again)


async def _told(site: Site, asked: Asked, wait: float) -> Done:
    """The delivery where the publisher has done it; else that it was asked; Refused where the publisher refused."""
    item = await acts.decided(site.office, asked.delivery, asked.command, wait)
    if item is None:
        db = site.office.model.store.db
        stands = deliveries.find(db, asked.delivery)
        if stands is None:
            raise Refused("unknown", "There is no such post here any more.", "Look at the list of posts.")
        told = asked_shape(asked, stands, _successor(site, stands))
        return Done(told, asked.delivery, HTTPStatus.ACCEPTED, {"Location": look(asked.delivery)})
    if refusal := item.why_refused(asked.command):
        raise Refused("conflict", refusal.why, _LOOK_AGAIN)
    return Done(_shape(site, item), asked.delivery)


def _shape(site: Site, item: DeskDelivery) -> DeliveryShape:
    kept_back = tuple(each.id for each in stopped_by(site.office)(item.delivery))
    return delivery_shape(item, _successor(site, item), kept_back)


def _successor(site: Site, item: DeskDelivery) -> DeskDelivery | None:
    return deliveries.find(site.office.model.store.db, item.successor) if item.successor else None


def _states(asked: str) -> list[State]:
    wanted = [each.strip() for each in asked.split(",") if each.strip()]
    if wrong := [each for each in wanted if each not in STATES]:
        raise Refused("invalid", f"{wrong[0]} is no state to filter by.", f"Choose from: {', '.join(STATES)}.")
    return [state for state in STATES if state in wanted]


def _known(asked: str, known: Collection[str], name: str) -> str:
    if asked and asked not in known:
        raise Refused("invalid", f"{asked} is no {name} to filter by.", f"Choose from: {', '.join(known)}.")
    return asked
