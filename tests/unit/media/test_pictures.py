"""Which files are admitted as pictures, what is left of them, and what is said of the others."""

import io
import struct
import zlib

import pytest
from PIL import Image, ImageChops, ImageCms

from shared.errors import InvalidMessage
from shared.media import pictures
from shared.media.pictures import Unsuitable, admit
from tests.unit.media.made import KINDS, SECRETS, exif, gif, jpeg, png, profile, saved, scene, shown, webp

RED, BLUE = (220, 20, 20), (20, 120, 200)


def near(found: object, wanted: tuple[int, int, int]) -> bool:
    """Whether a pixel has this colour, as far as packing leaves it."""
    assert isinstance(found, tuple)
    return all(abs(int(one) - other) < 24 for one, other in zip(found[:3], wanted, strict=True))


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_but_the_picture_is_kept(kind: str) -> None:
    given = KINDS[kind]()
    assert any(secret in given for secret in SECRETS), "there is something to remove"
    kept = admit(given)
    for secret in SECRETS:
        assert secret not in kept.bytes
    image = shown(kept.bytes)
    assert not image.getexif()
    assert not {"icc_profile", "exif", "xmp", "comment", "photoshop", "dpi", "mp"} & set(image.info)
    assert Image.MIME[str(image.format)] == kept.media_type
    assert image.size == (kept.width, kept.height)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_kept_is_admitted_again_as_the_same(kind: str) -> None:
    kept = admit(KINDS[kind]())
    assert admit(kept.bytes) == kept


@pytest.mark.parametrize("given", [jpeg(), jpeg(progressive=True), png(), png(scene(mode="P"), transparency=0), webp()])
def test_pixels_stay_as_they_were_where_nothing_asks_to_change_them(given: bytes) -> None:
    kept = admit(given)
    assert len(kept.bytes) < len(given)
    before, after = shown(given).convert("RGBA"), shown(kept.bytes).convert("RGBA")
    assert ImageChops.difference(before, after).getbbox(alpha_only=False) is None


@pytest.mark.parametrize(
    ("orientation", "corner"),
    [
        (1, "top left"),
        (2, "top right"),
        (3, "bottom right"),
        (4, "bottom left"),
        (5, "top left"),
        (6, "top right"),
        (7, "bottom right"),
        (8, "bottom left"),
    ],
)
@pytest.mark.parametrize("make", [jpeg, png, webp])
def test_a_picture_is_turned_as_its_camera_said(make: object, orientation: int, corner: str) -> None:
    assert callable(make)
    kept = admit(make(exif=exif(orientation)))
    assert (kept.width, kept.height) == ((64, 48) if orientation < 5 else (48, 64))
    image = shown(kept.bytes).convert("RGB")
    right, bottom = kept.width - 4, kept.height - 4
    corners = {"top left": (3, 3), "top right": (right, 3), "bottom left": (3, bottom), "bottom right": (right, bottom)}
    assert {name: near(image.getpixel(at), RED) for name, at in corners.items()} == {
        name: name == corner for name in corners
    }


def test_colours_of_another_kind_become_everybodys() -> None:
    wide = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    other = wide.replace(b"s\x00R\x00G\x00B", b"o\x00d\x00d\x00s").replace(b"sRGB", b"odds")
    for make in (jpeg, png, webp):
        kept = admit(make(icc_profile=other))
        assert near(shown(kept.bytes).convert("RGB").getpixel((3, 3)), RED)
    assert near(shown(admit(jpeg(icc_profile=profile())).bytes).getpixel((3, 3)), RED), "a profile of other colours"
    assert near(shown(admit(jpeg(icc_profile=b"no profile")).bytes).getpixel((3, 3)), RED)
    see_through = shown(admit(png(scene(mode="RGBA"), icc_profile=other)).bytes)
    assert see_through.mode == "RGBA"


def test_the_same_picture_from_two_people_is_one() -> None:
    assert admit(jpeg(comment="mine")).id == admit(jpeg(comment="yours", exif=b"")).id


def test_a_still_gif_is_kept_as_a_png() -> None:
    kept = admit(gif())
    assert kept.media_type == "image/png"
    assert near(shown(kept.bytes).convert("RGB").getpixel((3, 3)), RED)


def test_its_name_and_what_it_is_called_count_for_nothing() -> None:
    assert admit(png()).media_type == "image/png"
    assert admit(saved(scene(), "JPEG")).media_type == "image/jpeg"


MOVING = {
    "GIF": gif(Image.new("RGB", (64, 48))),
    "PNG": saved(scene(), "PNG", save_all=True, append_images=[Image.new("RGB", (64, 48))]),
    "WebP": saved(scene(), "WEBP", save_all=True, append_images=[Image.new("RGB", (64, 48))]),
}


@pytest.mark.parametrize("given", MOVING.values(), ids=MOVING)
def test_a_picture_that_moves_is_refused(given: bytes) -> None:
    with pytest.raises(Unsuitable, match=r"moves.*stand still.*Save one"):
        admit(given)


