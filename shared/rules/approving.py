"""Who may draft, approve and settle a post: the one place that decides, for the desk as for the publisher.

Each rule gives None where the person may, else why not, in a sentence that tells them.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from shared.contracts.post_changed import Delivery
from shared.contracts.staff_changed import FORCE_WIDE, Person, Role
from shared.rules.seeing import WORKING_ROLES

COURSE = "social_media"
"""The training without which nobody drafts, approves or settles."""

SENT = "post.submitted"
"""The step of a delivery by which it waits for approval, for the first time or once more."""

AS_ROLE: Mapping[Role, str] = {
    "officer": "an officer",
    "approver": "an approver",
    "supervisor": "a supervisor",
    "media": "in the media team",
}
"""The roles as a sentence says that somebody has them."""

APPROVING_ROLES: frozenset[Role] = frozenset({"approver", "supervisor"})


def why_not_draft(person: Person | None, districts: Iterable[str], today: date) -> str | None:
    """Officers, approvers, supervisors and the media team draft for the accounts of their districts, once trained."""
    return _why_not(person, WORKING_ROLES, districts, today)


def sent_by(delivery: Delivery) -> str:
    """Who last sent it for approval: its author, or whoever gave it another time since."""
    sent = (step.by for step in reversed(delivery.history) if step.transition == SENT and step.by)
    return next(sent, delivery.author)


def why_not_approve(
    person: Person | None, author: Person | None, sender: str, districts: Iterable[str], today: date
) -> str | None:
    """An approver or supervisor of the account's district who neither wrote it nor was the last to send it (`sender`).

    Author and approver both trained, and in date.
    """
    districts = tuple(districts)
    if person and author and person.id == author.id:
        return "Somebody else has to approve what you wrote."
    if person and person.id == sender:
        return "Somebody else has to approve the time you chose."
    if reason := _why_not(person, APPROVING_ROLES, districts, today):
        return reason
    if reason := why_not_draft(author, districts, today):
        return f"The author may not post from this account any more: {reason}"
    return None


def may_exempt(person: Person, districts: Iterable[str]) -> bool:
    """Whether their approval of a post under an incident lets it pass that incident's hold: a supervisor's does."""
    granted = {grant.district for grant in person.grants if grant.role == "supervisor"}
    return FORCE_WIDE in granted or not granted.isdisjoint(districts)


def why_not_settle(person: Person | None, districts: Iterable[str], today: date) -> str | None:
    """Whoever may approve for the account decides what became of a post; it may be their own: they report a fact."""
    return _why_not(person, APPROVING_ROLES, districts, today)


def in_training(person: Person, today: date) -> bool:
    """Whether the person's training counts on that day, in London."""
    return any(each.course == COURSE and each.valid_from <= today <= each.valid_until for each in person.training)


def _why_not(person: Person | None, roles: frozenset[Role], districts: Iterable[str], today: date) -> str | None:
    if person is None or not person.active:
        return "This person does not work here, or is suspended."
    granted = {grant.district for grant in person.grants if grant.role in roles}
    if FORCE_WIDE not in granted and granted.isdisjoint(districts):
        return f"{person.name} is not {_one_of(roles)} for this account's districts."
    if not in_training(person, today):
        return f"{person.name} has no training for social media that is in date."
    return None


def _one_of(roles: frozenset[Role]) -> str:
    first, *between, last = (said for role, said in AS_ROLE.items() if role in roles)
    return f"{', '.join([first, *between])} or {last}"
