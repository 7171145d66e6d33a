"""`GET /control/media/{id}`: a picture's bytes, as the platform got them."""

from aiohttp import web

from deploy.sandbox.control.problem import not_found
from deploy.sandbox.x.platform import PLATFORM
from deploy.sandbox.x.snowflake import LARGEST


async def given_picture(request: web.Request) -> web.Response:
    """The picture of this id, whether a post shows it or not."""
    found = request.app[PLATFORM].pictures.data_of(min(int(request.match_info["id"]), LARGEST))
    if found is None:
        raise not_found(f"There is no picture {request.match_info['id']}.")
    media_type, data = found
    return web.Response(body=data, content_type=media_type)


def add_media(app: web.Application) -> None:
    """Serve this call."""
    app.router.add_get(r"/control/media/{id:[0-9]{1,19}}", given_picture)
