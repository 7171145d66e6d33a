"""A post as the form of Write has it: what was typed stays, and what is wrong with it stands beside its field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from starlette.datastructures import FormData

from services.desk.acts.media import Chosen
from services.desk.acts.submitting import Asked, Part
from services.desk.domain.delivery import DeskDelivery
from services.desk.domain.refusal import Refused
from services.desk.domain.when import comes_twice, due, local, typed_as
from shared.clock import LONDON, new_id
from shared.contracts.post_requested import Attachment
from shared.contracts.work_changed import Draft

Faults = dict[str, str]
"""What is wrong, by the field that it is about; by "" what is about none."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture of the form."""

    id: str
    alt: str = ""
    until: str = ""
    """When it may not be shown any more, as a browser's field has it: 2026-11-30T17:30."""


@dataclass(frozen=True, slots=True)
class Form:
    """The fields as they were typed."""

    draft: str = ""
    account: str = ""
    text: str = ""
    when: str = "now"
    day: str = ""
    clock: str = ""
    fold: str = ""
    """"1" is the second time that an hour comes, on the night the clocks go back."""
    replaces: str = ""
    reply_to: str = ""
    seen: str = ""
    """What its author had written last, when this person began to answer."""
    incident: str = ""
    once: str = ""
    """Of this page alone: its button pressed twice sends once."""
    others: Mapping[str, str] = field(default_factory=dict)
    """The words for further accounts, by account."""
    parts: tuple[str, ...] = ()
    """Of a thread, those after the first."""
    pictures: tuple[Shown, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    """To the guidance check, by rule."""

    def due_at(self, now: datetime) -> datetime | None:
        """When it is to go out, None as soon as it is approved; raises Refused where that is no time."""
        return due(self.day, self.clock, now, second=self.fold == "1") if self.when == "at" else None

    def chosen(self) -> list[Chosen]:
        """The pictures; a time that cannot be read is left out, and is a fault that keeps it from being sent."""
        return [Chosen(each.id, each.alt, _until(each)) for each in self.pictures]

    def asked(self, due_at: datetime | None) -> Asked:
        """The post that this form asks for: one delivery for each account, or one for each part of a thread."""
        pictures = self.chosen()
        first = Part(self.account, self.text, pictures, answers=self.answers)
        others = [Part(account, text, pictures, answers=self.answers) for account, text in self.others.items()]
        parts = [
            Part(self.account, text, follows=number, answers=self.answers) for number, text in enumerate(self.parts)
        ]
        return Asked([first, *others, *parts], due_at, self.reply_to or None, self.incident or None)


def form_of(given: Mapping[str, str]) -> Form:
    """The fields of one value that were sent."""

    def said(name: str) -> str:
        return given.get(name, "")

    return Form(
        draft=said("draft"),
        account=said("account"),
        text=said("text"),
        when=said("when"),
        day=said("day"),
        clock=said("clock"),
        fold=said("fold"),
        replaces=said("replaces"),
        reply_to=said("reply_to"),
        seen=said("seen"),
        incident=said("incident"),
        once=said("once"),
    )


def whole_form_of(given: FormData) -> Form:
    """All of the form that was sent, save its files."""
    said = {name: value for name, value in given.multi_items() if isinstance(value, str)}
    listed = {
        name: [each for each in given.getlist(name) if isinstance(each, str)] for name in ("also", "part", "media")
    }
    pictures = [Shown(each, said.get(f"alt-{each}", ""), said.get(f"until-{each}", "")) for each in listed["media"]]
    return replace(
        form_of(said),
        others={each: said.get(f"words-{each}", "") for each in _all(given, "also") if each != said.get("account")},
        parts=tuple(_all(given, "part")),
        pictures=tuple({each.id: each for each in pictures}.values()),
        answers={name.removeprefix("answer-"): said[name] for name in said if name.startswith("answer-")},
    )


def form_of_draft(draft: Draft) -> Form:
    """A draft as it was last saved."""
    form = Form(
        draft=draft.id,
        account=draft.account or "",
        text=draft.text,
        replaces=draft.replaces or "",
        reply_to=draft.reply_to or "",
        incident=draft.incident or "",
        once=new_id(),
        others=draft.variants,
        parts=draft.continued,
        pictures=_shown(draft.media),
        answers=draft.answers,
    )
    return _timed(form, draft.not_before)


def form_of_delivery(before: DeskDelivery, now: datetime) -> Form:
    """A new version of something that is there; a time that has passed is not taken over."""
    content = before.delivery.content
    still = before.due_at if before.due_at and before.due_at > now else None
    form = Form(
        account=before.account,
        text=before.text,
        replaces=before.id,
        reply_to=content.reply_to.mention if content.reply_to else "",
        incident=content.incident or "",
        once=new_id(),
        pictures=_shown(content.media),
    )
    return _timed(form, still)


def changed(form: Form, do: str) -> Form:
    """The form after one of its buttons that only change it; any other leaves it as it is."""
    act, _, what = do.partition(":")
    at = next((n for n, each in enumerate(form.pictures) if each.id == what), None)
    match act:
        case "part":
            return replace(form, parts=(*form.parts, ""))
        case "drop" if what.isdecimal():
            return replace(form, parts=tuple(text for n, text in enumerate(form.parts) if n != int(what)))
        case "remove":
            return replace(form, pictures=tuple(each for each in form.pictures if each.id != what))
        case "earlier" if at:
            moved = list(form.pictures)
            moved[at - 1 : at + 1] = moved[at], moved[at - 1]
            return replace(form, pictures=tuple(moved))
    return form


def with_words(form: Form, account: str, words: str) -> Form:
    """The form with other words for one of its accounts."""
    if account == form.account:
        return replace(form, text=words)
    return replace(form, others={**form.others, account: words}) if account in form.others else form


def faults_in_times(form: Form, now: datetime) -> Faults:
    """What is wrong with the times that were typed, by field."""
    faults: Faults = {}
    try:
        form.due_at(now)
    except Refused as refusal:
        faults["day"] = f"{refusal.title} {refusal.detail}"
    for each in form.pictures:
        try:
            if each.until:
                local(each.until)
        except Refused as refusal:
            faults[f"until-{each.id}"] = f"{refusal.title} {refusal.detail}"
    return faults


def _all(given: FormData, name: str) -> list[str]:
    return [each for each in given.getlist(name) if isinstance(each, str)]


def _shown(media: Sequence[Attachment]) -> tuple[Shown, ...]:
    return tuple(
        Shown(each.id, each.alt_text, "T".join(typed_as(each.expires_at)) if each.expires_at else "") for each in media
    )


def _until(picture: Shown) -> datetime | None:
    try:
        return local(picture.until) if picture.until else None
    except Refused:
        return None


def _timed(form: Form, moment: datetime | None) -> Form:
    if moment is None:
        return form
    day, clock = typed_as(moment)
    fold = "1" if comes_twice(moment) and moment.astimezone(LONDON).fold else ""
    return replace(form, when="at", day=day, clock=clock, fold=fold)
