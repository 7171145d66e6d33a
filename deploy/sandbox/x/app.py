"""The stand-in of X as one web application: X's HTTP, the control calls, and whether it is ready."""

from aiohttp import web

from deploy.sandbox.control.calls import add_calls
from deploy.sandbox.control.faults import add_faults
from deploy.sandbox.control.problem import json_answer, refusals_as_problems
from deploy.sandbox.x.api import connections, lookup, media, posting, rules, search, stream, users
from deploy.sandbox.x.api.endpoint import add_endpoints, finish_answer
from deploy.sandbox.x.control.counts import add_counts
from deploy.sandbox.x.control.media import add_media
from deploy.sandbox.x.control.mentions import add_mentions
from deploy.sandbox.x.control.posts import add_posts
from deploy.sandbox.x.platform import PLATFORM, Platform

LARGEST_BODY = 8_000_000
"""Room for the largest picture in base64; the longest post, with every character escaped, has far less."""

FAMILIES = (stream, rules, search, lookup, users, connections, posting, media)
"""The order matters: `/2/tweets/search/...` stands before `/2/tweets/{id}`."""


def make_app(platform: Platform) -> web.Application:
    """The application that serves a platform."""
    app = web.Application(
        middlewares=[refusals_as_problems(platform.dialect.problem_type)], client_max_size=LARGEST_BODY
    )
    app[PLATFORM] = platform
    app.on_response_prepare.append(finish_answer)
    app.on_shutdown.append(_end_streams)
    app.on_cleanup.append(_close)
    for family in FAMILIES:
        add_endpoints(app, family.ENDPOINTS)
    add_mentions(app)
    add_posts(app)
    add_media(app)
    add_counts(app)
    add_faults(app, platform.faults)
    add_calls(app, platform.calls)
    app.router.add_get("/health/live", _healthy)
    app.router.add_get("/health/ready", _healthy)
    return app


async def _healthy(request: web.Request) -> web.Response:
    platform = request.app[PLATFORM]
    return json_answer({"status": "ok", "streams": len(platform.hub.live()), "rules": len(platform.rules.all())})


async def _end_streams(app: web.Application) -> None:
    app[PLATFORM].hub.cut_all("OperationalDisconnect")


async def _close(app: web.Application) -> None:
    for each in set(app[PLATFORM].unfinished):
        each.cancel()
    app[PLATFORM].state.close()
