"""`POST /2/media/upload` and `/2/media/metadata`: pictures, and words for who cannot see them."""

import base64
import binascii
import io
from typing import Annotated, Literal

from aiohttp import web
from PIL import Image
from pydantic import Field, ValidationError

from deploy.sandbox.control import times
from deploy.sandbox.control.body import Body, read_json
from deploy.sandbox.control.problem import Refusal
from deploy.sandbox.control.state import transaction
from deploy.sandbox.x.api.caller import SIGNER, USER_CONTEXT
from deploy.sandbox.x.api.endpoint import Endpoint, answer
from deploy.sandbox.x.api.lookup import not_there
from deploy.sandbox.x.api.noted import takes_effect
from deploy.sandbox.x.api.parameters import read_id
from deploy.sandbox.x.api.wrong import invalid_body, wrong_in
from deploy.sandbox.x.misbehaviour import MEDIA
from deploy.sandbox.x.platform import Platform
from deploy.sandbox.x.post import Media

LARGEST = 5 * 1024 * 1024
"""Bytes of a picture that X takes."""

ALT_TEXT = 1_000
"""Characters of its words that X takes."""

_FORMATS = {"JPEG": "image/jpeg", "MPO": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "BMP": "image/bmp"}
"""What X takes for `tweet_image`, by Pillow's names; a GIF is none of them."""

_OLD_FIELDS = ("media_type", "shared")
"""Those that X's document has up to 2.166 only."""


class NewMedia(Body):
    """The body of `POST /2/media/upload`, as far as it is done here."""

    media: str
    media_category: Literal["tweet_image"]
    media_type: str | None = None
    shared: bool | None = None


class AltText(Body):
    """Words for those who cannot see a picture."""

    text: Annotated[str, Field(max_length=ALT_TEXT)]


class Metadata(Body):
    """What may be told of a picture, as far as it is done here."""

    alt_text: AltText


class NewMetadata(Body):
    """The body of `POST /2/media/metadata`."""

    id: Annotated[str, Field(pattern=r"^[0-9]{1,19}$")]
    metadata: Metadata


async def upload(request: web.Request, platform: Platform) -> web.Response:
    """Take a picture, which nobody sees before a post shows it; durable when this answers."""
    data = await _given(request, platform)
    if len(data) > LARGEST:
        raise invalid_body(f"$.media: the file has {len(data)} bytes, and {LARGEST} is the most")
    media_type, width, height = _looked_at(data)
    media = Media(platform.ids.next(times.now()), media_type, width, height)
    with transaction(platform.state):
        platform.pictures.add(media, request[SIGNER], data)
    takes_effect(request)
    shown = {
        "id": str(media.id),
        "media_key": media.key,
        "expires_after_secs": int(platform.settings.media_expires),
        "size": len(data),
        "image": {"image_type": media_type, "w": width, "h": height},
    }
    # the older document demands a "meta" of this answer, and does not say what is in it
    return answer(platform, {"data": shown, **({"meta": {}} if platform.dialect.version == "2.166" else {})})


async def describe(request: web.Request, platform: Platform) -> web.Response:
    """Keep the words of a picture of the account that signed."""
    try:
        wanted = NewMetadata.model_validate(await read_json(request), strict=True)
    except ValidationError as error:
        raise wrong_in(error, not_here=("metadata",)) from None
    media = platform.pictures.of(request[SIGNER], read_id("id", wanted.id), platform.settings.media_expires)
    if media is None:
        raise not_there(platform.dialect, "media", "id", wanted.id)
    with transaction(platform.state):
        platform.pictures.describe(media.id, wanted.metadata.alt_text.text)
    takes_effect(request)
    told = {"id": wanted.id, "associated_metadata": wanted.metadata.model_dump()}
    return answer(platform, {"data": told})


ENDPOINTS = (
    Endpoint("POST", "/2/media/upload", "upload", 500, upload, faults=MEDIA, callers=(USER_CONTEXT,)),
    Endpoint("POST", "/2/media/metadata", "metadata", 500, describe, faults=MEDIA, callers=(USER_CONTEXT,)),
)


async def _given(request: web.Request, platform: Platform) -> bytes:
    """The picture, from JSON in base64 or from a form as it is."""
    if request.content_type == "multipart/form-data":
        return await _from_form(request)
    body = await read_json(request)
    if platform.dialect.version != "2.166" and isinstance(body, dict) and set(body) & set(_OLD_FIELDS):
        raise invalid_body(f"$.{' $.'.join(sorted(set(body) & set(_OLD_FIELDS)))}: is not defined in the schema")
    try:
        wanted = NewMedia.model_validate(body, strict=True)
        return base64.b64decode(wanted.media, validate=True)
    except ValidationError as error:
        raise wrong_in(error, not_here=("additional_owners", "media_category")) from None
    except binascii.Error:
        raise invalid_body("$.media: is not base64") from None


async def _from_form(request: web.Request) -> bytes:
    form = await request.post()
    media = form.get("media")
    if form.get("media_category") != "tweet_image" or not isinstance(media, web.FileField):
        raise invalid_body("the form needs a file named media, and media_category tweet_image")
    return media.file.read()


def _looked_at(data: bytes) -> tuple[str, int, int]:
    """Type, width and height; refused where it is no picture."""
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP", "BMP")) as image:
            image.load()
            return _FORMATS[str(image.format)], image.width, image.height
    except Exception:  # noqa: BLE001 - whatever Pillow's reading of a broken file runs into
        raise _unrecognised() from None


def _unrecognised() -> Refusal:
    return invalid_body("media type unrecognized.")
