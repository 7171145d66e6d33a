"""Questions about deliveries; none is answered beyond the districts that the viewer may see, save where it says so."""

import sqlite3
from collections.abc import Collection
from datetime import datetime

from services.desk.domain.delivery import DeskDelivery
from services.desk.domain.inbox import PAGE_SIZE
from services.desk.readmodel.wanted import Viewer
from shared.contracts.post_changed import State


def find(db: sqlite3.Connection, delivery: str) -> DeskDelivery | None:
    """A delivery by its id, whoever asks: the caller judges whether they may see it."""
    raise NotImplementedError


def of_post(db: sqlite3.Connection, post: str) -> list[DeskDelivery]:
    """The deliveries of one approval, whoever asks."""
    raise NotImplementedError


def listed(
    db: sqlite3.Connection,
    viewer: Viewer,
    *,
    states: Collection[State] = (),
    district: str = "",
    account: str = "",
    author: str = "",
    due_from: datetime | None = None,
    due_until: datetime | None = None,
    next_first: bool = False,
    limit: int = PAGE_SIZE,
    offset: int = 0,
) -> list[DeskDelivery]:
    """The deliveries that the viewer asks for: the newest first, or with `next_first` in the order of their times.

    The time of one is when it went out, else when it is due, else when it was submitted.
    """
    raise NotImplementedError


def count(
    db: sqlite3.Connection, viewer: Viewer, *, states: Collection[State] = (), district: str = "", account: str = ""
) -> int:
    """How many there are."""
    raise NotImplementedError
