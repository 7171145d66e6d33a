"""Write: is this right? Text, account and time with the platform's own count and a preview, saved as one types."""

from dataclasses import asdict, replace
from http import HTTPStatus

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from services.desk.acts import drafts as acts
from services.desk.acts import posts, sent_before
from services.desk.domain.delivery import DeskDelivery
from services.desk.domain.refusal import Refused
from services.desk.pages.asked import Given, leave, same_id
from services.desk.pages.errors import STATUS
from services.desk.pages.site import Reader, Site, SiteHere, Visitor, back_to, render
from services.desk.pages.typed_post import (
    Faults,
    Form,
    Judged,
    accounts_for,
    faults_of,
    form_of,
    form_of_delivery,
    form_of_draft,
    judged,
)
from services.desk.readmodel import deliveries
from shared.clock import new_id
from shared.contracts.work_changed import Draft
from shared.rules.seeing import may_see

router = APIRouter(prefix="/write", include_in_schema=False)


@router.get("")
async def begin(request: Request, site: SiteHere, visitor: Reader) -> Response:
    """An empty form; with `from` that of a new version, or the draft of one that was begun before."""
    before = request.query_params.get("from", "")
    if not before:
        return _page(request, site, visitor, Form(once=new_id()), {})
    begun = next((each for each in acts.listed(site.office, visitor.acting) if each.replaces == before), None)
    if begun:
        return RedirectResponse(f"/write/{begun.id}", 303)
    item = await posts.open_delivery(site.office, visitor.acting, before)
    return _page(request, site, visitor, form_of_delivery(item, site.office.now()), {})


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
    return _page(request, site, visitor, form_of_draft(found), {})


@router.post("/save")
async def save(request: Request, site: SiteHere, visitor: Reader, given: Given) -> Response:
    """Kept on the server, however unfinished; a script that asks is answered with count and preview alone."""
    form = form_of(given)
    state = judged(form, site.office.now())
    try:
        draft = await _saved(site, visitor, form, state)
    except Refused as refusal:
        said = f"{refusal.title} {refusal.detail}"
        if "hx-request" in request.headers:
            return _fragment(site, visitor, form, state, unsaved=said, code=STATUS[refusal.kind])
        return _page(request, site, visitor, form, {"": f"Not saved. {said}"}, code=STATUS[refusal.kind])
    if "hx-request" in request.headers:
        return _fragment(site, visitor, replace(form, draft=draft.id), state, saved=draft)
    if state.faults:
        form = replace(form, draft=draft.id)
        return _page(request, site, visitor, form, state.faults, code=HTTPStatus.UNPROCESSABLE_ENTITY)
    return back_to(f"/write/{draft.id}", "saved")


