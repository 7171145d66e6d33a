"""What a person may ask of the publisher, as the command that it makes; or a refusal that says what to do instead.

The publisher judges every command again, by the same rules and by what it knows then: it alone decides.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import get_args

from services.desk.domain.composing import ASK_FOR_RIGHTS, in_time
from services.desk.domain.delivery import STATES, DeskDelivery
from services.desk.domain.order import Order
from services.desk.domain.refusal import Refused
from services.desk.domain.words import typed
from shared.contracts.post_changed import State
from shared.contracts.post_requested import (
    Approve,
    Content,
    Edit,
    Finding,
    Reschedule,
    Review,
    SendBack,
    Settle,
    Submit,
    TakeDown,
    Withdraw,
)
from shared.contracts.staff_changed import Person
from shared.rules.approving import sent_by, why_not_approve, why_not_draft, why_not_settle

REASON_LIMIT = 500
"""Characters of a reason: a few sentences for a colleague."""

ADDRESS_LIMIT = 500
"""Characters of the address of a post, with all that a platform may put behind it."""

NOT_SENT: frozenset[State] = frozenset({"submitted", "approved", "returned", "missed"})
"""Nothing of it can be on the platform, and people may still do with it what they like."""
OVER: frozenset[State] = frozenset({"void", "refused", "abandoned"})
"""Nothing more comes of it: it can be written again, as another."""
TAKEN_DOWN: frozenset[State] = frozenset({"deleting", "deleted", "delete_unknown", "posted"})
"""What a second person looks at, where somebody took it down: back on "posted" the platform did not let it go."""

_LOOK_AGAIN = "Look at it again as it stands now."
_WHY_DOWN = "Say in a sentence why it must go: a second person reads it within the hour."
_WHY_WRONG = "Say in a sentence what was wrong with it: whoever took it down reads it."


@dataclass(frozen=True, slots=True)
class Settled:
    """An unknown one as somebody settles it; where it is not there, with the content to try again."""

    settle: Settle
    again: Content | None


def submit(
    order: Order,
    content: Content,
    *,
    delivery: str,
    post: str,
    replaces: str | None = None,
    findings: tuple[Finding, ...] = (),
    guidance: str | None = None,
) -> Submit:
    """A delivery begins, and waits for another person's approval, with what the guidance check said of it."""
    return Submit(
        id=order.id,
        delivery=delivery,
        account=content.account,
        by=order.by.id,
        at=order.at,
        post=post,
        content=content,
        replaces=replaces,
        findings=findings,
        guidance=guidance,
    )


def approve(item: DeskDelivery, order: Order, author: Person | None, *, hash: str, version: int) -> Approve:  # noqa: A002 - the contract's name
    """Somebody else than who wrote and sent it puts their name to exactly what they saw."""
    if why := why_not_approve(order.by, author, sent_by(item.delivery), item.audience, order.today):
        raise Refused("forbidden", why, "Ask a colleague who may approve for this account.")
    _in_state(item, frozenset({"submitted"}), "be approved")
    if hash != item.delivery.hash:
        raise Refused(
            "conflict", "What you approve is not what stands here: text, account or time differ.", _LOOK_AGAIN
        )
    _of_version(item, version)
    return Approve(**_about(item, order), hash=hash, version=version)


def send_back(item: DeskDelivery, order: Order, *, reason: str, version: int | None) -> SendBack:
    """It needs work; who may approve for the account may say so, approved or not yet."""
    _may_settle(item, order)
    _in_state(item, frozenset({"submitted", "approved"}), "be sent back")
    _of_version(item, version)
    return SendBack(**_about(item, order), version=item.delivery.version, reason=_reason(reason, needed=True))


def withdraw(item: DeskDelivery, order: Order, *, reason: str) -> Withdraw:
    """It is not to be posted after all."""
    _may_change(item, order)
    _in_state(item, NOT_SENT, "be withdrawn")
    return Withdraw(**_about(item, order), reason=_reason(reason, needed=False))


def reschedule(item: DeskDelivery, order: Order, *, not_before: datetime | None, version: int | None) -> Reschedule:
    """Another time; it needs a new approval."""
    _may_change(item, order)
    _in_state(item, NOT_SENT, "have another time")
    _of_version(item, version)
    in_time(not_before, order.at)
    return Reschedule(**_about(item, order), version=item.delivery.version, not_before=not_before)


def edit(item: DeskDelivery, order: Order, *, replaced_by: str) -> Edit:
    """Another takes its place, whether it is called off for that or is over already; no second one does."""
    _still_free(item, replaced_by, "be written again")
    _in_state(item, NOT_SENT | OVER, "be written again")
    _may_change(item, order)
    seen = item.delivery.version if item.state in OVER else None
    return Edit(**_about(item, order), replaced_by=replaced_by, version=seen)


