"""`GET /2/tweets` and `/2/tweets/:id`: posts by their ids; what is deleted is not found."""

from typing import Any

from aiohttp import web

from deploy.sandbox.control.problem import Refusal
from deploy.sandbox.x.api.endpoint import Endpoint, answer
from deploy.sandbox.x.api.parameters import read_id, read_several
from deploy.sandbox.x.asked import FIELD_PARAMETERS, read_asked
from deploy.sandbox.x.dialect import Dialect
from deploy.sandbox.x.platform import Platform


async def look_up(request: web.Request, platform: Platform) -> web.Response:
    """Up to 100 posts; a part that is not found is named beside those that are."""
    asked = read_asked(request.query, platform.dialect)
    ids = [read_id("ids", each) for each in read_several(request.query, "ids")]
    found = {each: platform.posts.visible(each) for each in ids}
    posts = [each for each in found.values() if each is not None]
    errors = [missing(platform.dialect, "tweet", "ids", str(each)) for each, post in found.items() if post is None]
    shown = platform.answers.about(posts, asked)
    return answer(platform, {**shown, "errors": errors} if errors else shown)


async def look_up_one(request: web.Request, platform: Platform) -> web.Response:
    """One post; 404 where it is not there (X is also said to answer 200 with the same errors)."""
    asked = read_asked(request.query, platform.dialect)
    identifier = read_id("id", request.match_info["id"])
    post = platform.posts.visible(identifier)
    if post is None:
        raise not_there(platform.dialect, "tweet", "id", str(identifier))
    return answer(platform, platform.answers.about_one(post, asked))


ENDPOINTS = (
    Endpoint("GET", "/2/tweets", "look_up", 3_500, look_up, FIELD_PARAMETERS | {"ids"}, faults="lookup"),
    Endpoint("GET", "/2/tweets/{id}", "look_up_one", 450, look_up_one, FIELD_PARAMETERS, faults="lookup"),
)


def missing(dialect: Dialect, kind: str, parameter: str, value: str) -> dict[str, Any]:
    """The error that names what was not found, among others that were."""
    return {
        "title": "Not Found Error",
        "detail": f"Could not find {kind} with {parameter}: [{value}].",
        "type": dialect.problem_type("resource-not-found"),
        "resource_type": kind,
        "resource_id": value,
        "parameter": parameter,
        "value": value,
    }


def not_there(dialect: Dialect, kind: str, parameter: str, value: str) -> Refusal:
    """The refusal where the only thing asked for was not found."""
    error = missing(dialect, kind, parameter, value)
    named = {name: error[name] for name in ("resource_type", "resource_id", "parameter", "value")}
    return Refusal(404, error["title"], error["detail"], "resource-not-found", {"errors": [error], **named})
