"""A call that is refused: raised anywhere, answered once, as problem+json."""

import errno
import logging
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

logger = logging.getLogger(__name__)

TypeOf = Callable[[str], str]
"""Turns a problem's short name (`invalid-request`, or nothing) into the URI that the platform writes as its type."""


DISK_FULL = (
    "The disk of BLUELAMP_HOME is full, and the stand-in cannot keep this. Nothing was changed; free some space, "
    "then try again."
)


@dataclass(eq=False)
class Refusal(Exception):
    """The stand-in answers this problem instead of doing what it was asked."""

    status: int
    title: str
    detail: str
    problem: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    page: str = ""
    """HTML that is answered in the problem's place, as an edge server does when the platform behind it is down."""


def not_found(detail: str) -> Refusal:
    """Something was named that is not there."""
    return Refusal(404, "Not Found", detail)


def unprocessable(detail: str) -> Refusal:
    """The call was understood, and asks for something that cannot be."""
    return Refusal(422, "Unprocessable Content", detail)


def json_answer(body: object, status: int = 200) -> web.Response:
    """An answer in JSON."""
    return web.Response(body=orjson.dumps(body), status=status, content_type="application/json")


def refusals_as_problems(type_of: TypeOf) -> Middleware:
    """Answer every refusal, and the server's own ones, as problem+json."""

    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        except Refusal as refusal:
            return _problem(refusal, type_of)
        except web.HTTPException as error:
            return _problem(_as_refusal(error, request), type_of)
        except (sqlite3.OperationalError, OSError) as error:
            if not for_want_of_space(error):
                raise
            logger.error("The disk is full: a call was refused", extra={"path": request.path})  # noqa: TRY400 - it says all
            return _problem(Refusal(507, "Insufficient Storage", DISK_FULL), type_of)

    return middleware


def for_want_of_space(error: sqlite3.OperationalError | OSError) -> bool:
    """Whether a full disk is what failed."""
    if isinstance(error, OSError):
        return error.errno in {errno.ENOSPC, errno.EDQUOT}
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF in {
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
    }


def _as_refusal(error: web.HTTPException, request: web.Request) -> Refusal:
    detail = f"{request.method} {request.path}: {error.reason}."
    if error.status in {404, 405}:
        detail = f"This stand-in does not serve {request.method} {request.path} (yet)."
    return Refusal(error.status, error.reason, detail)


def _problem(refusal: Refusal, type_of: TypeOf) -> web.Response:
    if refusal.page:
        return web.Response(text=refusal.page, status=refusal.status, content_type="text/html")
    body = {
        **refusal.extra,
        "title": refusal.title,
        "detail": refusal.detail,
        "type": type_of(refusal.problem),
        "status": refusal.status,
    }
    return web.Response(
        body=orjson.dumps(body),
        status=refusal.status,
        headers=dict(refusal.headers),
        content_type="application/problem+json",
    )
