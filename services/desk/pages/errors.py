"""What people and programs are told when something does not work: what it is and what to do, never a traceback."""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, JSONResponse, Response

from services.desk.domain.refusal import Kind, Refused
from services.desk.pages.body import longest
from services.desk.pages.kept import TYPED, kept
from services.desk.pages.site import READING, Visitor, render, site_of, visitor_of

logger = logging.getLogger(__name__)

STATUS: dict[Kind, HTTPStatus] = {
    "unknown": HTTPStatus.NOT_FOUND,
    "forbidden": HTTPStatus.FORBIDDEN,
    "conflict": HTTPStatus.CONFLICT,
    "invalid": HTTPStatus.UNPROCESSABLE_ENTITY,
    "unavailable": HTTPStatus.SERVICE_UNAVAILABLE,
    "signed_out": HTTPStatus.UNAUTHORIZED,
}


_KINDS = {
    "extra_forbidden": "there is no such field",
    "missing": "it is missing",
    "tuple_type": "it has to be a list",
    "string_type": "it has to be a text",
    "dict_type": "it has to be an object",
    "model_type": "it has to be an object",
    "model_attributes_type": "it has to be an object",
    "datetime_from_date_parsing": "it has to be a time with its zone, such as 2026-05-01T12:00:00Z",
    "datetime_parsing": "it has to be a time with its zone, such as 2026-05-01T12:00:00Z",
    "datetime_type": "it has to be a time with its zone, such as 2026-05-01T12:00:00Z",
}
"""Kinds of faults of a field that callers make most, as they say it."""


def answer_errors(app: FastAPI) -> None:
    """Have every failure answered."""
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(RequestValidationError, _misunderstood)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unexpected)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)  # noqa: S101 - what it is registered for
    return await problem(request, STATUS[error.kind], error.title, error.detail, error.more)


async def _misunderstood(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - what it is registered for
    if broken := next((each for each in error.errors() if each["type"] == "json_invalid"), None):
        place = f"{broken['ctx']['error']}, at character {broken['loc'][-1] + 1}."
        return await problem(request, HTTPStatus.UNPROCESSABLE_ENTITY, "What was sent is not JSON.", place)
    wrong = "; ".join(f"{'.'.join(map(str, each['loc'][1:])) or 'body'}: {_plainly(each)}" for each in error.errors())
    said = f"{wrong.rstrip('.')}.".encode(errors="replace").decode()  # names of fields, as a caller makes them up
    return await problem(request, HTTPStatus.UNPROCESSABLE_ENTITY, "What was sent cannot be read.", said)


def _plainly(fault: Mapping[str, Any]) -> str:
    """What is wrong with a field, without the words of our programming language."""
    return _KINDS.get(str(fault["type"])) or str(fault["msg"]).removeprefix("Value error, ")


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - what it is registered for
    if error.status_code == HTTPStatus.NOT_FOUND:
        return await problem(
            request, HTTPStatus.NOT_FOUND, "There is no such page.", "Check the address, or start from Today."
        )
    if error.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        bytes_ = longest(request.url.path)
        most = f"Send no more than {bytes_ // 1024} KiB at once."
        return await problem(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "What was sent is too long.", most)
    if error.status_code == HTTPStatus.UNSUPPORTED_MEDIA_TYPE:
        kind = "Send JSON, with the header Content-Type: application/json. Nothing was changed."
        return await problem(request, HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "What was sent is not JSON.", kind)
    if isinstance(error.__cause__, UnicodeDecodeError):
        place = f"Send it as UTF-8: the byte at {error.__cause__.start + 1} is none of it. Nothing was changed."
        return await problem(request, HTTPStatus.BAD_REQUEST, "What was sent is not in UTF-8.", place)
    if error.status_code == HTTPStatus.BAD_REQUEST:
        how = "Nothing was changed. Send it anew, as /api/openapi.json describes it."
        return await problem(request, HTTPStatus.BAD_REQUEST, "What was sent cannot be read.", how)
    phrase = HTTPStatus(error.status_code).phrase
    return await problem(request, HTTPStatus(error.status_code), f"{phrase}.", "Go back, and try it another way.")


async def _unexpected(request: Request, error: Exception) -> Response:
    logger.error("a request failed", exc_info=error, extra={"path": request.url.path})
    return await problem(
        request,
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "The desk made a mistake.",
        "It is in the log. Load the page again; tell IT if it stays. If somebody is in danger, ring the control room.",
    )


async def problem(
    request: Request, status: HTTPStatus, title: str, detail: str, more: Mapping[str, object] | None = None
) -> Response:
    """A page for people, problem+json for programs."""
    if request.url.path.startswith("/api"):
        body = {"title": title, "detail": detail, "status": int(status), **(more or {})}
        return JSONResponse(body, status, media_type="application/problem+json", headers={"Cache-Control": "no-store"})
    if request.headers.get("hx-target") == "count":
        return _unsaved(request, status, f"{title} {detail}")
    visitor, words = await _whoever(request), await kept(request)
    return render(request, visitor, "problem.html", code=status, title=title, detail=detail, kept=words, typed=TYPED)


def _unsaved(request: Request, status: HTTPStatus, said: str) -> Response:
    """Where Write saves by itself, its line that says whether it has; the page stays, and with it what was typed."""
    html = site_of(request).environment.get_template("_saved.html").render(unsaved=said, swapped=False)
    headers = {"Cache-Control": "no-store", "HX-Retarget": "#saved", "HX-Reswap": "outerHTML"}
    return HTMLResponse(html, status, headers=headers)


async def _whoever(request: Request) -> Visitor | None:
    """The visitor, so that an error page keeps its frame; nobody where that cannot be told."""
    known: Visitor | None = getattr(request.state, "visitor", None)
    if known or request.method not in READING:
        return known
    try:
        return await visitor_of(request)
    except Refused:
        return None
