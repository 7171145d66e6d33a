"""Why a delivery that is not sent yet must never be, or not now: people, account, template, pictures, and holds."""

from datetime import datetime

from services.publisher.domain.change import moved
from services.publisher.domain.words import sentence
from services.publisher.domain.world import World
from shared.contracts.hold_changed import Hold
from shared.contracts.post_changed import Delivery
from shared.rules.holding import may_pass, reaches
from shared.rules.pictures import RUN_OUT, run_out
from shared.rules.templates import Now, why_not_use

_HELD: dict[str, str] = {
    "force": "the whole force",
    "division": "its division",
    "district": "its district",
    "account": "this account",
}
"""A scope's kind, as a sentence says what is held."""


def why_struck(delivery: Delivery, world: World, now: datetime) -> str | None:
    """Why it must never be posted: somebody suspended, the account gone, a template withdrawn, a picture run out.

    Whoever loses a role, a district or their training keeps what they did before: that stops new posts only.
    """
    account = world.accounts.get(delivery.content.account)
    if account is None or not account.active:
        return "The account is retired, or not in the registry any more."
    if not _works_here(delivery.author, world):
        return f"{world.name_of(delivery.author)}, who wrote it, does not work here any more, or is suspended."
    for by in approvers_of(delivery):
        if not _works_here(by, world):
            return f"{world.name_of(by)}, who approved it, does not work here any more, or is suspended."
    return RUN_OUT if run_out(delivery.content.media, now) else _why_not_template(delivery, world, now)


def approvers_of(delivery: Delivery) -> tuple[str, ...]:
    """Who put their name to it: one person, or two for a reply from a template."""
    approval = delivery.approval
    return tuple(each for each in (approval.by, approval.second) if each) if approval else ()


def _why_not_template(delivery: Delivery, world: World, now: datetime) -> str | None:
    """One that a person approved as it stands needs no template any more."""
    if delivery.template is None or delivery.approval is None or delivery.approval.second is None:
        return None
    template, judged = world.templates.get(delivery.template.template), Now(now, world.staff, world.routes)
    return why_not_use(template, delivery.template, delivery.content.account, judged)


def _works_here(person: str, world: World) -> bool:
    return person in world.staff and world.staff[person].active


def stopped_by(delivery: Delivery, world: World) -> Hold | None:
    """The hold because of which it does not go out now; None where there is none, or it may pass them all.

    One that is released counts where the delivery fell due before its release: nothing goes out by itself afterwards.
    """
    on_it = (each for each in world.holds.values() if reaches(each, delivery.content.account, world.parts))
    return next((each for each in on_it if _covers(each, delivery) and not may_pass(delivery.approval, each)), None)


def _covers(hold: Hold, delivery: Delivery) -> bool:
    if hold.released_at is None:
        return True
    moments = (delivery.content.not_before, delivery.approval.at if delivery.approval else None)
    return hold.released_at >= max((each for each in moments if each), default=delivery.submitted_at)


def held(delivery: Delivery, now: datetime, hold: Hold) -> Delivery:
    """Approved, or sending before its request was written -> missed: a person gives it another time."""
    scope = _HELD.get(hold.scope.partition(":")[0], "this account")
    told = f"Posting was held for {scope} when it was due: {sentence(hold.reason)} Give it another time."
    return moved(delivery, "missed", now, why=told)
