"""What somebody typed into a form that was refused: nobody types a note twice because something was down."""

from dataclasses import dataclass

from fastapi import Request
from starlette.exceptions import HTTPException

TYPED = {"text": "Your words", "reference": "Control room's reference", "reason": "Your reason"}
"""The fields that people type words into, as the page names them; `reason` of a mention is chosen."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The words by field, and the fields that go along unseen."""

    words: dict[str, str]
    along: dict[str, str]


async def kept(request: Request) -> Kept | None:
    """What the form of this request had; None where it had no words, or they can be read no more."""
    sent = request.headers.get("content-type", "").partition(";")[0].strip()
    if request.method != "POST" or sent not in ("application/x-www-form-urlencoded", "multipart/form-data"):
        return None
    try:
        form = await request.form()
    except (HTTPException, RuntimeError):
        return None  # too long, or somebody has read it as something else
    given = {name: value for name, value in form.items() if isinstance(value, str) and name != "csrf"}
    chosen = request.url.path.startswith("/mentions/")
    words = {name: given[name] for name in TYPED if given.get(name) and not (name == "reason" and chosen)}
    along = {name: value for name, value in given.items() if name not in words}
    return Kept(words, along) if words else None
