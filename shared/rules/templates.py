"""Replies from approved templates: what their words are, and whether two people's approval covers them now."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from shared.clock import LONDON
from shared.contracts.post_requested import TemplateUse
from shared.contracts.staff_changed import Person
from shared.contracts.work_changed import Template, TemplateApproval
from shared.rules.approving import APPROVING_ROLES

LASTS = timedelta(days=90)
"""From the later of the two approvals: routes and words grow old."""

NEEDED = 2
"""People, neither of whom wrote it."""

_SLOT = re.compile(r"\{([^{}]*)\}")
SLOTS = frozenset({"handle", "route"})
"""All that varies in a template."""

HANDLE = re.compile(r"[A-Za-z0-9_]{1,15}")
"""As X has them: nothing else can be written into a reply under the name of one."""


class GivenRoute(Protocol):
    """A contact route of the registry."""

    @property
    def says(self) -> str:
        """What may be said in public."""

    @property
    def address(self) -> str | None:
        """Where it leads, where it is a site."""

    def usable(self, today: date) -> bool:
        """Whether it may still be given to people."""


def slots_of(text: str) -> frozenset[str]:
    """What a text leaves room for, known or not."""
    return frozenset(_SLOT.findall(text))


def written(text: str, handle: str | None, route: GivenRoute | None) -> str:
    """The words of a template with its slots filled."""
    said = f"{route.says} {route.address}" if route and route.address else route.says if route else ""
    return text.replace("{handle}", handle or "").replace("{route}", said)


def valid_until(template: Template) -> datetime | None:
    """Until when the template may be used; None where it was not approved by two as it stands, or was withdrawn."""
    counted = {each.by: each for each in _counted(template)}
    if template.withdrawn_at or len(counted) < NEEDED:
        return None
    return sorted(each.at for each in counted.values())[NEEDED - 1] + LASTS


def approvers_of(template: Template) -> tuple[str, ...]:
    """The people whose approval of it as it stands counts, the earliest first."""
    return tuple(dict.fromkeys(each.by for each in _counted(template)))


@dataclass(frozen=True, slots=True)
class Now:
    """What a template is judged by beside itself."""

    at: datetime
    staff: Mapping[str, Person]
    routes: Mapping[str, GivenRoute]

    @property
    def today(self) -> date:
        """The day in London, by which routes run out."""
        return self.at.astimezone(LONDON).date()


def why_not_use(template: Template | None, use: TemplateUse, account: str, now: Now) -> str | None:
    """None where this template may be used so from this account now, else why not, in a sentence."""
    if template is None or template.withdrawn_at:
        return "This template is not there any more: choose another."
    if why := _why_not_approved(template, now):
        return why
    if use.hash != template.hash:
        return "This template was changed after you looked at it: look at it again."
    if account not in template.accounts:
        return "This template is not for this account: choose another."
    return _why_not_so(template, use, now)


def why_not_approve_template(
    person: Person | None, template: Template, districts: Iterable[frozenset[str]]
) -> str | None:
    """None where this person may be one of the two; `districts` are those of each account that it is for."""
    if person is None or not person.active:
        return "This person does not work here, or is suspended."
    if person.id == template.author:
        return "Two others have to approve what you wrote."
    granted = {grant.district for grant in person.grants if grant.role in APPROVING_ROLES}
    if "*" not in granted and any(granted.isdisjoint(each) for each in districts):
        return f"{person.name} is not an approver or a supervisor for every account of this template."
    return None


def _why_not_approved(template: Template, now: Now) -> str | None:
    until = valid_until(template)
    if until is None:
        return "This template is not approved by two people as it stands: have it approved first."
    if now.at >= until:
        return f"The approval of this template ran out on {until:%d %B %Y}: have it approved again."
    if gone := [each for each in approvers_of(template)[:NEEDED] if not _works_here(now.staff.get(each))]:
        return f"{_names(gone, now.staff)}, who approved this template, does not work here any more, or is suspended."
    return None


def _why_not_so(template: Template, use: TemplateUse, now: Now) -> str | None:
    text = template.texts.get(use.language)
    if text is None:
        return "This template has no words in that language: choose another."
    slots = slots_of(text)
    if "handle" in slots and not (use.handle and HANDLE.fullmatch(use.handle)):
        return "This template addresses somebody by their handle, and none is given."
    if "route" not in slots:
        return None
    route = now.routes.get(use.route or "")
    if route is None:
        return "This template sends people somewhere: choose the route."
    return None if route.usable(now.today) else "This route has run out: choose another, or have it checked."


def _counted(template: Template) -> list[TemplateApproval]:
    counts = [each for each in template.approvals if each.hash == template.hash and each.by != template.author]
    return sorted(counts, key=lambda each: (each.at, each.by))


def _works_here(person: Person | None) -> bool:
    return person is not None and person.active


def _names(people: Iterable[str], staff: Mapping[str, Person]) -> str:
    return " and ".join(staff[each].name if each in staff else each for each in people)
