"""Acts on posts: submit, approve, send back, withdraw, give another time, edit, settle; the publisher alone decides."""

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime

from services.desk.acts.addressed import still_there
from services.desk.acts.asking import Asked, Ids, Submitted, ask, carry_out, decided, open_delivery, submitted
from services.desk.acts.office import Acting, Office
from services.desk.domain import composing, posting
from services.desk.domain.composing import Draughted
from services.desk.domain.delivery import DeskDelivery
from services.desk.domain.order import Order
from services.desk.domain.refusal import Refused
from services.desk.domain.words import typed
from services.desk.readmodel import deliveries, staff
from shared.contracts.post_requested import Command
from shared.rules.settling import why_not_found_at
from shared.x.counting import why_not_postable

__all__ = [
    "Asked",
    "Draughted",
    "Submitted",
    "approve",
    "decided",
    "edit",
    "open_delivery",
    "reschedule",
    "send_back",
    "settle",
    "submit",
    "withdraw",
]

FITS: Mapping[str, composing.Fits] = {"x": why_not_postable}
"""For each platform, why it would not take a text."""


async def submit(
    office: Office,
    acting: Acting,
    asked: Sequence[Draughted],
    *,
    not_before: datetime | None = None,
    draft: str | None = None,
    same_id: str | None = None,
) -> list[Submitted]:
    """Every delivery is sent for approval, or none; the draft that it was is gone. `same_id` again adds nothing."""
    ids = Ids(same_id)
    post = ids("post")
    async with office.turn:
        office.may_act_now()
        if before := deliveries.of_post(office.model.store.db, post):
            return _submitted_before(before, asked, ids)
        order = Order(post, acting.person, office.now())
        try:
            made = composing.contents(asked, not_before, order, office.registry.accounts, FITS)
        except Refused as refusal:
            about = {each.account: None for each in asked if each.account in office.registry.accounts}
            await office.refused(acting, "post.submit", tuple(about), refusal)
            raise
        commands = [
            posting.submit(order.under(ids(f"submit:{n}")), content, delivery=ids(f"delivery:{n}"), post=post)
            for n, content in enumerate(made)
        ]
        await carry_out(office, acting, "post.submit", commands, draft)
    return [submitted(command) for command in commands]


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


async def edit(
    office: Office,
    acting: Acting,
    delivery: str,
    *,
    text: str,
    not_before: datetime | None,
    draft: str | None = None,
    same_id: str | None = None,
) -> Submitted:
    """Other words or another time: a new delivery, which needs an approval, takes its place."""
    ids = Ids(same_id)
    anew = ids("delivery")

    def decide(item: DeskDelivery, order: Order) -> Sequence[Command]:
        off = posting.edit(item, order, replaced_by=anew)
        changed = Draughted(item.account, text)
        (content,) = composing.contents([changed], not_before, order, office.registry.accounts, FITS)
        submits = order.under(ids("submit"))
        begins = posting.submit(submits, content, delivery=anew, post=item.delivery.post, replaces=item.id)
        return [off, begins]

    begun = await ask(office, acting, "post.edit", delivery, decide, ids=ids, draft=draft)
    if not isinstance(begun, Submitted):
        raise Refused("conflict", "This was changed already.", "Look at it as it stands now.")
    return begun


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
        again = posting.submit(submits, settled.again, delivery=anew, post=post, replaces=item.id)
        return [settled.settle, again]

    return await ask(office, acting, "post.settle", delivery, decide, ids=ids)


def _of_its_account(office: Office, item: DeskDelivery, url: str | None) -> None:
    """Return where this may be the address of the post; a wrong one was mistyped, and needs no publisher to say so."""
    account = office.registry.accounts.get(item.account)
    if url and account and item.delivery.platform == "x" and (why := why_not_found_at(url, account.handle)):
        raise Refused("invalid", why, "Open the post on the platform, and copy its address.")


def _submitted_before(before: Sequence[DeskDelivery], asked: Sequence[Draughted], ids: Ids) -> list[Submitted]:
    """What a repeated call made the first time; one that says something else is another call."""
    words = [(each.account, unicodedata.normalize("NFC", typed(each.text))) for each in asked]
    made = [item for n in range(len(words)) for item in before if item.id == ids(f"delivery:{n}")]
    if words != [(item.account, item.text) for item in made]:
        raise Refused(
            "conflict", "This was sent for approval already, with other words.", "Look at it among the posts."
        )
    return [
        Submitted(item.id, ids(f"submit:{n}"), item.delivery.post, item.delivery.content) for n, item in enumerate(made)
    ]