@router.post("/send")
async def send(request: Request, site: SiteHere, visitor: Reader, given: Given) -> Response:
    """Sent for approval, where nothing is left to mend; else the form again, with what is wrong beside the fields."""
    form = form_of(given)
    state = judged(form, site.office.now())
    if faults := faults_of(form, state):
        return _page(request, site, visitor, form, faults, code=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        if twin := _twin(site, visitor, form, state):
            await acts.discard(site.office, visitor.acting, form.draft)
            return back_to(f"/posts/{twin.id}", "sent")
        sent = await _sent(site, visitor, form, state)
    except Refused as refusal:
        said = f"{refusal.title} {refusal.detail}"
        return _page(request, site, visitor, form, {"": said}, code=STATUS[refusal.kind])
    return await leave(site, sent, "submit", f"/posts/{sent.delivery}")


@router.post("/discard")
async def discard(site: SiteHere, visitor: Reader, given: Given) -> Response:
    """Thrown away."""
    if given.get("draft"):
        await acts.discard(site.office, visitor.acting, given["draft"])
    return back_to("/write", "discarded")


async def _saved(site: Site, visitor: Visitor, form: Form, state: Judged) -> Draft:
    return await acts.save(
        site.office,
        visitor.acting,
        form.draft or None,
        account=form.account or None,
        text=form.text,
        not_before=state.due_at,
        replaces=form.replaces or None,
    )


def _same(visitor: Visitor, form: Form) -> str | None:
    """By the draft, where there is one; else by this page and what was typed: with other words it is another post."""
    if form.draft:
        return sent_before.id_of(visitor.acting, form.draft)
    return same_id(visitor.acting, "submit", asdict(form))


def _twin(site: Site, visitor: Visitor, form: Form, state: Judged) -> DeskDelivery | None:
    """What the same person sent from another page a moment ago: a browser that goes back fills a new one with it."""
    office, acting, same = site.office, visitor.acting, _same(visitor, form)
    if form.draft and (post := sent_before.became(office, acting, form.draft)):
        sent_before.still_the_same(post, form.account, form.text, state.due_at)
        return None
    twin = sent_before.just_now(office, acting, form.account, form.text, state.due_at, but=form.replaces)
    return None if twin and same and twin.id in sent_before.named(same) else twin


async def _sent(site: Site, visitor: Visitor, form: Form, state: Judged) -> posts.Submitted:
    office, acting = site.office, visitor.acting
    same = _same(visitor, form)
    draft = form.draft or None
    if form.replaces:
        return await posts.edit(
            office, acting, form.replaces, text=form.text, not_before=state.due_at, draft=draft, same_id=same
        )
    (sent,) = await posts.submit(
        office,
        acting,
        [posts.Draughted(form.account, form.text)],
        not_before=state.due_at,
        draft=draft,
        same_id=same,
    )
    return sent


def _page(
    request: Request, site: Site, visitor: Visitor, form: Form, faults: Faults, *, code: int = HTTPStatus.OK
) -> Response:
    office, acting = site.office, visitor.acting
    accounts, why_none = accounts_for(office, acting.person)
    if len(accounts) == 1 and not form.account:
        form = replace(form, account=accounts[0].id)
    drafts = acts.listed(office, acting)
    return render(
        request,
        visitor,
        "write.html",
        code=code,
        **_shown(site, visitor, form, judged(form, office.now())),
        faults=faults,
        accounts=accounts,
        why_none=why_none,
        before=_before(site, visitor, form),
        drafts=[each for each in drafts if each.id != form.draft],
        saved_at=next((each.at for each in drafts if each.id == form.draft and not faults), None),
    )


def _fragment(
    site: Site,
    visitor: Visitor,
    form: Form,
    state: Judged,
    *,
    saved: Draft | None = None,
    unsaved: str = "",
    code: int = HTTPStatus.OK,
) -> Response:
    """What changes on the page while somebody types; the address becomes the draft's, so that a reload finds it."""
    html = site.environment.get_template("_judged.html").render(
        now=site.office.now(),
        registry=site.office.registry,
        **_shown(site, visitor, form, state) | {"swapped": True, "unsaved": unsaved},
        saved_at=saved.at if saved else None,
    )
    headers = {"Cache-Control": "no-store"} | ({"HX-Replace-Url": f"/write/{saved.id}"} if saved else {})
    return HTMLResponse(html, code, headers=headers)


def _shown(site: Site, visitor: Visitor, form: Form, state: Judged) -> dict[str, object]:
    office, viewer = site.office, visitor.acting.viewer
    same = None
    if form.account and state.shown:
        db, but = office.model.store.db, {form.replaces}
        same = deliveries.same_words(db, viewer, form.account, state.shown, office.now(), but=but)
    return {"form": form, "state": state, "same": same, "swapped": False, "unsaved": ""}


def _before(site: Site, visitor: Visitor, form: Form) -> DeskDelivery | None:
    """The delivery that this is a new version of; a forged one of other districts is nothing here."""
    found = deliveries.find(site.office.model.store.db, form.replaces) if form.replaces else None
    return found if found and may_see(visitor.acting.person, found.audience) else None
