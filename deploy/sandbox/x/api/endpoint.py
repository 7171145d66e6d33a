"""What every endpoint of X's HTTP does before and after its own work: caller, faults, limit, parameters, the log."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass

from aiohttp import web

from deploy.sandbox.control.problem import json_answer
from deploy.sandbox.x.api.caller import APP_ONLY, SIGNER, USER_CONTEXT, check_caller
from deploy.sandbox.x.api.mishaps import before, with_mishaps
from deploy.sandbox.x.api.noted import client_gone, concerns, note
from deploy.sandbox.x.api.parameters import read_id
from deploy.sandbox.x.asked import invalid
from deploy.sandbox.x.limits import Window
from deploy.sandbox.x.platform import PLATFORM, Platform

Serve = Callable[[web.Request, Platform], Awaitable[web.StreamResponse]]

_WINDOW = web.RequestKey("window", Window)
_DAY = web.RequestKey("day", Window)

_OF_A_USER = "/2/users/{id}/"
"""Calls under this are about that user, whoever makes them."""


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
    callers: tuple[str, ...] = (APP_ONLY, USER_CONTEXT)


def add_endpoints(app: web.Application, endpoints: Iterable[Endpoint]) -> None:
    """Serve endpoints; of what is served each call is logged when its answer begins."""
    for each in endpoints:
        app.router.add_route(each.method, each.path, _guarded(each))


async def finish_answer(request: web.Request, response: web.StreamResponse) -> None:
    """Put the limit's headers on an answer of X's HTTP, and log the call; given to `on_response_prepare`."""
    if not request.path.startswith("/2/"):
        return
    for window in (request.get(_WINDOW), request.get(_DAY)):
        if window is not None:
            response.headers.update(window.headers())
    note(request, response.status)


def answer(platform: Platform, payload: object, status: int = 200) -> web.Response:
    """An answer in the field names that this stand-in speaks."""
    return json_answer(platform.dialect.answer(payload), status)


def _guarded(endpoint: Endpoint) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def handler(request: web.Request) -> web.StreamResponse:
        platform = request.app[PLATFORM]
        check_caller(request, platform, endpoint.callers)
        account = _about(request, endpoint, platform)

        async def serve() -> web.StreamResponse:
            return await endpoint.serve(request, platform)

        try:
            if endpoint.faults:
                await before(request, platform, endpoint.faults, account)
            _count(request, endpoint, platform)
            _check_parameters(request, endpoint, platform)
            return await with_mishaps(request, platform, endpoint.faults, account, serve)
        except asyncio.CancelledError:
            client_gone(request)
            raise

    return handler


def _about(request: web.Request, endpoint: Endpoint, platform: Platform) -> str | None:
    """The handle of the account that a call is about, for the log and for faults."""
    signer = request.get(SIGNER)
    if endpoint.path.startswith(_OF_A_USER):
        user = platform.users.by_id(read_id("id", request.match_info["id"]))
        handle = None if user is None else user.username
    else:
        handle = None if signer is None else signer.username
    if handle is not None:
        concerns(request, handle)
    return handle


def _count(request: web.Request, endpoint: Endpoint, platform: Platform) -> None:
    signer = request.get(SIGNER)
    whose = "" if signer is None else signer.username
    request[_WINDOW] = platform.limits.count(endpoint.name, endpoint.per_window, whose)
    day = platform.limits.count_for_the_day(endpoint.name)
    if day is not None:
        request[_DAY] = day


def _check_parameters(request: web.Request, endpoint: Endpoint, platform: Platform) -> None:
    for name, value in request.query.items():
        if platform.dialect.asked(name) not in endpoint.parameters:
            raise invalid(name, value, f"this call takes only: {', '.join(sorted(endpoint.parameters)) or 'none'}")
