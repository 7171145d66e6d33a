"""What every endpoint of X's HTTP does before and after its own work: token, faults, limit, parameters, the log."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from deploy.sandbox.control.calls import Call
from deploy.sandbox.control.problem import Refusal, json_answer
from deploy.sandbox.x.asked import invalid
from deploy.sandbox.x.limits import Window
from deploy.sandbox.x.platform import Platform

PLATFORM = web.AppKey("platform", Platform)

Serve = Callable[[web.Request, Platform], Awaitable[web.StreamResponse]]

_WINDOW = web.RequestKey("window", Window)
_TOOK_EFFECT = web.RequestKey("took_effect", bool)
_ACCOUNT = web.RequestKey("account", str)

TOKEN_FILE = "x_bearer_token"  # noqa: S105 - the name of a file
"""In the folder of secrets; where it is missing, every token is good."""


@dataclass(frozen=True)
class Endpoint:
    """One endpoint: its own work, its limit in a window, the parameters it takes, the name its faults go by."""

    method: str
    path: str
    name: str
    per_window: int
    serve: Serve
    parameters: frozenset[str] = frozenset()
    faults: str = ""


def add_endpoints(app: web.Application, endpoints: Iterable[Endpoint]) -> None:
    """Serve endpoints; of what is served each call is logged when its answer begins."""
    for each in endpoints:
        app.router.add_route(each.method, each.path, _guarded(each))


async def finish_answer(request: web.Request, response: web.StreamResponse) -> None:
    """Put the limit's headers on an answer of X's HTTP, and log the call; given to `on_response_prepare`."""
    if not request.path.startswith("/2/"):
        return
    window = request.get(_WINDOW)
    if window is not None:
        response.headers.update(window.headers())
    served = response.status < web.HTTPBadRequest.status_code
    call = Call(
        method=request.method,
        path=request.path,
        query=request.query_string,
        account=request.get(_ACCOUNT),
        status=response.status,
        took_effect=request.get(_TOOK_EFFECT, served),
    )
    request.app[PLATFORM].calls.write(call)


def concerns(request: web.Request, account: str) -> None:
    """Name the account that a call is about, for the log."""
    request[_ACCOUNT] = account


def changes_nothing(request: web.Request) -> None:
    """Note that a call is answered well, but nothing was done."""
    request[_TOOK_EFFECT] = False


def answer(platform: Platform, payload: object, status: int = 200) -> web.Response:
    """An answer in the field names that this stand-in speaks."""
    return json_answer(platform.dialect.answer(payload), status)


def _guarded(endpoint: Endpoint) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def handler(request: web.Request) -> web.StreamResponse:
        platform = request.app[PLATFORM]
        _check_token(request, platform.settings.secrets / TOKEN_FILE)
        if endpoint.faults:
            platform.faults.refuse(endpoint.faults)
        request[_WINDOW] = platform.limits.count(endpoint.name, endpoint.per_window)
        for name, value in request.query.items():
            if platform.dialect.asked(name) not in endpoint.parameters:
                raise invalid(name, value, f"this call takes only: {', '.join(sorted(endpoint.parameters)) or 'none'}")
        return await endpoint.serve(request, platform)

    return handler


def _check_token(request: web.Request, file: Path) -> None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    expected = file.read_text(encoding="utf-8").strip() if file.is_file() else token
    if scheme.lower() != "bearer" or not token or token != expected:
        raise Refusal(401, "Unauthorized", "Unauthorized")
