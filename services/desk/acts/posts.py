"""Acts on posts: submit, approve, send back, withdraw, give another time, edit, settle; the publisher alone decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from services.desk.acts.office import Acting, Office
from services.desk.domain.delivery import DeskDelivery
from shared.contracts.post_requested import Content


@dataclass(frozen=True, slots=True)
class Draughted:
    """One delivery as somebody asks for it."""

    account: str
    text: str


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
    raise NotImplementedError


async def approve(
    office: Office,
    acting: Acting,
    delivery: str,
    *,
    hash: str,
    version: int,
    same_id: str | None = None,  # noqa: A002 - the contract's name
) -> Asked:
    """This person puts their name to exactly what has this hash and version."""
    raise NotImplementedError


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
    raise NotImplementedError


async def withdraw(
    office: Office, acting: Acting, delivery: str, *, reason: str = "", same_id: str | None = None
) -> Asked:
    """It is not to be posted after all."""
    raise NotImplementedError


async def reschedule(
    office: Office,
    acting: Acting,
    delivery: str,
    *,
    not_before: datetime | None,
    version: int | None = None,
    same_id: str | None = None,
) -> Asked:
    """Another time for one that was missed; it needs a new approval."""
    raise NotImplementedError


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
    raise NotImplementedError


async def settle(
    office: Office, acting: Acting, delivery: str, *, outcome: str, url: str | None = None, same_id: str | None = None
) -> Asked | Submitted:
    """Somebody has looked on the platform; where it is not there, the new delivery that tries again is returned."""
    raise NotImplementedError


async def open_delivery(office: Office, acting: Acting, delivery: str, *, act: str = "post.view") -> DeskDelivery:
    """The delivery, where this person may see it."""
    raise NotImplementedError


async def decided(office: Office, delivery: str, command: str, wait_s: float) -> DeskDelivery | None:
    """The delivery once the publisher has decided this command; None where it has not within so many seconds.

    `why_refused(command)` of what is returned says whether it did what was asked.
    """
    raise NotImplementedError
