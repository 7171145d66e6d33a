"""A call that is repeated with its Idempotency-Key does nothing again, and hears how the thing stands by now."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from uuid import NAMESPACE_URL, uuid5

from fastapi import Request
from starlette.responses import JSONResponse, Response

from services.desk.domain.refusal import Refused
from services.desk.pages.api.shapes import AlertShape, MentionShape
from services.desk.pages.errors import STATUS
from services.desk.pages.site import Site, Visitor
from services.desk.readmodel.sessions import Answer

LONGEST_KEY = 200

_TURN = asyncio.Lock()
"""Two copies of one call at the same moment must not both act."""


Shape = MentionShape | AlertShape
Act = Callable[[str | None], Awaitable[Shape]]
"""Does it; gets an id that is the same for every repetition, so that one after a crash adds nothing either."""
Look = Callable[[str], Awaitable[Shape]]
"""How the thing with this id stands now, under today's rights and with its view on record; raises Refused."""


async def once(request: Request, site: Site, visitor: Visitor, act: Act, look: Look) -> Response:
    """The answer of `act`; where this key has done it before, how the thing stands that it was done to."""
    key = request.headers.get("idempotency-key")
    if key is None:
        return JSONResponse((await act(None)).model_dump(mode="json"))
    if not 0 < len(key) <= LONGEST_KEY:
        raise Refused("invalid", "The Idempotency-Key is empty or too long.", f"Send 1 to {LONGEST_KEY} characters.")
    person, call = visitor.acting.person.id, f"{request.method} {request.url.path}"
    body_hash = hashlib.sha256(await request.body()).hexdigest()
    async with _TURN:
        known = site.sessions.answered(person, key, site.office.now())
        if known is None:
            answer, shape = await _answer(act, call, body_hash, str(uuid5(NAMESPACE_URL, f"{person}|{key}|{call}")))
            site.sessions.remember(person, key, answer, site.office.now())
            return _response(answer, shape)
    if (known.call, known.body_hash) != (call, body_hash):
        raise Refused("invalid", "This Idempotency-Key was used for another call.", "Send a new key with a new call.")
    return _response(known, await look(known.entity) if known.entity else None)


async def _answer(act: Act, call: str, body_hash: str, same_id: str) -> tuple[Answer, Shape | None]:
    """What the act answers, refusals included, save those that a repetition may overcome."""
    try:
        shape = await act(same_id)
    except Refused as refusal:
        if refusal.kind == "unavailable":
            raise
        status = int(STATUS[refusal.kind])
        return Answer(call, body_hash, status, title=refusal.title, detail=refusal.detail), None
    return Answer(call, body_hash, HTTPStatus.OK, entity=shape.id), shape


def _response(answer: Answer, shape: Shape | None) -> Response:
    if shape:
        return JSONResponse(shape.model_dump(mode="json"))
    refused = {"title": answer.title, "detail": answer.detail, "status": answer.status}
    return JSONResponse(refused, answer.status, media_type="application/problem+json")
