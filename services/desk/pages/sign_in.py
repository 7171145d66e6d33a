"""Signing in and out; the links of the demonstration exist in the sandbox only."""

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from services.desk.acts.office import Acting
from services.desk.domain.refusal import Refused
from services.desk.domain.session import SESSION_LASTS, person_of
from services.desk.pages.site import COOKIE, Here, SiteHere, render
from services.desk.readmodel import staff

router = APIRouter(include_in_schema=False)


@router.get("/sign-in")
async def sign_in(request: Request, site: SiteHere, token: str = "") -> Response:
    """With a token: signed in, and on to Today. Without: what to do."""
    if not token:
        return render(request, None, "sign_in.html", signed_out=request.query_params.get("done") == "signed_out")
    named = person_of(token, site.demo_key) if site.demo_key else None
    if named is None:
        raise Refused("signed_out", "This sign-in link does not open the desk.", "Ask for a new one.")
    person = staff.person(site.office.model.store.db, named)
    if person is None or not person.active:
        wait = "" if site.freshness.caught_up else " The desk is still reading its topics: try again in a moment."
        raise Refused("signed_out", f"{named} does not work here.", f"Ask a supervisor to add you.{wait}")
    secret, session = site.sessions.begin(named, site.office.now())
    await site.office.journalled(Acting(person, session), "session.begin", (named,))
    answer = RedirectResponse("/", 303, headers={"Cache-Control": "no-store"})
    answer.set_cookie(
        COOKIE,
        secret,
        max_age=int(SESSION_LASTS.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=site.https,
        path="/",
    )
    return answer


@router.post("/sign-out")
async def sign_out(site: SiteHere, visitor: Here) -> Response:
    """The session ends here and now, for every tab."""
    if visitor.acting.session:
        site.sessions.end(visitor.acting.session)
        await site.office.journalled(visitor.acting, "session.end", (visitor.acting.person.id,))
    answer = RedirectResponse("/sign-in?done=signed_out", 303)
    answer.delete_cookie(COOKIE, path="/")
    return answer
