"""All pages and calls as one application."""

from fastapi import FastAPI
from starlette.types import ASGIApp

from services.desk.pages import (
    alerts,
    approve,
    errors,
    guidance,
    hold,
    inbox,
    live,
    mention,
    numbers,
    posts,
    sign_in,
    status,
    today,
    wording,
    write,
)
from services.desk.pages.api import alerts as alert_calls
from services.desk.pages.api import around
from services.desk.pages.api import deliveries as delivery_calls
from services.desk.pages.api import guidance as guidance_calls
from services.desk.pages.api import holds as hold_calls
from services.desk.pages.api import measures as measure_calls
from services.desk.pages.api import media as media_calls
from services.desk.pages.api import mentions as mention_calls
from services.desk.pages.api import posts as post_calls
from services.desk.pages.api import replies as reply_calls
from services.desk.pages.api import templates as template_calls
from services.desk.pages.body import BodyLimit
from services.desk.pages.headers import SecureHeaders
from services.desk.pages.site import Site

SCREENS = (
    today,
    alerts,
    inbox,
    mention,
    write,
    approve,
    posts,
    hold,
    numbers,
    guidance,
    wording,
    status,
    sign_in,
    live,
)
WRITING = (post_calls, media_calls, guidance_calls)
CALLS = (
    around,
    mention_calls,
    reply_calls,
    template_calls,
    alert_calls,
    *WRITING,
    delivery_calls,
    hold_calls,
    measure_calls,
)


def application(site: Site) -> ASGIApp:
    """The desk as browsers and programs meet it; its description is at /api/openapi.json."""
    app = FastAPI(
        title="Blue Lamp desk",
        summary="Everything that a person can do on a page, as a JSON call with the same rules, audit and errors.",
        version="1",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    app.state.site = site
    app.add_middleware(BodyLimit)
    for part in (*SCREENS, *CALLS):
        app.include_router(part.router)
    app.add_route("/static/{name}", site.assets.serve, include_in_schema=False)
    errors.answer_errors(app)
    # Around all of it: Starlette answers what nobody expected outside of an application's own middleware.
    return SecureHeaders(app, https=site.https)
