"""A call that is repeated with its Idempotency-Key gets the answer that it got before, and does nothing again."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from uuid import NAMESPACE_URL, uuid5

from fastapi import Request
from pydantic import BaseModel
from starlette.responses import JSONResponse, Response

from services.desk.domain.refusal import Refused
from services.desk.pages.errors import STATUS
from services.desk.pages.site import Site, Visitor
from services.desk.readmodel.sessions import Answer

LONGEST_KEY = 200

_TURN = asyncio.Lock()
"""Two copies of one call at the same moment must not both act."""


async def once(
    request: Request, site: Site, visitor: Visitor, act: Callable[[str | None], Awaitable[BaseModel]]
) -> Response:
    """The answer of `act`, or the one that this key had before.

    `act` gets an id that is the same for every repetition, so that a repetition after a crash adds nothing either.
    """
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
            known = await _answer(act, person, key, call, body_hash)
            site.sessions.remember(person, key, known, site.office.now())
    if (known.call, known.body_hash) != (call, body_hash):
        raise Refused("invalid", "This Idempotency-Key was used for another call.", "Send a new key with a new call.")
    media = "application/json" if known.status < 400 else "application/problem+json"  # noqa: PLR2004 - HTTP's own border
    return JSONResponse(known.body, known.status, media_type=media)


async def _answer(
    act: Callable[[str | None], Awaitable[BaseModel]], person: str, key: str, call: str, body_hash: str
) -> Answer:
    """What the act answers, refusals included, save those that a repetition may overcome."""
    try:
        shape = await act(str(uuid5(NAMESPACE_URL, f"{person}|{key}|{call}")))
    except Refused as refusal:
        if refusal.kind == "unavailable":
            raise
        status = int(STATUS[refusal.kind])
        return Answer(call, body_hash, status, {"title": refusal.title, "detail": refusal.detail, "status": status})
    return Answer(call, body_hash, 200, shape.model_dump(mode="json"))