def settle(item: DeskDelivery, order: Order, *, outcome: str, url: str | None, replaced_by: str) -> Settled:
    """Somebody has looked on the platform, and says what became of it; `replaced_by` is what another try would be."""
    known = next((each for each in get_args(Settle.model_fields["outcome"].annotation) if each == outcome), None)
    if known is None:
        raise Refused("invalid", "Say what became of it.", "One of: posted, not_posted, abandoned.")
    _may_settle(item, order)
    _in_state(item, frozenset({"unknown"}), "be settled")
    address = typed(url or "")
    if known == "posted" and ("/status/" not in address or len(address) > ADDRESS_LIMIT):
        raise Refused(
            "invalid",
            "The address of the post is missing." if not address else "That is no address of a post.",
            "Open the post on the platform and copy its address, such as https://x.com/…/status/1234567890.",
        )
    again = _again(item, order) if known == "not_posted" else None
    if again:
        _still_free(item, replaced_by, "be tried again")
    made = Settle(
        **_about(item, order),
        outcome=known,
        url=address if known == "posted" else None,
        replaced_by=replaced_by if again else None,
    )
    return Settled(made, again)


def take_down(item: DeskDelivery, order: Order, *, reason: str) -> TakeDown:
    """It is deleted on the platform at once, by one person alone, during holds too."""
    _may_settle(item, order)
    _in_state(item, frozenset({"posted"}), "be taken down")
    return TakeDown(**_about(item, order), reason=_reason(reason, needed=True, remedy=_WHY_DOWN))


def review(item: DeskDelivery, order: Order, *, verdict: str, remark: str) -> Review:
    """Somebody else than who took it down says whether that was right; once."""
    known = next((each for each in get_args(Review.model_fields["verdict"].annotation) if each == verdict), None)
    if known is None:
        raise Refused("invalid", "Say whether it was right to take it down.", "One of: right, wrong.")
    _may_settle(item, order)
    if why := why_not_review(item, order.by.id):
        raise why
    return Review(
        **_about(item, order), verdict=known, remark=_reason(remark, needed=known == "wrong", remedy=_WHY_WRONG)
    )


def why_not_review(item: DeskDelivery, person: str) -> Refused | None:
    """None where this person may say whether taking it down was right, as far as their roles go."""
    down = item.delivery.take_down
    if down is None or item.state not in TAKEN_DOWN:
        return Refused("conflict", "Nobody has taken it down, so there is nothing to review.", _LOOK_AGAIN)
    if down.verdict is not None:
        return Refused("conflict", "That was reviewed already.", _LOOK_AGAIN)
    if down.by == person:
        own = "Somebody else has to review what you took down."
        return Refused("forbidden", own, "Ask another approver or supervisor of this account.")
    return None


def _again(item: DeskDelivery, order: Order) -> Content:
    """The same once more; a time that has passed becomes as soon as it is approved."""
    content = item.delivery.content
    passed = content.not_before is not None and content.not_before <= order.at
    return content.model_copy(update={"not_before": None}) if passed else content


def _about(item: DeskDelivery, order: Order) -> dict[str, object]:
    return {
        "id": order.id,
        "delivery": item.id,
        "account": item.account,
        "by": order.by.id,
        "at": order.at,
    }


def _may_change(item: DeskDelivery, order: Order) -> None:
    """Its author, or who may draft for its account."""
    if order.by.active and order.by.id == item.delivery.author:
        return
    if why := why_not_draft(order.by, item.audience, order.today):
        raise Refused("forbidden", why, ASK_FOR_RIGHTS)


def _may_settle(item: DeskDelivery, order: Order) -> None:
    if why := why_not_settle(order.by, item.audience, order.today):
        raise Refused("forbidden", why, ASK_FOR_RIGHTS)


def _in_state(item: DeskDelivery, states: frozenset[State], asked: str) -> None:
    if item.state not in states:
        stands = STATES[item.state]
        said = f"It cannot {asked}. It stands as: {stands[:1].lower()}{stands[1:]}."
        raise Refused("conflict", said, _where_to_look(item))


def _still_free(item: DeskDelivery, replaced_by: str, asked: str) -> None:
    """Its place is taken once; the publisher sees to that where two ask in the same moment."""
    if item.successor not in (None, replaced_by):
        raise Refused("conflict", f"It cannot {asked}: that was done meanwhile.", _where_to_look(item))


def _where_to_look(item: DeskDelivery) -> str:
    return f"See {item.successor}, which took its place, or is about to." if item.successor else _LOOK_AGAIN


def _of_version(item: DeskDelivery, version: int | None) -> None:
    if version not in (None, item.delivery.version):
        raise Refused("conflict", "It changed after you looked at it.", _LOOK_AGAIN)


def _reason(
    text: str, *, needed: bool, remedy: str = "Say in a sentence what has to change: the author reads it."
) -> str:
    words = typed(text)
    if (needed and not words) or len(words) > REASON_LIMIT:
        said = "The reason is too long." if words else "The reason is missing."
        raise Refused("invalid", said, f"{remedy} Up to {REASON_LIMIT} characters.")
    return words
