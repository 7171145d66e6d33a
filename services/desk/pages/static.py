"""Style sheet, scripts and pictures, each under a name that changes with its bytes; nothing comes from elsewhere."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from services.desk.domain.refusal import Refused
from shared.errors import Misconfigured

HERE = Path(__file__).resolve().parent

TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it is served."""

    content: bytes
    type: str


class Assets:
    """The files, read once; `path` gives the address of one by its plain name."""

    def __init__(self, files: Mapping[str, Path]) -> None:
        self._paths: dict[str, str] = {}
        self._assets: dict[str, Asset] = {}
        for name, file in files.items():
            content = _bytes_of(file)
            stem, _, ending = name.rpartition(".")
            served = f"{stem}.{hashlib.sha256(content).hexdigest()[:12]}.{ending}"
            self._paths[name] = f"/static/{served}"
            self._assets[served] = Asset(content, TYPES[f".{ending}"])

    def path(self, name: str) -> str:
        """Where the file of that plain name is; KeyError where there is none."""
        return self._paths[name]

    async def serve(self, request: Request) -> Response:
        """The file, to be kept for ever: another content has another name."""
        asset = self._assets.get(request.path_params["name"])
        if asset is None:
            raise Refused("unknown", "There is no such file.", "Load the page again: it names the present ones.")
        kept = {"Cache-Control": "public, max-age=31536000, immutable"}
        return Response(asset.content, media_type=asset.type, headers=kept)


def desk_assets(style: Path, htmx: Path, uplot: Path) -> Assets:
    """Everything that the desk's pages need."""
    scripts = {file.name: file for file in sorted((HERE / "script").glob("*.js"))}
    brought = {"htmx.js": htmx, "uplot.js": uplot / "uPlot.iife.min.js", "uplot.css": uplot / "uPlot.min.css"}
    return Assets({"desk.css": style, "lamp.svg": HERE / "script" / "lamp.svg", **brought, **scripts})


def _bytes_of(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise Misconfigured(
            f"The desk needs {file}, which cannot be read: {error.strerror}.",
            remedy="Run `make setup`, or name the file in DESK_STYLE, DESK_HTMX or DESK_UPLOT.",
        ) from error
