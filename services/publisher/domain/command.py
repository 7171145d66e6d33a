"""When a command was asked, as far as that can be believed."""

from datetime import datetime

from services.publisher.domain.world import Case
from shared.contracts.post_requested import Command


def asked_at(command: Command, case: Case) -> datetime:
    """When it was asked; never later than it is read, whatever the other machine's clock says."""
    return min(command.at, case.now)


def is_stale(command: Command, case: Case) -> bool:
    """Whether it lay so long that it may be one of a past that was lost."""
    return case.now - command.at > case.world.policy.stale_after
