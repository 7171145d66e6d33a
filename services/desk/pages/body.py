"""A limit to what one request brings: nobody's note fills the memory of the desk."""

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LONGEST_BODY = 64 * 1024
"""Bytes: a note of 2,000 characters takes 24 KiB as a form at its worst."""


class BodyLimit:
    """Ends reading at the limit, announced or not, with 413."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and no more of its body than is allowed."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        announced = Headers(scope=scope).get("content-length", "0")
        came = 0

        async def limited() -> Message:
            nonlocal came
            message = await receive()
            came += len(message.get("body", b""))
            if came > LONGEST_BODY or (announced.isdecimal() and int(announced) > LONGEST_BODY):
                raise HTTPException(413)
            return message

        await self._app(scope, limited, send)
