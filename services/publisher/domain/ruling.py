"""What becomes of a command (T0): the one arbiter of who may do what with a delivery, and when."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from services.publisher.domain.approval import approve, send_back
from services.publisher.domain.change import decided, transition_of, turned_down
from services.publisher.domain.deleting import review, take_down
from services.publisher.domain.settling import settle
from services.publisher.domain.submission import OVER, edit, reschedule, submit, taken_by, withdraw
from services.publisher.domain.world import Case, World
from shared.contracts.post_changed import COMMAND_REFUSED, REVIEWED, Delivery, State
from shared.contracts.post_requested import (
    Approve,
    Command,
    Edit,
    Reschedule,
    Review,
    SendBack,
    Settle,
    Submit,
    TakeDown,
    Withdraw,
)


@dataclass(frozen=True, slots=True)
class Ruling:
    """What to write: a delivery and the transition that led to it; nothing where both are None.

    `refused` is why a command changed nothing, for the log. A known delivery notes it (COMMAND_REFUSED), an unknown
    one has no record. A command that was decided before gives all None.
    """

    transition: str | None = None
    delivery: Delivery | None = None
    refused: str | None = None


@dataclass(frozen=True, slots=True)
class _Rule:
    """In these states the command is decided by `decide`: the delivery it makes, or why not; in others it cannot be."""

    states: frozenset[State]
    asked: str
    decide: Callable[..., Delivery | str]


NOT_SENT: frozenset[State] = frozenset({"submitted", "approved", "returned", "missed"})
"""People may still do with it what they like: no request was ever begun, or the last one was a certain no."""

RULES: Mapping[type[Command], _Rule] = {
    Approve: _Rule(frozenset({"submitted"}), "be approved", approve),
    SendBack: _Rule(frozenset({"submitted", "approved"}), "be sent back", send_back),
    Edit: _Rule(NOT_SENT | OVER, "be edited", edit),
    Withdraw: _Rule(NOT_SENT, "be withdrawn", withdraw),
    Reschedule: _Rule(NOT_SENT, "have another time", reschedule),
    Settle: _Rule(frozenset({"unknown"}), "be settled", settle),
    TakeDown: _Rule(frozenset({"posted"}), "be taken down", take_down),
    Review: _Rule(frozenset({"deleting", "deleted", "delete_unknown", "posted"}), "be reviewed", review),
}

STANDS: Mapping[State, str] = {
    "submitted": "It waits for approval.",
    "approved": "It is approved already.",
    "returned": "It was sent back: edit it.",
    "void": "It is void: write another.",
    "missed": "Its time was missed: reschedule it first.",
    "sending": "It is being sent at this moment.",
    "posted": "It is on the platform already.",
    "refused": "The platform refused it: write another.",
    "unknown": "It may be on the platform already: look there, and settle it.",
    "abandoned": "It was given up: write another.",
    "deleting": "It is being deleted.",
    "deleted": "It was deleted on the platform.",
    "delete_unknown": "Whether it is deleted on the platform is not known: it is tried again.",
}
"""Why a command comes at the wrong time, and what may be done instead."""


def rule_on(
    delivery: Delivery | None,
    transition: str,
    command: Command,
    world: World,
    now: datetime,
    *,
    beside: Mapping[str, Delivery],
) -> Ruling:
    """The ruling on one command; `beside` are all deliveries of the command's account, by id."""
    case = Case(world, now, beside)
    if delivery is None:
        return _on_nothing(command, case)
    if command.id in delivery.commands:
        return Ruling()
    decision = _decision(delivery, command, case)
    if isinstance(decision, str):
        noted = turned_down(delivery, transition, command, now, decision)
        return Ruling(COMMAND_REFUSED, noted, decision)
    transition = REVIEWED if isinstance(command, Review) else transition_of(decision)
    return Ruling(transition, decided(decision, command))


def _on_nothing(command: Command, case: Case) -> Ruling:
    if not isinstance(command, Submit):
        return Ruling(refused=f"There is no delivery {command.delivery} here: submit it first.")
    decision = submit(command, case)
    return Ruling(refused=decision) if isinstance(decision, str) else Ruling(transition_of(decision), decision)


def _decision(delivery: Delivery, command: Command, case: Case) -> Delivery | str:
    if command.account != delivery.content.account:
        return "It belongs to another account than the command names."
    if isinstance(command, Submit):
        return "A delivery with this id was submitted already: a new one needs a new id."
    rule = RULES[type(command)]
    if delivery.state not in rule.states or _was_not_over(delivery, command):
        return f"It cannot {rule.asked}. {taken_by(delivery) or STANDS[delivery.state]}"
    return rule.decide(delivery, command, case)


def _was_not_over(delivery: Delivery, command: Command) -> bool:
    """Whether somebody edits what is over by now, or was written anew: they saw another."""
    if not isinstance(command, Edit) or delivery.state not in OVER:
        return False
    return delivery.replaced_by is not None or command.version != delivery.version
