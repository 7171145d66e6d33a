"""Mention: what do I say? The thread, replies that fit, why each label, who answers, notes; reply, close, correct."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from services.desk.acts import mentions as acts
from services.desk.acts.answered import answered
from services.desk.domain.commands import CLOSING_WORDS, NOTE_LIMIT
from services.desk.domain.label_form import change_of
from services.desk.domain.mention import DeskMention
from services.desk.domain.refusal import Refused
from services.desk.domain.routes import fitting
from services.desk.pages.asked import Given
from services.desk.pages.correcting import Correcting, correcting, filled, followed_said, said
from services.desk.pages.errors import STATUS
from services.desk.pages.replying import choices, replying, send
from services.desk.pages.site import Reader, Site, SiteHere, Visitor, back_to, render
from services.desk.readmodel import alerts, mentions
from shared.clock import LONDON
from shared.rules.acting import may_work_on
from shared.rules.seeing import may_see

router = APIRouter(prefix="/mentions", include_in_schema=False)


@router.get("/{mention}")
async def show(request: Request, site: SiteHere, visitor: Reader, mention: str) -> Response:
    """One mention with everything that helps to answer it."""
    item = await acts.open_mention(site.office, visitor.acting, mention)
    return await _page(request, site, visitor, item)


@router.post("/{mention}/claim")
async def claim(site: SiteHere, visitor: Reader, mention: str) -> Response:
    """Theirs to answer."""
    await acts.claim(site.office, visitor.acting, mention)
    return back_to(f"/mentions/{mention}", "claimed")


@router.post("/{mention}/release")
async def release(site: SiteHere, visitor: Reader, mention: str) -> Response:
    """Given back."""
    await acts.release(site.office, visitor.acting, mention)
    return back_to(f"/mentions/{mention}", "released")


@router.post("/{mention}/reply")
async def reply(request: Request, site: SiteHere, visitor: Reader, mention: str, given: Given) -> Response:
    """Sent as it was shown; else the page again as it stands now, with the reason why not."""
    try:
        await send(site, visitor, mention, given)
    except Refused as refusal:
        item = await acts.open_mention(site.office, visitor.acting, mention)
        return await _page(request, site, visitor, item, given=given, fault=refusal)
    return back_to(f"/mentions/{mention}", "replied")


@router.post("/{mention}/notes")
async def add_note(site: SiteHere, visitor: Reader, mention: str, text: Annotated[str, Form()] = "") -> Response:
    """A remark for colleagues."""
    await acts.add_note(site.office, visitor.acting, mention, text)
    return back_to(f"/mentions/{mention}", "noted")


@router.post("/{mention}/close")
async def close(site: SiteHere, visitor: Reader, mention: str, reason: Annotated[str, Form()] = "") -> Response:
    """Done."""
    await acts.close(site.office, visitor.acting, mention, reason)
    return back_to(f"/mentions/{mention}", "closed")


@router.post("/{mention}/reopen")
async def reopen(site: SiteHere, visitor: Reader, mention: str) -> Response:
    """Something is left to do."""
    await acts.reopen(site.office, visitor.acting, mention)
    return back_to(f"/mentions/{mention}", "reopened")


@router.post("/{mention}/labels")
async def correct(request: Request, site: SiteHere, visitor: Reader, mention: str) -> Response:
    """As the form says, with what follows; else the page again with the form as it was filled in, and why not."""
    item = await acts.open_mention(site.office, visitor.acting, mention, act="mention.correct")
    form = filled(await request.form())
    try:
        change = change_of(said(form, item.labels))
        _, corrected = await acts.correct(site.office, visitor.acting, mention, change, form.shown)
    except Refused as refusal:
        item = await acts.open_mention(site.office, visitor.acting, mention)
        return await _page(request, site, visitor, item, labels=correcting(item.labels, form, refusal), fault=refusal)
    return back_to(f"/mentions/{mention}?told={site.corrections.keep(corrected)}", "corrected")


async def _page(
    request: Request,
    site: Site,
    visitor: Visitor,
    item: DeskMention,
    *,
    given: Mapping[str, str] | None = None,
    labels: Correcting | None = None,
    fault: Refused | None = None,
) -> Response:
    office, person, now = site.office, visitor.acting.person, site.office.now()
    db = office.model.store.db
    others = [each for each in mentions.thread(db, item.mention.conversation) if may_see(person, each.audience)]
    await office.saw(visitor.acting, (each for each in others if each.id != item.id))
    (above,) = await answered(office, visitor.acting, [item])
    corrected = site.corrections.take(request.query_params.get("told", ""), item.id)
    offers = replying(site, visitor, item, given or request.query_params, None if labels else fault)
    return render(
        request,
        visitor,
        "mention.html",
        code=STATUS[fault.kind] if fault else HTTPStatus.OK,
        item=item,
        replying=offers,
        correcting=labels or correcting(item.labels),
        corrected=corrected,
        followed=followed_said(corrected, office.registry) if corrected else "",
        all_templates=choices(site, visitor, offers),
        answered=above,
        thread=others,
        alert=alerts.find(db, item.id, office.model.early) if item.alert else None,
        notes=mentions.notes(db, item.id),
        holder=item.claimed_by(now),
        state=item.state(now),
        may_work=may_work_on(person, item.audience),
        routes=fitting(office.registry.routes.values(), item, now.astimezone(LONDON).date()),
        closing_words=CLOSING_WORDS,
        note_limit=NOTE_LIMIT,
    )
