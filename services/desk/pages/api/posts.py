"""Posts sent for approval by a JSON call: every delivery of it, or none."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Request, Response

from services.desk.acts import posts as acts
from services.desk.acts import submitting
from services.desk.acts.asking import Ids, Submitted
from services.desk.domain.refusal import Refused
from services.desk.pages.api.mentions import PROBLEMS
from services.desk.pages.api.once import Done, once, repeated_as
from services.desk.pages.api.post_shapes import PostShape, Wait, look, post_shape
from services.desk.pages.api.writing_shapes import KEPT_BACK, PostAsked
from services.desk.pages.site import Reader, Site, SiteHere
from services.desk.readmodel import deliveries
from shared.clock import uptime

SENT: dict[int | str, dict[str, Any]] = {
    **PROBLEMS,
    **KEPT_BACK,
    201: {"model": PostShape, "description": "Sent, and taken by the publisher within the wait."},
    202: {"model": PostShape, "description": "Sent; the publisher has not taken it yet. `look` says where to see."},
}
router = APIRouter(prefix="/api/posts", tags=["posts"], responses=PROBLEMS)


@router.post("", responses=SENT, status_code=HTTPStatus.ACCEPTED)
async def submit(request: Request, site: SiteHere, visitor: Reader, asked: PostAsked, wait: Wait = 0) -> Response:
    """Send for approval: every delivery, or none where one of them is refused."""

    async def act(same_id: str | None) -> Done:
        sent = await submitting.submit(site.office, visitor.acting, asked.wanted(), same_id=same_id)
        return await _sent(site, sent, wait)

    async def again(post: str) -> Done:
        items = deliveries.of_post(site.office.model.store.db, post)
        for item in items:
            await acts.open_delivery(site.office, visitor.acting, item.id)
        ids = Ids(repeated_as(request, visitor))
        made = [
            acts.Submitted(item.id, ids(f"submit:{n}"), post, item.delivery.content) for n, item in enumerate(items)
        ]
        return await _sent(site, made, wait)

    return await once(request, site, visitor, act, again)


async def _sent(site: Site, sent: Sequence[Submitted], wait: float) -> Done:
    """The deliveries, created where the publisher has taken all of them; Refused where it took none."""
    until, db, post = uptime() + wait, site.office.model.store.db, sent[0].post
    taken = [await acts.decided(site.office, each.delivery, each.command, until - uptime()) for each in sent]
    items = [deliveries.find(db, each.delivery) for each in sent]
    turned_down = [item.delivery.reason for item in taken if item and item.state == "void" and not item.approver]
    if len(turned_down) == len(sent):
        raise Refused("conflict", turned_down[0], "Mend that, and send it again.")
    status = HTTPStatus.CREATED if all(taken) else HTTPStatus.ACCEPTED
    where = look(sent[0].delivery) if len(sent) == 1 else f"/api/deliveries?post={post}"
    return Done(post_shape(post, [item for item in items if item]), post, status, {"Location": where})
