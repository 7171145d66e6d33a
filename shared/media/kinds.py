"""What a file is that is no picture for a post: by its first bytes, in a sentence for whoever chose it."""

REMEDY = "Posts carry JPEG, PNG, WebP and GIF pictures that stand still."

_FILM = f"This is a film, and films cannot be posted from here. {REMEDY}"

_PHONE = f"This is a phone's own kind of picture (HEIC or AVIF): export it as a JPEG, and choose that. {REMEDY}"

_PHONES = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1", b"avif", b"avis")
"""Brands of a container that holds films as well."""

_BEGINNINGS = {
    b"": f"The file is empty. {REMEDY}",
    b"%PDF": f"This is a PDF: export the page as a PNG, and choose that. {REMEDY}",
    b"\x1aE\xdf\xa3": _FILM,  # Matroska and WebM
    b"OggS": _FILM,
    b"FLV": _FILM,
    b"\x00\x00\x01\xba": _FILM,  # MPEG
    b"\x00\x00\x01\xb3": _FILM,
    b"II*\x00": f"This is a TIFF: save it as a JPEG or PNG, and choose that. {REMEDY}",
    b"MM\x00*": f"This is a TIFF: save it as a JPEG or PNG, and choose that. {REMEDY}",
    b"BM": f"This is a BMP: save it as a PNG, and choose that. {REMEDY}",
    b"<svg": f"This is an SVG: export it as a PNG, and choose that. {REMEDY}",
}

_OURS = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF")
"""How the pictures begin that posts carry: one that cannot be read all the same is damaged."""


def what_it_is(data: bytes) -> str:
    """Why this file is not taken, and what to do."""
    if not data:
        return _BEGINNINGS[b""]
    if data[4:8] == b"ftyp":
        return _PHONE if data[8:12] in _PHONES else _FILM
    if data[:4] == b"RIFF" and data[8:11] == b"AVI":
        return _FILM
    for beginning, words in _BEGINNINGS.items():
        if beginning and data.startswith(beginning):
            return words
    if data.startswith(_OURS):
        return f"The picture is damaged and cannot be read: save it anew, and choose that. {REMEDY}"
    return f"This is no picture that can be read here. {REMEDY}"
