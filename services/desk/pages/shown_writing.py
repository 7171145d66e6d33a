"""Write as a page, and what of it changes while somebody types."""

import hashlib
from http import HTTPStatus

from fastapi import Request
from starlette.datastructures import FormData
from starlette.responses import HTMLResponse, Response

from services.desk.acts import drafts as acts
from services.desk.domain import checking
from services.desk.pages.site import render
from services.desk.pages.typed_post import Faults
from services.desk.pages.writing import Writing
from shared.clock import LONDON
from shared.contracts.work_changed import Draft
from shared.registry import Idea
from shared.rules.pictures import ALT_LIMIT, MOST


async def page(request: Request, writing: Writing, faults: Faults, *, code: int = HTTPStatus.OK) -> Response:
    """The whole page."""
    office, acting, form = writing.site.office, writing.visitor.acting, writing.form
    if writing.answered:
        await office.saw(acting, [writing.answered, *([writing.newer] if writing.newer else [])])
    drafts = acts.listed(office, acting)
    return render(
        request,
        writing.visitor,
        "write.html",
        code=code,
        **_shown(writing),
        faults=faults,
        ideas=_ideas(writing),
        drafts=[each for each in drafts if each.id != form.draft],
        saved_at=next((each.at for each in drafts if each.id == form.draft and not faults), None),
    )


def fragment(
    writing: Writing,
    given: FormData,
    *,
    saved: Draft | None = None,
    unsaved: str = "",
    faults: Faults | None = None,
    code: int = HTTPStatus.OK,
) -> Response:
    """What changes on the page while somebody types; the address becomes the draft's, so that a reload finds it.

    Fields are sent again only where there are others than the page has: nobody's letters are overwritten.
    """
    form, site = writing.form, writing.site
    other_fields = {name.removeprefix("words-") for name in given if name.startswith("words-")} != set(form.others)
    other_pictures = list(given.getlist("media")) != [each.id for each in form.pictures]
    html = site.environment.get_template("_judged.html").render(
        now=site.office.now(),
        registry=site.office.registry,
        **_shown(writing) | {"swapped": True, "unsaved": unsaved},
        saved_at=saved.at if saved else None,
        faults=faults or {},
        swap_also=given.get("also_for") != form.account,
        swap_others=other_fields,
        swap_pictures=other_pictures or bool(faults),
        swap_findings=given.get("found") != _as_shown(writing),
    )
    headers = {"Cache-Control": "no-store"} | ({"HX-Replace-Url": f"/write/{saved.id}"} if saved else {})
    return HTMLResponse(html, code, headers=headers)


def _shown(writing: Writing) -> dict[str, object]:
    return {
        "writing": writing,
        "form": writing.form,
        "looked": writing.looked,
        "state": writing.looked.parts[0],
        "due_at": writing.due_at,
        "time_faults": writing.time_faults,
        "same": writing.same,
        "found": _as_shown(writing),
        "most_pictures": MOST,
        "alt_limit": ALT_LIMIT,
        "answer_limit": checking.ANSWER_LIMIT,
        "swapped": False,
        "unsaved": "",
    }


def _ideas(writing: Writing) -> list[Idea]:
    """What there is to post about this month: what is of use only now comes first."""
    office = writing.site.office
    month = office.now().astimezone(LONDON).month
    fitting = [each for each in office.registry.ideas.values() if not each.months or month in each.months]
    return sorted(fitting, key=lambda each: not each.months)


def _as_shown(writing: Writing) -> str:
    """The same as long as the findings, and the wordings that are offered, are the same."""
    said = [(each.rule, each.open, each.places) for each in writing.raised]
    whole = f"{said}|{writing.looked.alike}|{writing.looked.variants}|{writing.may_override}"
    return hashlib.sha256(whole.encode()).hexdigest()[:16]
