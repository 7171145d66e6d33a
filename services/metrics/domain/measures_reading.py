"""What a measure says."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from shared.contracts.contribution_changed import Contribution


class Reading(NamedTuple):
    """A measure's value, or None for a gap, and how far it may be trusted."""

    value: float | None
    as_of: datetime
    complete: bool


def oldest(contributions: Iterable[Contribution]) -> datetime:
    """The oldest of the counts; raises ValueError where there is none."""
    return min(each.as_of for each in contributions)


def newest(contributions: Iterable[Contribution]) -> datetime:
    """The newest of the counts; raises ValueError where there is none."""
    return max(each.as_of for each in contributions)
