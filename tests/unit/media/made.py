"""Pictures as phones, cameras and programs make them, with everything hidden in them that people do not see."""

import io
from collections.abc import Callable

from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo
from PIL.TiffImagePlugin import IFDRational

SECRETS = (b"Secretphone", b"Jo Secret", b"secret note", b"<x:xmpmeta", b"Photoshop", b"secret profile")
"""What must be nowhere in a picture that is kept."""

NOTE = "secret note"

XMP = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>Jo Secret</x:xmpmeta>"


def scene(width: int = 64, height: int = 48, mode: str = "RGB") -> Image.Image:
    """A picture whose top left corner is red, so that one sees how it is turned."""
    image = Image.new("RGB", (width, height), (20, 120, 200))
    image.paste((220, 20, 20), (0, 0, width // 2, height // 2))
    return image.convert(mode)


def exif(orientation: int = 1) -> Image.Exif:
    """What a phone writes: make, author, place, orientation."""
    said = Image.Exif()
    said[0x010F], said[0x013B], said[0x0112] = "Secretphone", "Jo Secret", orientation
    degrees = (IFDRational(510, 10), IFDRational(5), IFDRational(1))
    said.get_ifd(0x8825).update({1: "N", 2: degrees, 3: "E", 4: degrees})
    return said


def profile() -> bytes:
    """Colours of another kind than everybody's."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()


def jpeg(image: Image.Image | None = None, **how: object) -> bytes:
    """From a phone, with its small picture and its comment."""
    return saved(image or scene(), "JPEG", **{"exif": exif(), "xmp": XMP, "comment": NOTE, **how})


def png(image: Image.Image | None = None, **how: object) -> bytes:
    """From a program that signs what it makes."""
    notes = PngInfo()
    notes.add_text("Comment", NOTE)
    notes.add_text("Software", "Photoshop", zip=True)
    notes.add_itxt("XML:com.adobe.xmp", XMP.decode())
    return saved(image or scene(), "PNG", **{"exif": exif(), "pnginfo": notes, **how})


def webp(image: Image.Image | None = None, **how: object) -> bytes:
    """From a web page's editor."""
    return saved(image or scene(), "WEBP", **{"exif": exif(), "xmp": XMP, "quality": 90, **how})


def gif(*more: Image.Image) -> bytes:
    """Still, or moving where there are more pictures."""
    frames: dict[str, object] = {"save_all": True, "append_images": list(more), "duration": 100} if more else {}
    return saved(scene(), "GIF", comment=NOTE, **frames)


def saved(image: Image.Image, form: str, **how: object) -> bytes:
    """The file."""
    written = io.BytesIO()
    image.save(written, form, **how)
    return written.getvalue()


def shown(data: bytes) -> Image.Image:
    """The picture in a file, unpacked."""
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


KINDS: dict[str, Callable[[], bytes]] = {
    "a JPEG": jpeg,
    "a progressive JPEG": lambda: jpeg(progressive=True),
    "a grey JPEG": lambda: jpeg(scene(mode="L")),
    "a JPEG in a printer's colours": lambda: jpeg(scene(mode="CMYK")),
    "a JPEG on its side": lambda: jpeg(exif=exif(6)),
    "a JPEG with a film behind its end": lambda: jpeg() + b"\x00\x00\x00\x18ftypmp42secret note",
    "several pictures in one JPEG": lambda: saved(
        scene(), "MPO", save_all=True, append_images=[scene()], exif=exif(), comment=NOTE
    ),
    "a PNG": png,
    "a PNG that can be seen through": lambda: png(scene(mode="RGBA")),
    "a PNG with few colours": lambda: png(scene(mode="P"), transparency=0),
    "a PNG on its side": lambda: png(exif=exif(8)),
    "a PNG with something behind its end": lambda: png() + b"secret note",
    "a WebP": webp,
    "a WebP without loss": lambda: webp(lossless=True),
    "a WebP that can be seen through": lambda: webp(scene(mode="RGBA")),
    "a WebP on its side": lambda: webp(exif=exif(3)),
    "a still GIF": gif,
}
