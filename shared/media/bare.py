"""Picture files without anything but the picture: of each format the parts that its pixels need, and no byte more.

What stays is named, not what goes: whatever a camera, a phone or a program puts into a part that is not named here,
places and times, names, comments, small or further pictures, a film behind the end, is gone. The pixels are not
touched, and a bare file stays, byte for byte, what it is.
"""

import re
import struct
from collections.abc import Iterator

JFIF = b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
"""The plainest header of a JPEG, in place of its own: no resolution, no small picture."""

_SOI, _EOI, _SOS, _APP0, _APP14 = 0xD8, 0xD9, 0xDA, 0xE0, 0xEE

_JPEG_PARTS = frozenset({*range(0xC0, 0xD0), 0xDB, 0xDC, 0xDD})
"""Frames, tables, the restart interval: what the decoder reads."""

_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
"""Markers without a length."""

_ADOBE = 12
"""Bytes of the segment that says whether the colours are transformed."""

_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
"""Behind compressed data; those that belong to the data are passed over."""

PNG = b"\x89PNG\r\n\x1a\n"

_PNG_PARTS = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"})

_WEBP_PARTS = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH"})

_ALPHA = 0x10
"""Of the flags of an extended WebP the one that is about pixels; others announce what is not there any more."""


class Damaged(ValueError):
    """The file is not built as its format says."""


def bare(data: bytes, media_type: str) -> bytes:
    """The file without all that its pixels do not need; raises Damaged, and KeyError for a format not known here."""
    try:
        return {"image/jpeg": _jpeg, "image/png": _png, "image/webp": _webp}[media_type](data)
    except (struct.error, IndexError) as error:
        raise Damaged("it ends too soon") from error


def holds_one_picture(data: bytes, form: str) -> bool:
    """Whether the pixels lie where `bare` looks for them: not in a GIF, nor in a WebP that could move and does not."""
    if form == "WEBP":
        return any(kind in {b"VP8 ", b"VP8L"} for kind, _ in chunks_of(data))
    return form != "GIF"


def _jpeg(data: bytes) -> bytes:
    if data[:2] != bytes((0xFF, _SOI)):
        raise Damaged("it does not begin as a JPEG")
    kept, at = [data[:2]], 2
    while True:
        marker, at = _marker(data, at)
        if marker == _EOI:
            return b"".join((*kept, bytes((0xFF, _EOI))))
        if marker in _ALONE:
            continue
        (length,) = struct.unpack_from(">H", data, at)
        part = _segment(marker, data[at + 2 : at + length])
        at += length
        if part is not None:
            kept.append(struct.pack(">BBH", 0xFF, marker, len(part) + 2) + part)
        if marker == _SOS:
            end = _end_of_scan(data, at)
            kept.append(data[at:end])
            at = end


def _marker(data: bytes, at: int) -> tuple[int, int]:
    if data[at] != 0xFF:  # noqa: PLR2004 - every marker begins so
        raise Damaged("a part of it is longer than it says")
    while data[at] == 0xFF:  # noqa: PLR2004 - it may be repeated to fill
        at += 1
    return data[at], at + 1


def _segment(marker: int, payload: bytes) -> bytes | None:
    if marker in _JPEG_PARTS or marker == _SOS:
        return payload
    if marker == _APP0 and payload.startswith(b"JFIF\x00"):
        return JFIF
    if marker == _APP14 and payload.startswith(b"Adobe"):
        return payload[:_ADOBE]
    return None


def _end_of_scan(data: bytes, at: int) -> int:
    found = _NEXT_MARKER.search(data, at)
    if found is None:
        raise Damaged("it has no end")
    return found.start()


def _png(data: bytes) -> bytes:
    if not data.startswith(PNG):
        raise Damaged("it does not begin as a PNG")
    kept, at = [PNG], len(PNG)
    while True:
        length, kind = struct.unpack_from(">I4s", data, at)
        end = at + 12 + length
        if end > len(data):
            raise Damaged("it ends too soon")
        if kind in _PNG_PARTS:
            kept.append(data[at:end])
        if kind == b"IEND":
            return b"".join(kept)
        at = end


def _webp(data: bytes) -> bytes:
    parts = [(kind, payload) for kind, payload in chunks_of(data) if kind in _WEBP_PARTS]
    body = b"".join(_chunk(kind, _flags(payload) if kind == b"VP8X" else payload) for kind, payload in parts)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def chunks_of(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The parts of a WebP, as far as it says that it goes."""
    magic, size, form = struct.unpack_from("<4sI4s", data)
    if (magic, form) != (b"RIFF", b"WEBP"):
        raise Damaged("it does not begin as a WebP")
    at, end = 12, min(size + 8, len(data))
    while at < end:
        kind, length = struct.unpack_from("<4sI", data, at)
        if at + 8 + length > end:
            raise Damaged("it ends too soon")
        yield kind, data[at + 8 : at + 8 + length]
        at += 8 + length + length % 2


def _flags(payload: bytes) -> bytes:
    return bytes((payload[0] & _ALPHA, 0, 0, 0)) + payload[4:10]


def _chunk(kind: bytes, payload: bytes) -> bytes:
    return kind + struct.pack("<I", len(payload)) + payload + b"\x00" * (len(payload) % 2)
