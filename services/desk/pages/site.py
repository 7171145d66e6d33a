"""What every page shares: who is signed in, the frame around the page, and the guard against forged forms."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import cache
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import Depends, Request
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse, Response

from services.desk.acts import holds
from services.desk.acts.office import SAY_TRY_AGAIN, Acting, Office
from services.desk.acts.stopped import stopped_by
from services.desk.domain.alert import grouped
from services.desk.domain.feed import Feed, feed_of
from services.desk.domain.held import Held, held_by
from services.desk.domain.holding import DeskHold
from services.desk.domain.refusal import Refused
from services.desk.domain.session import form_token, is_form_token, person_of
from services.desk.pages import frame, times
from services.desk.pages.correcting import Untold
from services.desk.pages.static import Assets
from services.desk.readmodel import alerts, staff
from services.desk.readmodel.freshness import Freshness
from services.desk.readmodel.labelling import labelling, told_now
from services.desk.readmodel.sessions import Sessions
from shared.contracts.staff_changed import FORCE_WIDE
from shared.rules.acting import may_run_it
from shared.rules.seeing import desks_of
from shared.status import SeenAt, Status, assemble

COOKIE = "bluelamp"
PICTURES = "/api/media"
"""The one call that takes files."""
READING = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass
class Site:
    """What the pages are made with; one for the process, at `app.state.site`."""

    office: Office
    sessions: Sessions
    assets: Assets
    freshness: Freshness
    look: Callable[[], Awaitable[SeenAt]]
    session_key: str
    demo_key: str | None
    """The key of demonstration sign-in; None outside the sandbox."""
    sandbox: bool
    https: bool = False
    corrections: Untold = field(default_factory=Untold)
    environment: Environment = field(init=False)

    def __post_init__(self) -> None:
        self.environment = Environment(
            loader=PackageLoader("services.desk.pages"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        frame.furnish(self.environment, self.assets)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody signed in, and what their forms carry; a call with a token of its own carries nothing."""

    acting: Acting
    form_token: str | None


_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


def site_of(request: Request) -> Site:
    """The site that serves this request."""
    site: Site = request.app.state.site
    return site


async def visitor_of(request: Request) -> Visitor:
    """Who asks; raises Refused for nobody, for somebody who left, and for a form that is not from our own page."""
    site = site_of(request)
    _takes(request)
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        named = person_of(token.strip(), site.demo_key) if site.demo_key else None
        visitor = Visitor(_acting(site, named, None), None)
    else:
        secret = request.cookies.get(COOKIE)
        session = site.sessions.find(secret, site.office.now()) if secret else None
        if session is None:
            raise Refused("signed_out", "You are not signed in.", "Open your sign-in link.")
        visitor = Visitor(_acting(site, session.person, session.id), form_token(session.id, site.session_key))
        if request.method not in READING:
            await _own_form(request, session.id, site.session_key)
    request.state.visitor = visitor
    return visitor


SiteHere = Annotated[Site, Depends(site_of)]
Here = Annotated[Visitor, Depends(visitor_of)]


async def reader(request: Request, site: SiteHere, visitor: Here) -> Visitor:
    """A visitor who may read messages at all: IT and auditors may not, and what they try to change is on record."""
    if desks_of(visitor.acting.person):
        return visitor
    refusal = Refused(
        "forbidden",
        "Messages are for people who answer them.",
        "Your roles have the Status page. Ask a supervisor if you should work on messages.",
    )
    if request.method not in READING:
        act = f"{request.method} {request.scope['route'].path}"
        on = tuple(str(each)[:100] for each in request.path_params.values() if each)
        await site.office.refused(visitor.acting, act, on, refusal)
    raise refusal


Reader = Annotated[Visitor, Depends(reader)]


def render(request: Request, visitor: Visitor | None, template: str, *, code: int = 200, **context: Any) -> Response:  # noqa: ANN401 - what a template needs
    """The page in its frame."""
    site = site_of(request)
    acting = visitor.acting if visitor else None
    shown = {
        "path": request.url.path,
        "sandbox": site.sandbox,
        "now": site.office.now(),
        "visitor": visitor,
        "person": acting.person if acting else None,
        "reads": bool(acting and desks_of(acting.person)),
        "csrf": visitor.form_token if visitor else None,
        "names": site.office.names,
        "registry": site.office.registry,
        "freshness": site.freshness,
        "claim_lasts": times.minutes(site.office.claim_lasts),
        "labelling": labelling(site.office.model.store.db, site.office.now()),
        "triage": told_now(site.office.model.store.db, site.office.now()),
        "waiting_alerts": alarm(site, acting) if acting else [],
        "stands": holds_seen(site, acting) if acting else [],
        "held": _holds(site),
        "kept_by": stopped_by(site.office),
        "done": request.query_params.get("done", ""),
        **context,
    }
    page = site.environment.get_template(template).render(shown)
    return HTMLResponse(page, code, headers={"Cache-Control": "no-store"})


