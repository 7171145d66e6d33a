"""What goes wrong with calls that are answered at once: refused, cut off, answered late, wrongly or not at all."""

import asyncio
import socket
import struct
from collections.abc import Awaitable, Callable
from typing import Any

import orjson
from aiohttp import web

from deploy.sandbox.control.faults import Fault
from deploy.sandbox.control.problem import Refusal
from deploy.sandbox.x.api.noted import NO_ANSWER, goes_on, note
from deploy.sandbox.x.misbehaviour import OF_ACCOUNTS, over_capacity
from deploy.sandbox.x.platform import Platform

Serve = Callable[[], Awaitable[web.StreamResponse]]

AFTERWARDS = ("503_after_success", "reset_after_success", "garbage")
"""Kinds that let a call do its work, and then spoil the answer."""

SLOW_S = 30.0
"""How long a slow answer takes where nobody said: longer than clients wait."""

CLOSING_S = 5.0
"""A connection that is cut off is gone within milliseconds, and its handler with it."""

PROOFS = ("id", "deleted")
"""By these fields of an answer its reader knows that something was done."""

_RESET = struct.pack("ii", 1, 0)
"""Linger for no time: the other side gets a reset, not an end."""


async def before(request: web.Request, platform: Platform, on: str, account: str | None) -> None:
    """Refuse a call, or cut it off, where a fault says so; it has no effect then."""
    outage = platform.faults.outage(on, account)
    if outage is not None and outage.taken % 2:
        raise over_capacity(outage.taken // 2)
    if outage is not None or (on in OF_ACCOUNTS and platform.faults.take(on, account, "disconnect")):
        await _cut_off(request)
    platform.faults.refuse(on, account)


async def with_mishaps(
    request: web.Request, platform: Platform, on: str, account: str | None, serve: Serve
) -> web.StreamResponse:
    """Serve a call, and do to it what a fault says; a call that is refused uses no fault up."""
    if on not in OF_ACCOUNTS:  # faults of these names on the stream are no faults of its answer
        return await serve()
    slow = platform.faults.lasting(on, account, "slow")
    answer = await (serve() if slow is None else _slowly(request, platform, slow, serve))
    fault = platform.faults.take(on, account, *AFTERWARDS)
    return answer if fault is None else await _spoilt(request, fault, answer)


async def _slowly(request: web.Request, platform: Platform, slow: Fault, serve: Serve) -> web.StreamResponse:
    slow.taken += 1
    try:
        if slow.order.effect == "after":
            return await _late(request, platform, slow, serve)
        answer = await serve()
    except Refusal:
        slow.taken -= 1
        raise
    await asyncio.sleep(slow.order.seconds or SLOW_S)
    return answer


async def _late(request: web.Request, platform: Platform, slow: Fault, serve: Serve) -> web.StreamResponse:
    """Serve a call some time after it came, and to the end, whether its client still waits or not."""
    await request.read()

    async def wait_and_serve() -> web.StreamResponse:
        await asyncio.sleep(slow.order.seconds or SLOW_S)
        return await serve()

    work = asyncio.ensure_future(wait_and_serve())
    platform.unfinished.add(work)
    work.add_done_callback(platform.unfinished.discard)
    try:
        return await asyncio.shield(work)
    except asyncio.CancelledError:
        goes_on(request)
        work.add_done_callback(lambda done: _note_unheard(request, done))
        raise


def _note_unheard(request: web.Request, done: "asyncio.Future[web.StreamResponse]") -> None:
    if not done.cancelled():
        done.exception()  # a refusal that nobody hears
        note(request, NO_ANSWER)


async def _spoilt(request: web.Request, fault: Fault, answer: web.StreamResponse) -> web.StreamResponse:
    match fault.order.kind:
        case "503_after_success":
            raise over_capacity(fault.taken - 1)
        case "reset_after_success":
            return await _cut_off(request)
        case _:
            return _garbled(answer, fault.taken - 1)


async def _cut_off(request: web.Request) -> web.StreamResponse:
    """Reset the connection; the handler ends with it."""
    note(request, NO_ANSWER)
    if request.transport is not None:
        request.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        request.transport.abort()
    await asyncio.sleep(CLOSING_S)
    raise Refusal(503, "Service Unavailable", "The connection was to be cut off.")


def _garbled(answer: web.StreamResponse, turn: int) -> web.Response:
    """In turn: no JSON at all, half of the answer, the answer without what it is about."""
    body = answer.body if isinstance(answer, web.Response) and isinstance(answer.body, bytes) else b""
    spoilt = (b"\x1f\x8b\x08 upstream error", body[: len(body) // 2], orjson.dumps(_without_proof(orjson.loads(body))))
    return web.Response(body=spoilt[turn % len(spoilt)], status=answer.status, content_type="application/json")


def _without_proof(found: Any) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(found, dict):
        return {name: _without_proof(value) for name, value in found.items() if name not in PROOFS}
    return [_without_proof(each) for each in found] if isinstance(found, list) else found
