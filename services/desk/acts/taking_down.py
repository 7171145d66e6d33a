"""Acts on what is published: take it down at once and alone, and look at that as a second person."""

from collections.abc import Sequence

from services.desk.acts.asking import Asked, Ids, ask
from services.desk.acts.office import Acting, Office
from services.desk.domain import posting
from services.desk.domain.delivery import DeskDelivery
from services.desk.domain.order import Order
from shared.contracts.post_requested import Command


async def take_down(office: Office, acting: Acting, delivery: str, *, reason: str, same_id: str | None = None) -> Asked:
    """It is deleted on the platform at once; a second person looks at that within the hour."""

    def decide(item: DeskDelivery, order: Order) -> Sequence[Command]:
        return [posting.take_down(item, order, reason=reason)]

    return await ask(office, acting, "post.take_down", delivery, decide, ids=Ids(same_id))


async def review(
    office: Office, acting: Acting, delivery: str, *, verdict: str, remark: str = "", same_id: str | None = None
) -> Asked:
    """A second person says whether taking it down was right."""

    def decide(item: DeskDelivery, order: Order) -> Sequence[Command]:
        return [posting.review(item, order, verdict=verdict, remark=remark)]

    return await ask(office, acting, "post.review", delivery, decide, ids=Ids(same_id))
