"""A limit to what one request brings: nobody's note fills the memory of the desk."""

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LONGEST_BODY = 64 * 1024
"""Bytes: a note of 2,000 characters takes 24 KiB as a form at its worst."""

LONGEST_PICTURE = 21 * 1024 * 1024
"""Bytes of what brings pictures: the largest that is looked at, and the form around it."""

_BRINGING = ("/api/media", "/write/save", "/write/send")


def longest(path: str) -> int:
    """How many bytes a request to this path may bring."""
    return LONGEST_PICTURE if path in _BRINGING else LONGEST_BODY


class BodyLimit:
    """Ends reading at the limit, announced or not, with 413."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and no more of its body than is allowed."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = longest(scope["path"])
        announced = Headers(scope=scope).get("content-length", "0")
        came = 0

        async def limited() -> Message:
            nonlocal came
            message = await receive()
            came += len(message.get("body", b""))
            if came > most or (announced.isdecimal() and int(announced) > most):
                raise HTTPException(413)
            return message

        await self._app(scope, limited, send)
