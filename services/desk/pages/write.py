"""Write: is this right? Words, accounts, pictures and time, checked, shown as they go out, saved as one types."""

from collections.abc import AsyncIterator
from dataclasses import asdict, replace
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.datastructures import FormData, UploadFile
from starlette.responses import RedirectResponse, Response

from services.desk.acts import drafts as acts
from services.desk.acts import media, posts, sent_before, submitting
from services.desk.acts.asking import Submitted
from services.desk.domain.checking import kept_answers
from services.desk.domain.delivery import DeskDelivery
from services.desk.domain.refusal import Refused
from services.desk.pages.asked import leave, same_id
from services.desk.pages.errors import STATUS
from services.desk.pages.faults import faults_of
from services.desk.pages.shown_writing import fragment, page
from services.desk.pages.site import Reader, Site, SiteHere, Visitor, back_to
from services.desk.pages.typed_post import (
    Faults,
    Form,
    Shown,
    changed,
    form_of_delivery,
    form_of_draft,
    whole_form_of,
    with_words,
)
from services.desk.pages.writing import Writing
from shared.clock import new_id
from shared.contracts.work_changed import Draft

router = APIRouter(prefix="/write", include_in_schema=False)


async def sent_form(request: Request) -> AsyncIterator[FormData]:
    """The form with its files, which are closed when it is answered."""
    async with request.form() as form:
        yield form


Sent = Annotated[FormData, Depends(sent_form)]


@router.get("")
async def begin(request: Request, site: SiteHere, visitor: Reader) -> Response:
    """An empty form; with `from` that of a new version, with `reply_to` of an answer; or the draft begun before."""
    before, mention = request.query_params.get("from", ""), request.query_params.get("reply_to", "")
    drafts = acts.listed(site.office, visitor.acting) if before or mention else []
    wanted = (each.replaces == before if before else not each.replaces and each.reply_to == mention for each in drafts)
    if begun := next((each for each, fits in zip(drafts, wanted, strict=True) if fits), None):
        return RedirectResponse(f"/write/{begun.id}", 303)
    if before:
        item = await posts.open_delivery(site.office, visitor.acting, before)
        form = _answered(site, visitor, form_of_delivery(item, site.office.now()), item)
    else:
        form = Form(once=new_id(), reply_to=mention)
    return await page(request, Writing(site, visitor, form), {})


@router.get("/{draft}")
async def go_on(request: Request, site: SiteHere, visitor: Reader, draft: str) -> Response:
    """A draft as it was last saved; one that was sent leads to the post that it became."""
    try:
        found = acts.open_draft(site.office, visitor.acting, draft)
    except Refused:
        post = sent_before.became(site.office, visitor.acting, draft)
        if post is None:
            raise
        return back_to(f"/posts/{post.id}", "sent")
    return await page(request, Writing(site, visitor, form_of_draft(found)), {})


@router.post("/save")
async def save(request: Request, site: SiteHere, visitor: Reader, given: Sent) -> Response:
    """Kept on the server, however unfinished; a script that asks is answered with what changes on the page alone."""
    typed, by_script = whole_form_of(given), "hx-request" in request.headers
    form, faults = await _with_files(site, visitor, _pressed(site, visitor, typed, str(given.get("do", ""))), given)
    writing = Writing(site, visitor, form)
    try:
        draft = await _saved(writing)
    except Refused as refusal:
        said = f"{refusal.title} {refusal.detail}"
        if by_script:
            return fragment(writing, given, unsaved=said, code=STATUS[refusal.kind])
        return await page(request, writing, {"": f"Not saved. {said}"}, code=STATUS[refusal.kind])
    writing = Writing(site, visitor, replace(form, draft=draft.id))
    if by_script:
        return fragment(writing, given, saved=draft, faults=faults)
    if faults := {**writing.text_faults, **faults, **writing.time_faults}:
        return await page(request, writing, faults, code=HTTPStatus.UNPROCESSABLE_ENTITY)
    return back_to(f"/write/{draft.id}", f"saved{_place(str(given.get('do', '')))}")


