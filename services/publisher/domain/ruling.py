"""What becomes of a command (T0): the one arbiter of who may do what with a delivery, and when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from services.publisher.domain.world import World
from shared.contracts.post_changed import Delivery
from shared.contracts.post_requested import Command


@dataclass(frozen=True, slots=True)
class Ruling:
    """What to write: a delivery and the transition that led to it; nothing where both are None.

    `refused` is why a command changed nothing, for the log. A known delivery notes it (COMMAND_REFUSED), an unknown
    one has no record. A command that was decided before gives all None.
    """

    transition: str | None = None
    delivery: Delivery | None = None
    refused: str | None = None


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
    raise NotImplementedError
