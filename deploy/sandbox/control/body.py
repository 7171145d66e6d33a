"""Bodies of control calls: read as JSON, held to a model, refused in words that name the field."""

from typing import TypeVar

import orjson
from aiohttp import web
from pydantic import BaseModel, ConfigDict, ValidationError

from deploy.sandbox.control.problem import Refusal, unprocessable


class Body(BaseModel):
    """What a control call carries; an unknown field is a mistake, not a wish."""

    model_config = ConfigDict(frozen=True, extra="forbid")


BodyT = TypeVar("BodyT", bound=Body)


async def read_json(request: web.Request) -> object:
    """The body as JSON; refused with 400 where it is none."""
    try:
        return orjson.loads(await request.read())
    except orjson.JSONDecodeError as error:
        raise Refusal(400, "Bad Request", f"The body is not JSON in UTF-8: {error}.", "invalid-request") from None


async def read_body(request: web.Request, model: type[BodyT]) -> BodyT:
    """The body as `model`; refused with 400 where it is no JSON, with 422 where a field is wrong."""
    found = await read_json(request)
    try:
        return model.model_validate(found)
    except ValidationError as error:
        wrong = (f"{'.'.join(str(part) for part in each['loc']) or 'body'}: {each['msg']}" for each in error.errors())
        raise unprocessable("; ".join(wrong)) from None
