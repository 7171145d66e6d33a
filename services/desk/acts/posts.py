"""Acts on posts that are there: approve, send back, withdraw, give another time, settle; the publisher decides."""

from collections.abc import Sequence
from datetime import datetime

from services.desk.acts.addressed import still_there
from services.desk.acts.asking import Asked, Ids, Submitted, ask, decided, open_delivery
from services.desk.acts.office import Acting, Office
from services.desk.domain import composing, posting
from services.desk.domain.delivery import DeskDelivery
from services.desk.domain.order import Order
from services.desk.domain.refusal import Refused
from services.desk.readmodel import staff
from shared.contracts.post_requested import Command
from shared.rules.settling import why_not_found_at

__all__ = [
    "Asked",
    "Submitted",
    "approve",
    "decided",
    "open_delivery",
    "reschedule",
    "send_back",
    "settle",
    "withdraw",
]


async def approve(
    office: Office,
    acting: Acting,
    delivery: str,
    *,
    hash: str,  # noqa: A002 - the contract's name
    version: int,
    same_id: str | None = None,
) -> Asked:
    """This person puts their name to exactly what has this hash and version."""

    def decide(item: DeskDelivery, order: Order) -> Sequence[Command]:
        author = staff.person(office.model.store.db, item.delivery.author)
        command = posting.approve(item, order, author, hash=hash, version=version)
        still_there(office, item)
        return [command]

    return await ask(office, acting, "post.approve", delivery, decide, ids=Ids(same_id))


async def send_back(
    office: Office,
    acting: Acting,
    delivery: str,
    *,
    reason: str,
    version: int | None = None,
    same_id: str | None = None,
) -> Asked:
    """It needs work, for this reason; `version` None is as it stands."""

    def decide(item: DeskDelivery, order: Order) -> Sequence[Command]:
        return [posting.send_back(item, order, reason=reason, version=version)]

    return await ask(office, acting, "post.send_back", delivery, decide, ids=Ids(same_id))


async def withdraw(
    office: Office, acting: Acting, delivery: str, *, reason: str = "", same_id: str | None = None
) -> Asked:
    """It is not to be posted after all."""

    def decide(item: DeskDelivery, order: Order) -> Sequence[Command]:
        return [posting.withdraw(item, order, reason=reason)]

    return await ask(office, acting, "post.withdraw", delivery, decide, ids=Ids(same_id))


async def reschedule(
    office: Office,
    acting: Acting,
    delivery: str,
    *,
    not_before: datetime | None,
    version: int | None = None,
    same_id: str | None = None,
) -> Asked:
    """Another time, for one that was missed or has not gone out; it needs a new approval."""

    def decide(item: DeskDelivery, order: Order) -> Sequence[Command]:
        return [posting.reschedule(item, order, not_before=not_before, version=version)]

    return await ask(office, acting, "post.reschedule", delivery, decide, ids=Ids(same_id))


async def settle(
    office: Office, acting: Acting, delivery: str, *, outcome: str, url: str | None = None, same_id: str | None = None
) -> Asked | Submitted:
    """Somebody has looked on the platform; where it is not there, the new delivery that tries again is returned."""
    ids = Ids(same_id)

    def decide(item: DeskDelivery, order: Order) -> Sequence[Command]:
        anew = ids("delivery")
        settled = posting.settle(item, order, outcome=outcome, url=url, replaced_by=anew)
        _of_its_account(office, item, settled.settle.url)
        if settled.again is None:
            return [settled.settle]
        composing.may_draft(item.account, order, office.registry.accounts)
        submits, post = order.under(ids("submit")), item.delivery.post
        again = posting.submit(
            submits,
            settled.again,
            delivery=anew,
            post=post,
            replaces=item.id,
            findings=item.delivery.findings,
            guidance=item.delivery.guidance,
        )
        return [settled.settle, again]

    return await ask(office, acting, "post.settle", delivery, decide, ids=ids)


def _of_its_account(office: Office, item: DeskDelivery, url: str | None) -> None:
    """Return where this may be the address of the post; a wrong one was mistyped, and needs no publisher to say so."""
    account = office.registry.accounts.get(item.account)
    if url and account and item.delivery.platform == "x" and (why := why_not_found_at(url, account.handle)):
        raise Refused("invalid", why, "Open the post on the platform, and copy its address.")
