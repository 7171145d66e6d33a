"""Who may act: on a message those who may see it, from an account those of a district that it serves."""

from collections.abc import Iterable

from shared.contracts.staff_changed import FORCE_WIDE, Person
from shared.rules.seeing import desks_of, may_see


def may_work_on(person: Person, audience: Iterable[str]) -> bool:
    """Whether this person may claim, note, label and close a message, or handle its alert."""
    return may_see(person, audience)


def may_post_from(person: Person, account_districts: Iterable[str]) -> bool:
    """Whether this person may draft for an account; one that serves no district is force-wide people's."""
    desks = desks_of(person)
    return FORCE_WIDE in desks or not desks.isdisjoint(account_districts)


def may_run_it(person: Person) -> bool:
    """Whether this person may see how the system itself fares in detail, such as addresses and errors of its parts."""
    return person.active and any(grant.role in ("it", "supervisor") for grant in person.grants)
