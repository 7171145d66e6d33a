"""Templates of replies as JSON calls."""

from datetime import datetime
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import Field

from services.desk.acts import replies
from services.desk.acts import templates as acts
from services.desk.domain.templating import DeskTemplate, Wording
from services.desk.pages.api.mentions import PROBLEMS
from services.desk.pages.api.once import Done, Look, once
from services.desk.pages.api.shapes import CallBody, Shape, Words
from services.desk.pages.site import Reader, Site, SiteHere, Visitor
from services.desk.readmodel import templates
from shared.rules.templates import approvers_of, valid_until, why_not_approved

router = APIRouter(prefix="/api/templates", tags=["templates"], responses=PROBLEMS)


class TemplateAsked(CallBody):
    """A template as somebody proposes it."""

    name: Words = Field(description="What it is for, in a few words.")
    accounts: tuple[Words, ...] = Field(description="The accounts that may use it; its author may write for them all.")
    texts: dict[str, Words] = Field(
        description="By language (ISO 639-1), English among them; {handle} and {route} are filled in, nothing else."
    )
    use_for: tuple[Words, ...] = Field(description="Tags, `concern:<id>`, `deaf` or `anonymous`, as routes have them.")


class SeenAsked(CallBody):
    """What the approval is bound to, as it was seen."""

    hash: Words


class WhyAsked(CallBody):
    """Why, where there is something to say."""

    reason: Words = ""


class TemplateShape(Shape):
    """A template as it stands."""

    id: str
    name: str
    accounts: tuple[str, ...]
    texts: dict[str, str]
    use_for: tuple[str, ...]
    hash: str
    author: str
    written_at: datetime
    approvers: tuple[str, ...] = Field(description="Whose approval of it as it stands counts, the earlier first.")
    usable: bool
    why_not: str | None = Field(description="Why it may not be used now.")
    valid_until: datetime | None = Field(description="When the two approvals run out; null without two.")
    withdrawn_by: str | None
    withdrawn_at: datetime | None
    withdrawn_because: str
    at: datetime


DECIDED: dict[int | str, dict[str, Any]] = {
    **PROBLEMS,
    200: {"model": TemplateShape, "description": "Done; the template as it stands now."},
}
MADE: dict[int | str, dict[str, Any]] = {
    **PROBLEMS,
    201: {"model": TemplateShape, "description": "Proposed; two others have to approve it."},
}


@router.get("")
async def listed(site: SiteHere, visitor: Reader) -> list[TemplateShape]:
    """The templates for accounts of this person's districts, by name, usable or not; none that was withdrawn."""
    return [_shape(site, each) for each in templates.listed(site.office.model.store.db, visitor.acting.viewer)]


@router.get("/{template}")
async def one(site: SiteHere, visitor: Reader, template: str) -> TemplateShape:
    """One template, also one that was withdrawn."""
    return _shape(site, await acts.open_template(site.office, visitor.acting, template))


@router.post("", responses=MADE, status_code=HTTPStatus.CREATED)
async def propose(request: Request, site: SiteHere, visitor: Reader, asked: TemplateAsked) -> Response:
    """Propose one; two people other than its author have to approve it before it is used."""

    async def act(same_id: str | None) -> Done:
        made = await acts.propose(site.office, visitor.acting, _wording(asked), same_id=same_id)
        return _done(site, made, HTTPStatus.CREATED)

    return await once(request, site, visitor, act, _look(site, visitor))


@router.put("/{template}", responses=DECIDED)
async def change(request: Request, site: SiteHere, visitor: Reader, template: str, asked: TemplateAsked) -> Response:
    """Other words, by its author: approvals of the words before are void."""

    async def act(_: str | None) -> Done:
        return _done(site, await acts.change(site.office, visitor.acting, template, _wording(asked)))

    return await once(request, site, visitor, act, _look(site, visitor))


@router.post("/{template}/approve", responses=DECIDED)
async def approve(request: Request, site: SiteHere, visitor: Reader, template: str, asked: SeenAsked) -> Response:
    """Be one of the two: an approver or supervisor of all its accounts who did not write it."""

    async def act(_: str | None) -> Done:
        return _done(site, await acts.approve(site.office, visitor.acting, template, seen=asked.hash))

    return await once(request, site, visitor, act, _look(site, visitor))


@router.post("/{template}/withdraw", responses=DECIDED)
async def withdraw(
    request: Request, site: SiteHere, visitor: Reader, template: str, asked: WhyAsked | None = None
) -> Response:
    """Nobody uses it from now on; what was sent stays."""
    reason = asked.reason if asked else ""

    async def act(_: str | None) -> Done:
        return _done(site, await acts.withdraw(site.office, visitor.acting, template, reason=reason))

    return await once(request, site, visitor, act, _look(site, visitor))


def _wording(asked: TemplateAsked) -> Wording:
    return Wording(asked.name, asked.accounts, asked.texts, asked.use_for)


def _look(site: Site, visitor: Visitor) -> Look:
    async def look(template: str) -> Done:
        return _done(site, await acts.open_template(site.office, visitor.acting, template))

    return look


def _done(site: Site, item: DeskTemplate, status: HTTPStatus = HTTPStatus.OK) -> Done:
    where = {"Location": f"/api/templates/{item.id}"} if status == HTTPStatus.CREATED else {}
    return Done(_shape(site, item), item.id, status, where)


def _shape(site: Site, item: DeskTemplate) -> TemplateShape:
    template = item.template
    why = why_not_approved(template, replies.now_of(site.office, [template]))
    return TemplateShape(
        **template.model_dump(exclude={"approvals"}),
        hash=template.hash,
        approvers=approvers_of(template),
        usable=why is None,
        why_not=why,
        valid_until=valid_until(template),
    )
