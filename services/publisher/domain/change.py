"""The next version of a delivery, always with the line of its history: nothing else makes one."""

from datetime import datetime

from services.publisher.domain.words import cut
from shared.contracts.post_changed import CommandRefused, Delivery, State, Step
from shared.contracts.post_requested import Command

COMMANDS_KEPT = 100
STEPS_KEPT = 100
REFUSALS_KEPT = 10
"""What the contract promises: enough to decide each command once and to tell people the story, and still small."""


class NotAllowed(Exception):
    """A step that this state does not have: a mistake in the program, after which no call may be made."""


def moved(
    delivery: Delivery, state: State, now: datetime, *, why: str = "", by: str | None = None, **fields: object
) -> Delivery:
    """The delivery in a new state; a wait and candidates belong to the state that had them."""
    fields = {"retry_at": None, "candidates": (), "version": delivery.version + 1, "state": state, **fields}
    return noted(delivery.model_copy(update=fields), now, why=why, by=by)


def noted(delivery: Delivery, now: datetime, *, why: str, by: str | None = None, **fields: object) -> Delivery:
    """The delivery with something more to tell; its state and version stay."""
    why = cut(why)
    step = Step(transition=transition_of(delivery), at=now, by=by, why=why)
    history = (*delivery.history, step)[-STEPS_KEPT:]
    return delivery.model_copy(update={"reason": why, "history": history, "changed_at": now, **fields})


def decided(delivery: Delivery, command: Command) -> Delivery:
    """The delivery with this command among those that are not decided again."""
    return delivery.model_copy(update={"commands": (*delivery.commands, command.id)[-COMMANDS_KEPT:]})


def turned_down(delivery: Delivery, asked: str, command: Command, now: datetime, why: str) -> Delivery:
    """The delivery as it was, with the refusal of this command noted."""
    refusal = CommandRefused(command=command.id, asked=asked, by=command.by, at=now, why=why)
    refusals = (*delivery.refusals, refusal)[-REFUSALS_KEPT:]
    return decided(delivery, command).model_copy(update={"refusals": refusals})


def only_from(delivery: Delivery, state: State) -> None:
    """Raises NotAllowed unless the delivery is in this state."""
    if delivery.state != state:
        raise NotAllowed(f"Delivery {delivery.id} is {delivery.state}, and this step is one of a delivery {state}.")


def transition_of(delivery: Delivery) -> str:
    """The transition of a record with the delivery's state, such as post.sending."""
    return f"post.{delivery.state}"
