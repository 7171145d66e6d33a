"""What may be kept as a picture: found out from its bytes, whatever they are called, and bared of all they tell."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from PIL import Image, ImageCms, ImageOps

from shared.errors import InvalidMessage
from shared.media.bare import Damaged, bare, holds_one_picture
from shared.media.kinds import what_it_is
from shared.media.store import id_of

LARGEST = 5 * 1024 * 1024
"""Bytes of a picture as it is kept: X takes no more."""

LARGEST_GIVEN = 4 * LARGEST
"""Bytes that are looked at: a phone's largest pictures have so many, and become smaller when they are bared."""

MOST_PIXELS = 50_000_000
"""The best phones' pictures have so many; unpacked they take 200 MB, and a small file can unpack to far more."""

Image.MAX_IMAGE_PIXELS = None
"""Pillow's own limit would only warn, and late; ours is checked before anything is unpacked."""

QUALITY = 92
"""Of a picture that has to be written anew: nobody sees the difference."""

SIDES = (4096, 3072, 2048)
"""Pixels to which the longer side of a picture that is too large is brought: X shows no more than the first of them."""

QUALITY_SMALLER = 85
"""As most phones and cameras pack their pictures themselves."""

TURNED = range(2, 9)
"""Orientations that say: turn or mirror it when you show it."""

_ORIENTATION = 0x0112
"""EXIF's number of it."""

_TYPES = {"JPEG": "image/jpeg", "MPO": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "GIF": "image/png"}
"""By Pillow's names; of several pictures in one JPEG (MPO) the first is kept. X takes no GIF that stands still."""

_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}

_PLAIN = {"image/jpeg": ("L", "RGB"), "image/webp": ("RGB", "RGBA")}
"""Colours that every reader shows alike; a PNG may have any of its own."""

FoundT = TypeVar("FoundT")


class Unsuitable(InvalidMessage):
    """It cannot be kept as a picture; the message says why and what to do, in words for whoever chose it."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is kept; its id is the hash of its bytes."""

    id: str
    media_type: str
    width: int
    height: int
    bytes: bytes


def admit(data: bytes) -> Picture:
    """The picture in these bytes, upright, in common colours, without anything hidden; raises Unsuitable.

    One that is larger than X takes is made smaller. What it gives is admitted again as the same picture. It works for
    up to some seconds, and knows nothing of event loops: call it in a thread.
    """
    if len(data) > LARGEST_GIVEN:
        raise Unsuitable(f"The file has {_megabytes(data)}: take a picture of up to {LARGEST_GIVEN >> 20} MB.")
    with _opened(data) as image:
        _check(image)
        media_type = _TYPES[str(image.format)]
        _or_damaged(image.load)
        kept = _or_damaged(lambda: bare(_upright(image, data, media_type), media_type))
    for side in SIDES:
        if len(kept) > LARGEST:
            kept = _smaller(kept, side, media_type)
    if len(kept) > LARGEST:
        raise Unsuitable(
            f"The picture has {_megabytes(kept)}, however small it is made, and X takes up to {LARGEST >> 20} MB: "
            "save it as a JPEG, and choose that."
        )
    with _opened(kept) as image:
        _or_damaged(image.load)
        return Picture(id_of(kept), media_type, image.width, image.height, kept)


def _opened(data: bytes) -> Image.Image:
    try:
        return Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP", "GIF"))
    except Exception as error:
        raise Unsuitable(what_it_is(data)) from error


def _check(image: Image.Image) -> None:
    pixels = image.width * image.height
    if pixels > MOST_PIXELS:
        raise Unsuitable(
            f"The picture has {image.width:,} by {image.height:,} pixels, and {MOST_PIXELS:,} in all is the most: "
            "save it smaller, and choose that."
        )
    if image.format != "MPO" and _or_damaged(lambda: getattr(image, "is_animated", False)):
        raise Unsuitable("The picture moves: posts carry pictures that stand still. Save one of its frames as a PNG.")


def _upright(image: Image.Image, data: bytes, media_type: str) -> bytes:
    """The file as it was given where its pixels can stay, else written anew."""
    turned, profile = _orientation(image) in TURNED, _profile_of(image)
    plain = image.mode in _PLAIN.get(media_type, (image.mode,)) and holds_one_picture(data, str(image.format))
    if plain and not turned and profile is None:
        return data
    colours = "RGBA" if image.has_transparency_data and media_type != "image/jpeg" else "RGB"
    pixels = _in_common_colours(ImageOps.exif_transpose(image) if turned else image, profile, colours)
    return _written(pixels, media_type, QUALITY, whole=media_type == "image/webp" and b"VP8L" in data[:64])


def _smaller(kept: bytes, side: int, media_type: str) -> bytes:
    """The picture with no side longer than this."""
    with _opened(kept) as image:
        pixels = image.convert("RGBA" if image.has_transparency_data else "RGB")
    pixels.thumbnail((side, side))
    return bare(_written(pixels, media_type, QUALITY_SMALLER), media_type)


def _written(pixels: Image.Image, media_type: str, quality: int, *, whole: bool = False) -> bytes:
    pixels.info = {}
    written = io.BytesIO()
    pixels.save(written, _FORMATS[media_type], quality=quality, lossless=whole)
    return written.getvalue()


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(_ORIENTATION, 1))
    except Exception:  # noqa: BLE001 - what cannot be read says nothing about the pixels
        return 1


def _profile_of(image: Image.Image) -> ImageCms.ImageCmsProfile | None:
    """How the picture means its colours; None where that is as everybody takes them, or cannot be read."""
    said = image.info.get("icc_profile")
    if not isinstance(said, bytes) or not said:
        return None
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(said))
        return None if "sRGB" in ImageCms.getProfileDescription(profile) else profile
    except (OSError, ImageCms.PyCMSError):
        return None


def _in_common_colours(image: Image.Image, profile: ImageCms.ImageCmsProfile | None, colours: str) -> Image.Image:
    if profile is None:
        return image.convert(colours)
    given = image if image.mode in {"L", "CMYK"} else image.convert(colours)
    common = ImageCms.createProfile("sRGB")
    try:
        done = ImageCms.profileToProfile(given, profile, common, outputMode=colours)
    except ImageCms.PyCMSError:  # the profile is of other colours than the picture: as if there were none
        done = None
    return done or given.convert(colours)


def _or_damaged(read: Callable[[], FoundT]) -> FoundT:
    try:
        return read()
    except Damaged as error:
        raise Unsuitable(f"The picture is damaged, {error}: save it anew, and choose that.") from error
    except Exception as error:
        raise Unsuitable("The picture is damaged and cannot be shown: save it anew, and choose that.") from error


def _megabytes(data: bytes) -> str:
    return f"{len(data) / (1 << 20):.1f} MB"
