"""Who may see a message: the districts its account serves, the district of the place it names, and the force's desk."""

from collections.abc import Iterable

from shared.contracts.labels import OUTSIDE, UNKNOWN_DISTRICT
from shared.contracts.staff_changed import FORCE_WIDE, Person, Role

WORKING_ROLES: frozenset[Role] = frozenset({"officer", "approver", "supervisor", "media"})
"""The roles that work on messages; IT keeps the system running and auditors read its log, without people's words."""


def audience_of(account_districts: Iterable[str], place_district: str | None) -> frozenset[str]:
    """The districts that a message is shown to; force-wide people see it in any case, and alone where this is empty."""
    named = {place_district} if place_district not in (None, UNKNOWN_DISTRICT, OUTSIDE) else set()
    return frozenset({*account_districts, *(district for district in named if district)})


def desks_of(person: Person) -> frozenset[str]:
    """The districts whose messages this person may see; `*` among them means all, and the force's own desk."""
    if not person.active:
        return frozenset()
    return frozenset(grant.district for grant in person.grants if grant.role in WORKING_ROLES)


def may_see(person: Person, audience: Iterable[str]) -> bool:
    """Whether a message with this audience may be shown to this person."""
    desks = desks_of(person)
    return FORCE_WIDE in desks or not desks.isdisjoint(audience)
