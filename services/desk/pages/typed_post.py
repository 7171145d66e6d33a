"""A post as the form of Write has it: what was typed stays, and what is wrong with it stands beside its field."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime

from services.desk.acts.office import Office
from services.desk.domain.delivery import DeskDelivery
from services.desk.domain.refusal import Refused
from services.desk.domain.when import due, typed_as
from services.desk.domain.words import typed
from shared.clock import LONDON, new_id
from shared.contracts.staff_changed import Person
from shared.contracts.work_changed import Draft
from shared.registry import Account
from shared.rules.approving import why_not_draft
from shared.rules.seeing import may_see
from shared.x.counting import LIMIT, weighted_length, why_not_postable

Faults = dict[str, str]
"""What is wrong, by the field that it is about; by "" what is about none."""


@dataclass(frozen=True, slots=True)
class Form:
    """The fields as they were typed."""

    draft: str = ""
    account: str = ""
    text: str = ""
    when: str = "now"
    day: str = ""
    clock: str = ""
    replaces: str = ""
    once: str = ""
    """Of this page alone: its button pressed twice sends once."""

    def due_at(self, now: datetime) -> datetime | None:
        """When it is to go out, None as soon as it is approved; raises Refused where that is no time."""
        return due(self.day, self.clock, now) if self.when == "at" else None


@dataclass(frozen=True, slots=True)
class Judged:
    """What the page says of a form beside what was typed."""

    shown: str
    """The text as the platform will get it."""
    used: int
    limit: int
    due_at: datetime | None
    faults: Faults

    @property
    def over(self) -> int:
        """How far the text is beyond what the platform takes."""
        return max(0, self.used - self.limit)


def form_of(given: Mapping[str, str]) -> Form:
    """The form that was sent."""
    return Form(**{field.name: given.get(field.name, "") for field in fields(Form)})


def form_of_draft(draft: Draft) -> Form:
    """A draft as it was last saved."""
    return _timed(
        Form(
            draft=draft.id,
            account=draft.account or "",
            text=draft.text,
            replaces=draft.replaces or "",
            once=new_id(),
        ),
        draft.not_before,
    )


def form_of_delivery(before: DeskDelivery, now: datetime) -> Form:
    """A new version of something that is there; a time that has passed is not taken over."""
    still = before.due_at if before.due_at and before.due_at > now else None
    return _timed(Form(account=before.account, text=before.text, replaces=before.id, once=new_id()), still)


def judged(form: Form, now: datetime) -> Judged:
    """How the form stands, whatever is typed."""
    faults: Faults = {}
    shown, due_at = "", None
    try:
        shown = unicodedata.normalize("NFC", typed(form.text))
    except Refused as refusal:
        faults["text"] = f"{refusal.title} {refusal.detail}"
    try:
        due_at = form.due_at(now)
    except Refused as refusal:
        faults["day"] = f"{refusal.title} {refusal.detail}"
    return Judged(shown, weighted_length(shown), LIMIT, due_at, faults)


def faults_of(form: Form, state: Judged) -> Faults:
    """What has to be mended before it can be sent, by field, in the order of the page."""
    found: Faults = {}
    if not form.account:
        found["account"] = "Choose the account."
    if "text" in state.faults:
        found["text"] = state.faults["text"]
    elif why := why_not_postable(state.shown):
        found["text"] = why
    if "day" in state.faults:
        found["day"] = state.faults["day"]
    return found


def accounts_for(office: Office, person: Person) -> tuple[list[Account], str]:
    """The accounts that this person may write for; where there are none, why."""
    today = office.now().astimezone(LONDON).date()
    mine = [each for each in office.registry.accounts.values() if each.status == "active"]
    why = {each.id: why_not_draft(person, each.districts, today) for each in mine}
    allowed = [each for each in mine if not why[each.id]]
    in_sight = [each for each in mine if may_see(person, each.districts)]
    return allowed, (why[in_sight[0].id] or "") if in_sight else "None serves your district."


def _timed(form: Form, moment: datetime | None) -> Form:
    if moment is None:
        return form
    day, clock = typed_as(moment)
    return replace(form, when="at", day=day, clock=clock)
