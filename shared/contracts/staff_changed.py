"""The people who work with it: roles, districts, training."""

from datetime import date
from typing import Literal

from shared.contracts.fact import Fact, Id, Moment
from shared.contracts.topic import Kept, Topic

Role = Literal["officer", "approver", "supervisor", "media", "it", "auditor"]

FORCE_WIDE = "*"
"""In place of a district: the role holds for all of them, and for the force's own desk."""


class Grant(Fact):
    """A role in one district, or force-wide."""

    role: Role
    district: Id


class Training(Fact):
    """A course, and from when until when it counts."""

    course: Id
    valid_from: date
    valid_until: date


class Person(Fact):
    """One member of staff, as they stand."""

    id: Id
    name: str
    grants: tuple[Grant, ...]
    training: tuple[Training, ...] = ()
    active: bool = True
    by: Id
    """Who made this change."""
    at: Moment


STAFF_CHANGED: Topic[Person] = Topic(
    name="staff.changed.v1",
    what="A member of staff with roles, districts and training dates.",
    writers=("operations",),
    readers=("desk", "publisher", "operations"),
    partitions=1,
    kept=Kept("compact"),
    transitions={"person.added": Person, "person.changed": Person},
    key=lambda person: person.id,
    scope=lambda _: "staff",
)
