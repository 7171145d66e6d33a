"""The way of every command: may they see the post, may they ask it; then the publisher decides, and is waited for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from uuid import NAMESPACE_URL, uuid5

from services.desk.acts.deed import Deed
from services.desk.acts.office import Acting, Office
from services.desk.domain.delivery import DeskDelivery, expected
from services.desk.domain.order import Order
from services.desk.domain.refusal import Refused
from services.desk.readmodel import deliveries, drafts
from shared.clock import new_id, uptime
from shared.contracts.post_requested import Command, Content, Submit
from shared.contracts.staff_changed import FORCE_WIDE


@dataclass(frozen=True, slots=True)
class Asked:
    """A command was written: what it is about, and its id, which post.changed will name."""

    delivery: str
    command: str


@dataclass(frozen=True, slots=True)
class Submitted(Asked):
    """A delivery was sent for approval, with what an approval of it names."""

    post: str
    content: Content
    version: int = 1
    after: Asked | None = None
    """The command in the same transaction that settled, or called off, the one whose place it takes."""


@dataclass(frozen=True, slots=True)
class Ids:
    """Ids for what an act makes: fresh ones, or for an act that is repeated the same again."""

    same_id: str | None

    def __call__(self, name: str) -> str:
        """The id of what goes by this name within the act."""
        return str(uuid5(NAMESPACE_URL, f"{self.same_id}|{name}")) if self.same_id else new_id()


Decide = Callable[[DeskDelivery, Order], Sequence[Command]]
"""From the delivery as it stands, the commands that the act makes, its own first; raises Refused."""


async def ask(
    office: Office,
    acting: Acting,
    act: str,
    delivery: str,
    decide: Decide,
    *,
    ids: Ids,
    draft: str | None = None,
) -> Asked | Submitted:
    """What was asked, or the delivery that begins with it, if one does; asked before, it is not asked again."""
    async with office.turn:
        office.may_act_now()
        item = await open_delivery(office, acting, delivery, act=act)
        order = Order(ids(act), acting.person, office.now())
        if item.decided(order.id):
            return _asked_before(office, Asked(item.id, order.id), ids)
        try:
            commands = decide(item, order)
        except Refused as refusal:
            await office.refused(acting, act, delivery, refusal)
            raise
        await carry_out(office, acting, act, commands, draft)
    asked = Asked(item.id, order.id)
    begun = next((command for command in commands if isinstance(command, Submit)), None)
    if begun is None:
        return asked
    return replace(submitted(begun), after=asked if commands[0].id == asked.command else None)


async def carry_out(office: Office, acting: Acting, act: str, commands: Sequence[Command], draft: str | None) -> None:
    """Journal and write the commands, in one transaction with the end of the draft where it is their own."""
    begun = [command for command in commands if isinstance(command, Submit)]
    own = draft is not None and drafts.find(office.model.store.db, draft, acting.person.id) is not None
    deed = Deed(
        commands=commands,
        expects=[expected(each, office.registry.accounts[each.account].platform) for each in begun],
        done_drafts=[draft] if draft and own else [],
    )
    await office.carry_out(acting, act, tuple(dict.fromkeys(each.delivery for each in commands)), deed)


async def open_delivery(office: Office, acting: Acting, delivery: str, *, act: str = "post.view") -> DeskDelivery:
    """The delivery, where this person may see it."""
    item = deliveries.find(office.model.store.db, delivery)
    if item is None:
        raise Refused(
            "unknown",
            "There is no such post here.",
            "The link may be incomplete. Look at the list of posts; one that was sent a moment ago comes there soon.",
        )
    await office.allowed(acting, act, delivery, item.audience, what="post")
    return item


async def decided(office: Office, delivery: str, command: str, wait_s: float) -> DeskDelivery | None:
    """The delivery once the publisher has decided this command; None where it has not within so many seconds.

    `why_refused(command)` of what is returned says whether it did what was asked.
    """
    changes, until = office.model.changes, uptime() + wait_s
    with changes.listener(frozenset({FORCE_WIDE})) as listener:
        while True:
            item = deliveries.find(office.model.store.db, delivery)
            if item and item.decided(command):
                return item
            left = until - uptime()
            if left <= 0 or changes.closed:
                return None
            await listener.take(within=left, settle=0)


def submitted(command: Submit) -> Submitted:
    """What the author is told of it."""
    return Submitted(command.delivery, command.id, command.post, command.content)


def _asked_before(office: Office, asked: Asked, ids: Ids) -> Asked | Submitted:
    begun = deliveries.find(office.model.store.db, ids("delivery"))
    if begun is None:
        return asked
    return Submitted(begun.id, ids("submit"), begun.delivery.post, begun.delivery.content, after=asked)
