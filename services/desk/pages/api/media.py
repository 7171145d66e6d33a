"""Pictures as calls: brought as a file of a form or as they are, and given only to who may see what they are for."""

from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.datastructures import UploadFile

from services.desk.acts import media as acts
from services.desk.domain.refusal import Refused
from services.desk.pages.api.mentions import PROBLEMS
from services.desk.pages.api.writing_shapes import KEPT_BACK, PictureShape, picture_shape
from services.desk.pages.site import Reader, SiteHere

KEPT = "private, max-age=300"
"""Pages show the same pictures again and again; who may see them no more keeps them a few minutes longer."""

_FILE = {"type": "string", "format": "binary"}
_BROUGHT: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {"schema": {"type": "object", "properties": {"file": _FILE}, "required": ["file"]}},
            **{kind: {"schema": _FILE} for kind in ("image/jpeg", "image/png", "image/webp", "image/gif")},
        },
    }
}
_SHOWN: dict[int | str, dict[str, Any]] = {
    200: {"content": {"image/*": {"schema": _FILE}}, "description": "The picture as it is kept."}
}

router = APIRouter(prefix="/api/media", tags=["posts"], responses=PROBLEMS)


@router.post("", status_code=HTTPStatus.CREATED, openapi_extra=_BROUGHT, responses=KEPT_BACK)
async def upload(request: Request, site: SiteHere, visitor: Reader, response: Response) -> PictureShape:
    """Keep a picture for a post: JPEG, PNG, WebP or a still GIF, bared of everything but what it shows."""
    kept = await acts.upload(site.office, visitor.acting, await _bytes(request))
    response.headers["Location"] = f"/api/media/{kept.id}"
    return picture_shape(kept)


@router.get("/{picture}", response_class=Response, responses=_SHOWN)
async def show(site: SiteHere, visitor: Reader, picture: str) -> Response:
    """The picture, for whoever brought it, or may see a post or has a draft with it."""
    data, media_type = await acts.opened(site.office, visitor.acting, picture)
    sealed = {"Cache-Control": KEPT, "Content-Security-Policy": "default-src 'none'; sandbox"}
    return Response(data, media_type=media_type, headers=sealed)


async def _bytes(request: Request) -> bytes:
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        return await request.body()
    async with request.form() as form:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise Refused("invalid", "There is no file in the form.", "Send it as the field `file`.", field="file")
        return await file.read()
