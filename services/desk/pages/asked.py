"""What became of something that was asked of the publisher: it alone decides, and until it has, the page says so."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal
from urllib.parse import urlencode
from uuid import NAMESPACE_URL, uuid5

from fastapi import Depends, Request
from starlette.responses import RedirectResponse, Response

from services.desk.acts import posts as acts
from services.desk.acts.office import Acting
from services.desk.domain.delivery import DeskDelivery
from services.desk.domain.refusal import Refused
from services.desk.pages.site import Site, Visitor

WAIT_S = 1.0
"""The publisher answers in less as a rule; longer than this nobody wants to look at a page that does nothing."""

NOT_TYPED = frozenset({"csrf", "draft"})
"""A draft has its id once it was saved, which may be between two presses."""
LONGEST_NUMBER = 10
"""Digits of a version: nobody changes a post a thousand million times."""

WORDS = {
    "submit": ("Sending for approval…", "Sent for approval.", "Not taken:"),
    "approve": ("Approving…", "Approved.", "Not approved:"),
    "return": ("Sending back…", "Sent back.", "Not sent back:"),
    "withdraw": ("Withdrawing…", "Withdrawn: it will not be posted.", "Not withdrawn:"),
    "reschedule": ("Setting the time…", "It has the new time, and waits for approval.", "The time was not changed:"),
    "settle": ("Noting what became of it…", "Noted.", "Not noted:"),
    "take_down": ("Taking it down…", "It is being taken down. A second person reviews that.", "Not taken down:"),
    "review": ("Noting your review…", "Reviewed.", "Not reviewed:"),
}
"""For each act: while it is not decided, once it is done, and before the reason why it was not."""


async def fields(request: Request) -> dict[str, str]:
    """What a form brought, by field; what is no text is left out."""
    return {name: value for name, value in (await request.form()).items() if isinstance(value, str)}


Given = Annotated[dict[str, str], Depends(fields)]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a page says of one command."""

    state: Literal["waiting", "done", "refused"]
    said: str
    delivery: DeskDelivery
    why: str = ""


async def leave(site: Site, asked: acts.Asked, act: str, page: str) -> Response:
    """Back to a page that says how it stands, after a moment in which most is decided."""
    await acts.decided(site.office, asked.delivery, asked.command, WAIT_S)
    return RedirectResponse(f"{page}?{urlencode({'act': act, 'of': asked.delivery, 'asked': asked.command})}", 303)


async def outcome(request: Request, site: Site, visitor: Visitor) -> Outcome | None:
    """What the address asks after; None where it asks after nothing that this person may see."""
    named = request.query_params
    words = WORDS.get(named.get("act", ""))
    if words is None or not named.get("asked"):
        return None
    try:
        item = await acts.open_delivery(site.office, visitor.acting, named.get("of", ""))
    except Refused:
        return None
    waiting, done, refused = words
    if not item.decided(named["asked"]):
        return Outcome("waiting", waiting, item)
    if why := item.why_refused(named["asked"]):
        return Outcome("refused", refused, item, why.why)
    if named["act"] == "submit" and item.state == "void":
        return Outcome("refused", refused, item, item.delivery.reason)
    return Outcome("done", done, item)


def same_id(acting: Acting, act: str, given: Mapping[str, str]) -> str | None:
    """An id that pressing a button of one page twice gives twice, and nobody else's page can give.

    Whoever goes back and changes what they typed asks for something else.
    """
    if not given.get("once"):
        return None
    typed = sorted((name, value) for name, value in given.items() if name not in NOT_TYPED)
    return str(uuid5(NAMESPACE_URL, f"{acting.person.id}|{act}|{typed}"))


def version_of(given: Mapping[str, str]) -> int:
    """The version that the page showed; 0, which none has, where the form names none."""
    said = given.get("version", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < LONGEST_NUMBER else 0
