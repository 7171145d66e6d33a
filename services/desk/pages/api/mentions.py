"""Mentions as JSON calls."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from services.desk.acts import mentions as acts
from services.desk.acts.answered import answered
from services.desk.domain.correction import Change
from services.desk.domain.inbox import TABS, Filters
from services.desk.domain.mention import DeskMention
from services.desk.pages.api.once import Look, once
from services.desk.pages.api.shapes import (
    CloseAsked,
    LabelsAsked,
    MentionsAsked,
    MentionShape,
    NoteAsked,
    Problem,
    mention_shape,
)
from services.desk.pages.filters import refuse_unknown
from services.desk.pages.site import Reader, Site, SiteHere, Visitor
from services.desk.readmodel import mentions

PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "content": {"application/problem+json": {}}}
    for status in (401, 403, 404, 409, 413, 422, 503)
}
DECIDED = {**PROBLEMS, 200: {"model": MentionShape, "description": "Done; the mention as it stands now."}}

router = APIRouter(prefix="/api/mentions", tags=["mentions"], responses=PROBLEMS)


@router.get("")
async def listed(
    site: SiteHere, visitor: Reader, asked: Annotated[MentionsAsked, Query()], response: Response
) -> list[MentionShape]:
    """Mentions that this person may see, newest first; views of reports and alerts are audited."""
    tab = next((name for name in TABS if name == asked.state), None)
    filters = Filters(**asked.model_dump(exclude={"limit", "offset", "state"}), state="" if tab else asked.state)
    refuse_unknown(filters, site.office.registry, besides={"state": TABS})
    now = site.office.now()
    items = mentions.listed(
        site.office.model.store.db,
        visitor.acting.viewer,
        tab=tab,
        filters=filters,
        now=now,
        limit=asked.limit,
        offset=asked.offset,
    )
    await site.office.saw(visitor.acting, items)
    response.headers["Cache-Control"] = "no-store"
    above = await answered(site.office, visitor.acting, items)
    return [mention_shape(item, each, now) for item, each in zip(items, above, strict=True)]


@router.get("/{mention}")
async def one(site: SiteHere, visitor: Reader, mention: str) -> MentionShape:
    """One mention; views of reports and alerts are audited."""
    return await _shape(site, visitor, await acts.open_mention(site.office, visitor.acting, mention))


@router.post("/claim-next", responses=DECIDED)
async def claim_next(request: Request, site: SiteHere, visitor: Reader) -> Response:
    """Claim what is most urgent, then oldest, and nobody answers."""

    async def act(_: str | None) -> MentionShape:
        return await _shape(site, visitor, await acts.claim_next(site.office, visitor.acting, Filters()))

    return await once(request, site, visitor, act, _look(site, visitor))


@router.post("/{mention}/claim", responses=DECIDED)
async def claim(request: Request, site: SiteHere, visitor: Reader, mention: str) -> Response:
    """Take it to answer; again by the same person renews the claim."""

    async def act(_: str | None) -> MentionShape:
        return await _shape(site, visitor, await acts.claim(site.office, visitor.acting, mention))

    return await once(request, site, visitor, act, _look(site, visitor))


@router.post("/{mention}/release", responses=DECIDED)
async def release(request: Request, site: SiteHere, visitor: Reader, mention: str) -> Response:
    """Give it back."""

    async def act(_: str | None) -> MentionShape:
        return await _shape(site, visitor, await acts.release(site.office, visitor.acting, mention))

    return await once(request, site, visitor, act, _look(site, visitor))


@router.post("/{mention}/notes", responses=DECIDED)
async def add_note(request: Request, site: SiteHere, visitor: Reader, mention: str, asked: NoteAsked) -> Response:
    """Leave a remark for colleagues."""

    async def act(note_id: str | None) -> MentionShape:
        return await _shape(
            site, visitor, await acts.add_note(site.office, visitor.acting, mention, asked.text, note_id)
        )

    return await once(request, site, visitor, act, _look(site, visitor))


@router.post("/{mention}/close", responses=DECIDED)
async def close(request: Request, site: SiteHere, visitor: Reader, mention: str, asked: CloseAsked) -> Response:
    """Done: answered, redirected, passed_on, none_needed, duplicate or removed."""

    async def act(_: str | None) -> MentionShape:
        return await _shape(site, visitor, await acts.close(site.office, visitor.acting, mention, asked.reason))

    return await once(request, site, visitor, act, _look(site, visitor))


@router.post("/{mention}/reopen", responses=DECIDED)
async def reopen(request: Request, site: SiteHere, visitor: Reader, mention: str) -> Response:
    """Something is left to do after all."""

    async def act(_: str | None) -> MentionShape:
        return await _shape(site, visitor, await acts.reopen(site.office, visitor.acting, mention))

    return await once(request, site, visitor, act, _look(site, visitor))


@router.post("/{mention}/labels", responses=DECIDED)
async def correct(request: Request, site: SiteHere, visitor: Reader, mention: str, asked: LabelsAsked) -> Response:
    """Correct its labels; final for this mention. What is left out follows from the tags, by the labelling guide."""

    async def act(_: str | None) -> MentionShape:
        item, _done = await acts.correct(site.office, visitor.acting, mention, _change(asked))
        return await _shape(site, visitor, item)

    return await once(request, site, visitor, act, _look(site, visitor))


def _change(asked: LabelsAsked) -> Change:
    return Change(**asked.model_dump())


async def _shape(site: Site, visitor: Visitor, item: DeskMention) -> MentionShape:
    (above,) = await answered(site.office, visitor.acting, [item])
    return mention_shape(item, above, site.office.now())


def _look(site: Site, visitor: Visitor) -> Look:
    async def look(mention: str) -> MentionShape:
        return await _shape(site, visitor, await acts.open_mention(site.office, visitor.acting, mention))

    return look
