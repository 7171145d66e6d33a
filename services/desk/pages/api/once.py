"""A call that is repeated with its Idempotency-Key does nothing again, and hears how the thing stands by now."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from uuid import NAMESPACE_URL, uuid5
from weakref import WeakValueDictionary

from fastapi import Request
from pydantic import BaseModel
from starlette.responses import JSONResponse, Response

from services.desk.domain.refusal import Refused
from services.desk.pages.api.shapes import AlertShape, MentionShape
from services.desk.pages.errors import STATUS
from services.desk.pages.site import Site, Visitor
from services.desk.readmodel.sessions import Answer

LONGEST_KEY = 200

_TURNS: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()
"""Two copies of one call at the same moment must not both act; other calls need not wait for them."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a call answers that is not simply done: its shape, and the id under which it can be looked at again."""

    shape: BaseModel
    entity: str
    status: HTTPStatus = HTTPStatus.OK
    headers: Mapping[str, str] = field(default_factory=dict)


Told = MentionShape | AlertShape | Done
Act = Callable[[str | None], Awaitable[Told]]
"""Does it; gets an id that is the same for every repetition, so that one after a crash adds nothing either."""
Look = Callable[[str], Awaitable[Told]]
"""How the thing with this id stands now, under today's rights and with its view on record; raises Refused."""


async def once(request: Request, site: Site, visitor: Visitor, act: Act, look: Look) -> Response:
    """The answer of `act`; where this key has done it before, how the thing stands that it was done to."""
    key, same_id = request.headers.get("idempotency-key"), repeated_as(request, visitor)
    if key is None or same_id is None:
        return _response(await act(None))
    person, call = visitor.acting.person.id, _call(request)
    body_hash = hashlib.sha256(await request.body()).hexdigest()
    turn = _TURNS.setdefault((person, key), asyncio.Lock())
    async with turn:
        known = site.sessions.answered(person, key, site.office.now())
        if known is None:
            answer, told = await _answer(act, call, body_hash, same_id)
            site.sessions.remember(person, key, answer, site.office.now())
            return _response(told) if told else _refusal(answer)
    if (known.call, known.body_hash) != (call, body_hash):
        raise Refused("invalid", "This Idempotency-Key was used for another call.", "Send a new key with a new call.")
    return _response(await look(known.entity)) if known.entity else _refusal(known)


def repeated_as(request: Request, visitor: Visitor) -> str | None:
    """The id that this call has in common with its repetitions; None where it has no key, and none can be known."""
    key = request.headers.get("idempotency-key")
    if key is None:
        return None
    if not 0 < len(key) <= LONGEST_KEY:
        raise Refused("invalid", "The Idempotency-Key is empty or too long.", f"Send 1 to {LONGEST_KEY} characters.")
    return str(uuid5(NAMESPACE_URL, f"{visitor.acting.person.id}|{key}|{_call(request)}"))


async def _answer(act: Act, call: str, body_hash: str, same_id: str) -> tuple[Answer, Told | None]:
    """What the act answers, refusals included, save those that a repetition may overcome."""
    try:
        told = await act(same_id)
    except Refused as refusal:
        if refusal.kind == "unavailable" or refusal.more:
            raise  # nothing was done, and what more it says is not kept
        status = int(STATUS[refusal.kind])
        return Answer(call, body_hash, status, title=refusal.title, detail=refusal.detail), None
    done = _done(told)
    return Answer(call, body_hash, done.status, entity=done.entity), told


def _call(request: Request) -> str:
    return f"{request.method} {request.url.path}"


def _done(told: Told) -> Done:
    return told if isinstance(told, Done) else Done(told, told.id)


def _response(told: Told) -> Response:
    done = _done(told)
    return JSONResponse(done.shape.model_dump(mode="json"), done.status, headers=dict(done.headers))


def _refusal(answer: Answer) -> Response:
    refused = {"title": answer.title, "detail": answer.detail, "status": answer.status}
    return JSONResponse(refused, answer.status, media_type="application/problem+json")
