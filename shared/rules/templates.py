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
from shared.rules.approving import why_not_settle

LASTS = timedelta(days=90)
"""Of each approval: routes and words grow old, and both people have to look again."""

NEEDED = 2
"""People, neither of whom wrote it."""

_SLOT = re.compile(r"\{([^{}]*)\}")
SLOTS = frozenset({"handle", "route"})
"""All that varies in a template."""

_GONE = "This template is not there any more: choose another."

HANDLE = re.compile(r"[A-Za-z0-9_]{1,15}")
"""As X has them: nothing else can be written into a reply under the name of one."""

ENGLISH = "en"
"""The language of the registry's routes, and the one that every template has: its approvers read it."""


class GivenRoute(Protocol):
    """A contact route of the registry."""

    @property
    def value(self) -> str:
        """The number, or the English name of the site."""

    @property
    def says(self) -> str:
        """What may be said in public, in English."""

    @property
    def address(self) -> str | None:
        """Where it leads, where it is a site."""

    def usable(self, today: date) -> bool:
        """Whether it may still be given to people."""


def slots_of(text: str) -> frozenset[str]:
    """What a text leaves room for, known or not."""
    return frozenset(_SLOT.findall(text))


def written(text: str, handle: str | None, route: GivenRoute | None, language: str = ENGLISH) -> str:
    """The words of a template with its slots filled: a route as a sentence in English, else as number and address."""
    return text.replace("{handle}", handle or "").replace("{route}", _given(route, language) if route else "")


def valid_until(template: Template) -> datetime | None:
    """Until when the template may be used; None where it was not approved by two as it stands, or was withdrawn."""
    counted = _counted(template)
    return None if template.withdrawn_at or len(counted) < NEEDED else counted[0].at + LASTS


def approvers_of(template: Template) -> tuple[str, ...]:
    """The people whose approval of it as it stands counts, the earlier first: the two who looked last."""
    return tuple(each.by for each in _counted(template))


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


def why_not_approved(template: Template, now: Now) -> str | None:
    """None where two people's approval covers this template now, whoever uses it for what; else why not."""
    if template.withdrawn_at:
        return _GONE
    until = valid_until(template)
    if until is None:
        return "This template is not approved by two people as it stands: have it approved first."
    if now.at >= until:
        return f"The approval of this template ran out on {until:%d %B %Y}: have it approved again."
    if gone := [each for each in approvers_of(template) if not _works_here(now.staff.get(each))]:
        return f"{_names(gone, now.staff)}, who approved this template, does not work here any more, or is suspended."
    return None


def why_not_use(template: Template | None, use: TemplateUse, account: str, now: Now) -> str | None:
    """None where this template may be used so from this account now, else why not, in a sentence."""
    if template is None:
        return _GONE
    if why := why_not_approved(template, now):
        return why
    if use.hash != template.hash:
        return "This template was changed after you looked at it: look at it again."
    if account not in template.accounts:
        return "This template is not for this account: choose another."
    return _why_not_so(template, use, now)


def why_not_approve_template(
    person: Person | None, template: Template, districts: Iterable[Iterable[str]], today: date
) -> str | None:
    """None where this person may be one of the two; `districts` are those of each account that it is for."""
    if person and person.id == template.author:
        return "Two others have to approve what you wrote."
    return next(filter(None, (why_not_settle(person, each, today) for each in districts)), None)


def _why_not_so(template: Template, use: TemplateUse, now: Now) -> str | None:
    text = template.texts.get(use.language)
    if text is None:
        return "This template has no words in that language: choose another."
    slots = slots_of(text)
    if slots - SLOTS:
        return "This template leaves room for something that nothing fills: choose another."
    if "handle" in slots and not (use.handle and HANDLE.fullmatch(use.handle)):
        return "This template addresses somebody by their handle, and none is given."
    if "route" not in slots:
        return None
    route = now.routes.get(use.route or "")
    if route is None:
        return "This template sends people somewhere: choose the route."
    return None if route.usable(now.today) else "This route has run out: choose another, or have it checked."


def _given(route: GivenRoute, language: str) -> str:
    """A value without a number is the English name of a site, whose address says enough elsewhere."""
    if language == ENGLISH:
        return f"{route.says} {route.address}" if route.address else route.says
    named = not route.address or any(map(str.isdigit, route.value))
    return " ".join(filter(None, (route.value if named else "", route.address)))


def _counted(template: Template) -> list[TemplateApproval]:
    """The last word of the two who looked last, the earlier first; so somebody new can stand in for who has left."""
    counts = [each for each in template.approvals if each.hash == template.hash and each.by != template.author]
    last = {each.by: each for each in sorted(counts, key=lambda each: each.at)}
    return sorted(last.values(), key=lambda each: (each.at, each.by))[-NEEDED:]


def _works_here(person: Person | None) -> bool:
    return person is not None and person.active


def _names(people: Iterable[str], staff: Mapping[str, Person]) -> str:
    return " and ".join(staff[each].name if each in staff else each for each in people)
