"""Acts on pictures: bring one, look at one, have them with a post; one may see what one's posts and drafts have."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from services.desk.acts.office import Acting, Office
from services.desk.domain.composing import ASK_FOR_RIGHTS
from services.desk.domain.refusal import Refused
from services.desk.readmodel import deliveries, drafts
from services.desk.readmodel.uploads import Upload
from shared.clock import LONDON
from shared.contracts.post_requested import Attachment
from shared.media.pictures import Unsuitable, admit
from shared.media.store import Unavailable
from shared.rules.approving import why_not_draft

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A picture that a post is to have, as somebody asks for it."""

    id: str
    alt_text: str = ""
    expires_at: datetime | None = None


async def upload(office: Office, acting: Acting, data: bytes) -> Upload:
    """The picture is kept, bared of everything but what it shows; Refused says what is wrong with the file."""
    _may_write(office, acting)
    try:
        picture = await asyncio.to_thread(admit, data)
    except Unsuitable as error:
        refusal = Refused("invalid", "The file was not taken.", str(error), field="file")
        await office.journalled(acting, "media.upload", (), why=str(error))
        raise refusal from error
    await office.journalled(acting, "media.upload", (picture.id,))
    try:
        await office.media.put(picture.bytes)
    except Unavailable as error:
        await office.journalled(acting, "media.upload", (picture.id,), why="not kept: the disk did not take it")
        raise _out_of_reach(error) from error
    kept = Upload(picture.id, picture.media_type, picture.width, picture.height, len(picture.bytes))
    office.uploads.note(kept, acting.person.id, office.now())
    return kept


async def opened(office: Office, acting: Acting, picture: str) -> tuple[bytes, str]:
    """The bytes and their type, for whoever brought it, or may see a post or has a draft with it."""
    media_type = _type_of(office, acting, picture)
    if media_type is None:
        raise Refused("unknown", "There is no such picture here.", "It is a colleague's, or was never brought here.")
    try:
        return await office.media.get(picture), media_type
    except Unavailable as error:
        raise _out_of_reach(error) from error


async def attachments(office: Office, acting: Acting, chosen: Sequence[Chosen]) -> tuple[Attachment, ...]:
    """The pictures as a post has them; Refused names one that this person cannot have brought."""
    found = []
    for number, each in enumerate(chosen, 1):
        media_type = _type_of(office, acting, each.id)
        if media_type is None or not await office.media.has(each.id):
            raise Refused("invalid", f"Picture {number} is not here.", "Upload it, and attach it again.", field="media")
        found.append(Attachment(id=each.id, media_type=media_type, alt_text=each.alt_text, expires_at=each.expires_at))
    return tuple(found)


def _type_of(office: Office, acting: Acting, picture: str) -> str | None:
    """Of what type it is; None where it is nothing that this person may see."""
    db, person = office.model.store.db, acting.person.id
    if own := office.uploads.find(picture, person):
        return own.media_type
    attached = [each for draft in drafts.listed(db, person) for each in draft.media]
    if item := deliveries.with_picture(db, acting.viewer, picture):
        attached += item.delivery.content.media
    return next((each.media_type for each in attached if each.id == picture), None)


def _may_write(office: Office, acting: Acting) -> None:
    """Return where this person may write for some account; nobody else fills the disk."""
    today = office.now().astimezone(LONDON).date()
    accounts = office.registry.accounts.values()
    if all(why_not_draft(acting.person, each.districts, today) for each in accounts):
        raise Refused("forbidden", "There is no account that you may write for.", ASK_FOR_RIGHTS)


def _out_of_reach(error: Unavailable) -> Refused:
    logger.error("a picture cannot be kept or read", extra={"why": str(error)})
    return Refused(
        "unavailable",
        "Pictures cannot be kept or read now.",
        "Nothing else is lost. Try again; tell IT if it stays.",
    )