def alarm(site: Site, acting: Acting) -> list[Any]:
    """The groups of alerts that wait for somebody to acknowledge them."""
    if not desks_of(acting.person):
        return []
    office = site.office
    found = alerts.open_alerts(office.model.store.db, acting.viewer, office.model.early)
    return [group for group in grouped(found) if group.unseen]


def holds_seen(site: Site, acting: Acting) -> list[DeskHold]:
    """The holds that stand and concern this person, for the banner."""
    return holds.seen(site.office, acting)


def feed_for(site: Site, acting: Acting) -> Feed:
    """How the accounts fare that this person's mentions come from."""
    desks = desks_of(acting.person)
    ours = [
        account.id
        for account in site.office.registry.accounts.values()
        if account.status == "active" and (FORCE_WIDE in desks or not desks.isdisjoint(account.districts))
    ]
    return feed_of(staff.channels(site.office.model.store.db), ours, site.office.now())


async def status_for(site: Site, acting: Acting) -> Status:
    """What `bluelamp status` says; addresses and the words of errors for those alone who run the system."""
    looked = await site.look()
    return assemble(looked.seen if may_run_it(acting.person) else looked.seen.in_outline(), looked.at)


def back_to(path: str, done: str) -> Response:
    """After an act: the page it was done on, which says what was done; loading that again repeats nothing."""
    joint = "&" if "?" in path else "?"
    return RedirectResponse(f"{path}{joint}done={done}", 303)


def _holds(site: Site) -> Callable[[str], Held | None]:
    """What keeps approved posts of an account back; looked up once for a page, where it has such a post."""
    reports = cache(lambda: staff.channels(site.office.model.store.db))
    return lambda account: held_by(reports(), account)


def _acting(site: Site, person_id: str | None, session: str | None) -> Acting:
    if person_id is None:
        raise Refused("signed_out", "This token opens nothing here.", "Ask for a new sign-in link.")
    person = staff.person(site.office.model.store.db, person_id)
    if person is None or not person.active:
        if not site.freshness.caught_up:
            raise Refused("unavailable", "The desk is still reading who works here.", SAY_TRY_AGAIN)
        raise Refused("signed_out", f"{person_id} does not work here.", "Ask a supervisor to add you.")
    return Acting(person, session)


def _takes(request: Request) -> None:
    """A call with a body brings JSON: anything else would be read as a form of a page, and refused as a forged one.

    Pictures come as they are, or as a file in a form.
    """
    is_call = request.url.path.startswith("/api/") and request.method not in READING and request.url.path != PICTURES
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    is_json = kind in ("", "application/json") or (kind.startswith("application/") and kind.endswith("+json"))
    if is_call and not is_json and request.headers.get("content-length") != "0":
        raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)


async def _own_form(request: Request, session: str, key: str) -> None:
    """A form carries its session's token. A JSON call may do without where no browser sent it.

    Only a browser can be made to send somebody's cookie against their will, and every browser names the page's origin
    with a call that changes something.
    """
    given, kind = request.headers.get("x-csrf-token", ""), request.headers.get("content-type", "")
    is_json = kind.partition(";")[0].strip() in ("application/json", "")
    is_call = (is_json and request.url.path.startswith("/api/")) or request.url.path == PICTURES
    from_a_browser = "origin" in request.headers or "sec-fetch-site" in request.headers
    if not given and is_call and not from_a_browser:
        return
    form = await request.form() if not given and kind.startswith(_FORMS) else None
    if form is not None:
        value = form.get("csrf", "")
        given = value if isinstance(value, str) else ""
    if not is_form_token(given, session, key):
        if form is not None:
            await form.close()  # with the files that nobody will read
        raise Refused(
            "forbidden",
            "This form is not from your session.",
            "Nothing was changed. Load the page again, then repeat it.",
        )
