"""Who may act on a message and look at the system itself; who may post is decided in approving.py."""

from collections.abc import Iterable

from shared.contracts.staff_changed import Person
from shared.rules.seeing import may_see


def may_work_on(person: Person, audience: Iterable[str]) -> bool:
    """Whether this person may claim, note, label and close a message, or handle its alert."""
    return may_see(person, audience)


def may_run_it(person: Person) -> bool:
    """Whether this person may see how the system itself fares in detail, such as addresses and errors of its parts."""
    return person.active and any(grant.role in ("it", "supervisor") for grant in person.grants)
