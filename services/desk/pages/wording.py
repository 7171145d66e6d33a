"""Templates of replies on their pages: how each stands, the form to propose or change one, approve and withdraw."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus

from fastapi import APIRouter, Request
from starlette.responses import Response

from services.desk.acts import replies
from services.desk.acts import templates as acts
from services.desk.domain import templating
from services.desk.domain.answering import writable
from services.desk.domain.order import Order
from services.desk.domain.refusal import Refused
from services.desk.domain.templating import NAME_LIMIT, WARN_BEFORE, DeskTemplate, Wording, known_uses
from services.desk.pages import vocabulary
from services.desk.pages.asked import Given, same_id
from services.desk.pages.errors import STATUS
from services.desk.pages.site import Reader, Site, SiteHere, Visitor, back_to, render
from services.desk.readmodel import templates
from shared.clock import new_id
from shared.contracts.work_changed import Template
from shared.rules.templates import ENGLISH, approvers_of, valid_until, why_not_approved

router = APIRouter(prefix="/guidance/templates", include_in_schema=False)

TRANSLATIONS = 5
"""Fields for other languages that the form offers at least: more come with those that are filled."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A template as a page shows it to one person."""

    template: Template
    why_not: str | None
    """Why nobody may use it now."""
    until: datetime | None
    ends_soon: bool
    approvers: tuple[str, ...]
    may_approve: bool
    may_change: bool
    may_withdraw: bool

    @property
    def usable(self) -> bool:
        """Whether it may be used now."""
        return self.why_not is None


@dataclass(frozen=True, slots=True)
class Form:
    """The form as it is shown: what was typed, or the template as it stands."""

    name: str = ""
    accounts: tuple[str, ...] = ()
    use_for: tuple[str, ...] = ()
    english: str = ""
    others: tuple[tuple[str, str], ...] = ()
    """Language and words of each translation."""
    template: str = ""
    once: str = field(default_factory=new_id)


def shown(site: Site, visitor: Visitor) -> list[Shown]:
    """The templates for accounts of this person's districts: first those that wait for them, then by name."""
    listed = templates.listed(site.office.model.store.db, visitor.acting.viewer)
    return sorted((_shown(site, visitor, each) for each in listed), key=lambda each: not each.may_approve)


@router.get("/new")
async def begin(request: Request, site: SiteHere, visitor: Reader) -> Response:
    """An empty form."""
    return _page(request, site, visitor, Form())


@router.get("/{template}")
async def one(request: Request, site: SiteHere, visitor: Reader, template: str) -> Response:
    """The form with a template of one's own, to change it."""
    item = await acts.open_template(site.office, visitor.acting, template)
    return _page(request, site, visitor, _form_of(item.template))


@router.post("")
async def propose(request: Request, site: SiteHere, visitor: Reader, given: Given) -> Response:
    """Proposed or changed; else the form again, with what to mend."""
    typed = await _typed(request, given)
    try:
        if typed.template:
            await acts.change(site.office, visitor.acting, typed.template, _wording(typed))
            return back_to("/guidance", "template_changed")
        same = same_id(visitor.acting, "template.propose", {"once": typed.once, "typed": repr(typed)})
        await acts.propose(site.office, visitor.acting, _wording(typed), same_id=same)
    except Refused as refusal:
        fault = f"{refusal.title} {refusal.detail}"
        return _page(request, site, visitor, typed, fault, code=STATUS[refusal.kind])
    return back_to("/guidance", "template_proposed")


@router.post("/{template}/approve")
async def approve(site: SiteHere, visitor: Reader, template: str, given: Given) -> Response:
    """One of the two puts their name to what the page showed."""
    await acts.approve(site.office, visitor.acting, template, seen=given.get("hash", ""))
    return back_to("/guidance", "template_approved")


@router.post("/{template}/withdraw")
async def withdraw(site: SiteHere, visitor: Reader, template: str, given: Given) -> Response:
    """Nobody uses it any more."""
    await acts.withdraw(site.office, visitor.acting, template, reason=given.get("reason", ""))
    return back_to("/guidance", "template_withdrawn")


def _shown(site: Site, visitor: Visitor, item: DeskTemplate) -> Shown:
    office, template = site.office, item.template
    order, ground = Order(new_id(), visitor.acting.person, office.now()), acts.ground_of(office)
    until = valid_until(template)
    return Shown(
        template=template,
        why_not=why_not_approved(template, replies.now_of(office, [template])),
        until=until,
        ends_soon=until is not None and until - office.now() < WARN_BEFORE,
        approvers=approvers_of(template),
        may_approve=_would(lambda: templating.approve(template, order, ground, seen=template.hash)),
        may_change=order.by.id == template.author,
        may_withdraw=_would(lambda: templating.withdraw(template, order, ground, reason="")),
    )


def _would(act: Callable[[], Template]) -> bool:
    try:
        act()
    except Refused:
        return False
    return True


def _form_of(template: Template) -> Form:
    others = tuple((language, text) for language, text in template.texts.items() if language != ENGLISH)
    return Form(
        name=template.name,
        accounts=template.accounts,
        use_for=template.use_for,
        english=template.texts.get(ENGLISH, ""),
        others=others,
        template=template.id,
    )


async def _typed(request: Request, given: Mapping[str, str]) -> Form:
    """What was typed; the fields that come more than once are in the form alone."""
    form = await request.form()
    several = {
        name: [str(each) for each in form.getlist(name)] for name in ("accounts", "use_for", "language", "words")
    }
    return Form(
        name=given.get("name", ""),
        accounts=tuple(several["accounts"]),
        use_for=tuple(several["use_for"]),
        english=given.get("english", ""),
        others=tuple(zip(several["language"], several["words"], strict=False)),
        template=given.get("template", ""),
        once=given.get("once") or new_id(),
    )


def _wording(typed: Form) -> Wording:
    """What was typed, as a template; words without a language, or two for one, are refused rather than lost."""
    texts = {ENGLISH: typed.english}
    for language, words in typed.others:
        if not words.strip():
            continue
        if not language or language in texts:
            wrong = "A translation has no language." if not language else "A language stands there twice."
            raise Refused("invalid", wrong, "Choose the language of each translation.")
        texts[language] = words
    return Wording(typed.name, typed.accounts, texts, typed.use_for)


def _page(
    request: Request, site: Site, visitor: Visitor, form: Form, fault: str = "", *, code: int = HTTPStatus.OK
) -> Response:
    office = site.office
    blank = max(TRANSLATIONS - len(form.others), 1)
    return render(
        request,
        visitor,
        "wording.html",
        code=code,
        form=form,
        fault_said=fault,
        rows=[*form.others, *([("", "")] * blank)],
        accounts=writable(office.registry.accounts.values(), visitor.acting.person, office.now()),
        uses=known_uses(office.registry),
        languages=sorted(
            ((code, name) for code, name in vocabulary.LANGUAGES.items() if code not in (ENGLISH, "und")),
            key=lambda pair: pair[1],
        ),
        name_limit=NAME_LIMIT,
    )