@router.post("/send")
async def send(request: Request, site: SiteHere, visitor: Reader, given: Sent) -> Response:
    """Sent for approval, where nothing is left to mend; else the form again, with what is wrong beside the fields."""
    form, faults = await _with_files(site, visitor, whole_form_of(given), given)
    writing = Writing(site, visitor, form)
    if faults := {**faults, **faults_of(writing)}:
        return await page(request, writing, faults, code=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        if twin := _twin(writing):
            await acts.discard(site.office, visitor.acting, form.draft)
            return back_to(f"/posts/{twin.id}", "sent")
        sent = await _sent(writing)
    except Refused as refusal:
        return await page(request, writing, _beside(refusal), code=STATUS[refusal.kind])
    return await leave(site, sent, "submit", f"/posts/{sent.delivery}")


@router.post("/discard")
async def discard(site: SiteHere, visitor: Reader, given: Sent) -> Response:
    """Thrown away."""
    draft = given.get("draft")
    if isinstance(draft, str) and draft:
        await acts.discard(site.office, visitor.acting, draft)
    return back_to("/write", "discarded")


async def _with_files(site: Site, visitor: Visitor, form: Form, given: FormData) -> tuple[Form, Faults]:
    """The form with the pictures that were chosen, and what is wrong with those that were not taken."""
    faults: Faults = {}
    for file in given.getlist("file"):
        if not isinstance(file, UploadFile) or not file.filename:
            continue
        try:
            kept = await media.upload(site.office, visitor.acting, await file.read())
        except Refused as refusal:
            faults["file"] = f"{file.filename}: {refusal.title} {refusal.detail}"
            continue
        if kept.id not in {each.id for each in form.pictures}:
            form = replace(form, pictures=(*form.pictures, Shown(kept.id)))
    return form, faults


def _pressed(site: Site, visitor: Visitor, form: Form, do: str) -> Form:
    """The form after the button that was pressed: a part more, a picture less, words that were offered."""
    act, _, what = do.partition(":")
    account, _, number = what.partition(":")
    if act != "use" or not number.isdecimal():
        return changed(form, do)
    offered = Writing(site, visitor, form).looked.variants.get(account, ())
    return with_words(form, account, offered[int(number)]) if int(number) < len(offered) else form


def _place(do: str) -> str:
    """Where the page goes on after a button that is not at its beginning."""
    places = {"part": "#parts", "drop": "#parts", "check": "#findings", "use": "#findings", "accounts": "#others"}
    act = do.partition(":")[0]
    return places.get(act, "#pictures" if act in ("upload", "remove", "earlier") else "")


async def _saved(writing: Writing) -> Draft:
    form = writing.form
    typed = acts.Typed(
        account=form.account or None,
        text=form.text,
        not_before=writing.due_at,
        replaces=form.replaces or None,
        reply_to=form.reply_to or None,
        incident=form.incident,
        variants=form.others,
        continued=form.parts,
        pictures=form.chosen(),
        answers=form.answers,
    )
    return await acts.save(writing.site.office, writing.visitor.acting, form.draft or None, typed)


def _same(writing: Writing) -> str | None:
    """By the draft, where there is one; else by this page and what was typed: with other words it is another post."""
    acting, form = writing.visitor.acting, writing.form
    if form.draft:
        return sent_before.id_of(acting, form.draft)
    return same_id(acting, "submit", {name: str(value) for name, value in asdict(form).items()})


def _twin(writing: Writing) -> DeskDelivery | None:
    """What the same person sent from another page a moment ago: a browser that goes back fills a new one with it."""
    office, acting, form, same = writing.site.office, writing.visitor.acting, writing.form, _same(writing)
    asked = form.asked(writing.due_at)
    if form.draft and (post := sent_before.became(office, acting, form.draft)):
        sent_before.still_the_same(post, asked.parts[0], asked.not_before)
        return None
    twins = [sent_before.just_now(office, acting, each, asked.not_before, but=form.replaces) for each in asked.parts]
    if not all(twins) or (same and {each.id for each in twins if each} & set(sent_before.named(same))):
        return None
    return twins[0]


async def _sent(writing: Writing) -> Submitted:
    office, acting, form = writing.site.office, writing.visitor.acting, writing.form
    asked, same, draft = form.asked(writing.due_at), _same(writing), form.draft or None
    if form.replaces:
        return await submitting.edit(office, acting, form.replaces, asked, draft=draft, same_id=same)
    return (await submitting.submit(office, acting, asked, draft=draft, same_id=same))[0]


def _answered(site: Site, visitor: Visitor, form: Form, before: DeskDelivery) -> Form:
    """A new version begins with the answers of the one before, where the same words still raise the same rule."""
    now = Writing(site, visitor, form).looked.parts[0]
    return replace(form, answers=kept_answers(before.delivery.findings, before.text, now.findings, now.shown))


def _beside(refusal: Refused) -> Faults:
    """Why it was refused, beside the field that it is about."""
    fields = {"text": "text", "not_before": "day", "media": "file", "incident": "incident"}
    return {fields.get(str(refusal.more.get("field", "")), ""): f"{refusal.title} {refusal.detail}"}
