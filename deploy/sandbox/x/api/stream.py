"""`GET /2/tweets/search/stream`: new posts that match a rule, a line each, as long as the client listens."""

from aiohttp import web

from deploy.sandbox.control.problem import Refusal
from deploy.sandbox.x.api.caller import APP_ONLY
from deploy.sandbox.x.api.endpoint import Endpoint
from deploy.sandbox.x.asked import FIELD_PARAMETERS, invalid, read_asked
from deploy.sandbox.x.connection import Connection, End
from deploy.sandbox.x.platform import Platform

RECOVERY = frozenset({"backfill_minutes", "start_time", "end_time"})
"""Parameters of Enterprise plans; this stand-in has the smaller plan, so that nothing relies on them."""


async def stream(request: web.Request, platform: Platform) -> web.StreamResponse:
    """Hold a connection open and send what comes."""
    asked = read_asked(request.query, platform.dialect)
    for name in RECOVERY & set(request.query):
        if request.query[name] != "0":
            raise invalid(name, request.query[name], "recovery on the stream needs an Enterprise plan; use search")
    if not platform.rules.all():
        raise _no_rules()
    connection = platform.hub.open(request.remote or "", asked, lambda: _abort(request))
    try:
        response = web.StreamResponse(headers={"Content-Type": "application/json; charset=utf-8"})
        response.enable_chunked_encoding()
        response.force_close()
        await response.prepare(request)
        platform.faults.connected(connection)
        await _send_all(request, response, connection, platform.settings.keep_alive)
        return response
    finally:
        platform.hub.gone(connection)


ENDPOINTS = (
    Endpoint(
        "GET",
        "/2/tweets/search/stream",
        "stream",
        50,
        stream,
        FIELD_PARAMETERS | RECOVERY,
        faults="stream",
        callers=(APP_ONLY,),
    ),
)


async def _send_all(
    request: web.Request, response: web.StreamResponse, connection: Connection, keep_alive: float
) -> None:
    while True:
        match await connection.next(keep_alive):
            case End(abrupt=True):
                if request.transport is not None:
                    request.transport.close()
                return
            case End():
                return
            case bytes() as line:
                await response.write(line)


def _abort(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.abort()


def _no_rules() -> Refusal:
    return Refusal(
        409,
        "ConnectionException",
        "This stream has no rules yet; add one before connecting.",
        "streaming-connection",
        {"connection_issue": "RuleConfigurationIssue"},
    )