def bomb() -> bytes:
    """A few bytes that say they are 60,000 by 60,000 pixels."""

    def chunk(kind: bytes, payload: bytes) -> bytes:
        return struct.pack(">I", len(payload)) + kind + payload + struct.pack(">I", zlib.crc32(kind + payload))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\x00" * 1_000_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def test_a_small_file_that_unpacks_to_far_more_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(Unsuitable, match=r"60,000 by 60,000 pixels, and 50,000,000 in all is the most"):
        admit(bomb())


def test_files_and_pictures_that_are_too_large_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Unsuitable, match=r"20\.0 MB: take a picture of up to 20 MB"):
        admit(b"\xff\xd8\xff" + bytes(20 << 20))
    monkeypatch.setattr(pictures, "LARGEST", len(admit(png()).bytes) - 1)
    with pytest.raises(Unsuitable, match=r"however small it is made.*save it as a JPEG"):
        admit(png())


@pytest.mark.parametrize("make", [jpeg, png, webp])
@pytest.mark.parametrize("orientation", [1, 6])
def test_a_picture_that_is_larger_than_x_takes_is_made_smaller(
    monkeypatch: pytest.MonkeyPatch, make: object, orientation: int
) -> None:
    monkeypatch.setattr(pictures, "SIDES", (300, 200))
    assert callable(make)
    given = make(Image.effect_noise((600, 450), 80).convert("RGB"), exif=exif(orientation))
    monkeypatch.setattr(pictures, "LARGEST", len(admit(given).bytes) - 1)
    kept = admit(given)
    assert len(kept.bytes) <= pictures.LARGEST
    assert (kept.width, kept.height) == ((300, 225) if orientation == 1 else (225, 300))
    assert admit(kept.bytes) == kept
    monkeypatch.setattr(pictures, "LARGEST", len(kept.bytes) - 1)
    assert max(admit(given).width, admit(given).height) == 200


NO_PICTURES = {
    "nothing": (b"", "The file is empty"),
    "a text": (b"hello", "no picture that can be read"),
    "a film": (b"\x00\x00\x00\x18ftypmp42" + bytes(40), "a film, and films cannot be posted"),
    "a phone's film": (b"\x00\x00\x00\x14ftypqt  " + bytes(40), "a film, and films cannot be posted"),
    "a web film": (b"\x1aE\xdf\xa3" + bytes(40), "a film, and films cannot be posted"),
    "an older film": (b"RIFF\x00\x00\x00\x00AVI LIST" + bytes(40), "a film, and films cannot be posted"),
    "a phone's picture": (b"\x00\x00\x00\x18ftypheic" + bytes(40), "export it as a JPEG"),
    "a PDF": (b"%PDF-1.7", "export the page as a PNG"),
    "a drawing": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "an SVG"),
    "a TIFF": (saved(scene(), "TIFF"), "a TIFF"),
    "a BMP": (saved(scene(), "BMP"), "a BMP"),
    "the beginning of a JPEG": (b"\xff\xd8\xff\xe0", "damaged"),
}


@pytest.mark.parametrize(("given", "words"), NO_PICTURES.values(), ids=NO_PICTURES)
def test_what_is_no_picture_for_a_post_is_refused_with_words_that_help(given: bytes, words: str) -> None:
    with pytest.raises(Unsuitable, match=words) as refused:
        admit(given)
    assert isinstance(refused.value, InvalidMessage)


@pytest.mark.parametrize("kind", KINDS)
def test_a_damaged_file_is_refused_and_never_kept_in_part(kind: str) -> None:
    whole = KINDS[kind]()
    end = len(whole) - (200 if "behind" in kind else 2)
    for cut in range(1, end, max(len(whole) // 60, 1)):
        try:
            kept = admit(whole[:cut])
        except Unsuitable:
            continue
        shown(kept.bytes)
    for at in range(8, len(whole), max(len(whole) // 60, 1)):
        try:
            kept = admit(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        except Unsuitable:
            continue
        assert admit(kept.bytes) == kept


def test_half_a_jpeg_is_no_picture() -> None:
    whole = saved(scene(400, 300), "JPEG")
    with pytest.raises(Unsuitable, match="damaged"):
        admit(whole[: len(whole) // 2])


def test_a_webp_that_could_move_and_has_one_picture_is_kept() -> None:
    frame = webp(exif=b"", xmp=b"")[12:]
    size = b"\x3f\x00\x00\x2f\x00\x00"
    anmf = b"\x00" * 6 + size + b"\x64\x00\x00\x00" + frame
    body = b"VP8X" + struct.pack("<I", 10) + b"\x02\x00\x00\x00" + size
    body += b"ANIM" + struct.pack("<I", 6) + b"\x00" * 6 + b"ANMF" + struct.pack("<I", len(anmf)) + anmf
    kept = admit(b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body)
    assert b"ANMF" not in kept.bytes
    assert near(shown(kept.bytes).convert("RGB").getpixel((3, 3)), RED)


def test_a_large_photo_is_admitted() -> None:
    noise = Image.effect_noise((1200, 900), 60).convert("RGB")
    kept = admit(jpeg(noise))
    assert (kept.width, kept.height) == (1200, 900)
    assert Image.open(io.BytesIO(kept.bytes)).format == "JPEG"
