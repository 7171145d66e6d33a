"""A picture on its way to X: two calls that nobody sees anything of, and what each of their answers means."""

import asyncio
import base64
import json

import pytest

from services.publisher.channels.x import XChannel
from shared.contracts.post_requested import Attachment
from shared.errors import BlueLampError, NotAuthorised, Permanent, RateLimited, Transient
from tests.support.misbehaving import Misbehaving, Then, answers, hangs, resets, talks_nonsense
from tests.unit.publisher.channels.conftest import HASTINGS
from tests.unit.publisher.channels.test_x import signed_by_hastings

PICTURE = bytes(range(256)) * 40
MAP = Attachment(id="0" * 64, media_type="image/png", alt_text="A map: Queens Road is “closed”.")
TAKEN = answers(200, '{"data":{"id":"31","media_key":"3_31","expires_after_secs":86400}}')
NOTED = answers(200, '{"data":{"id":"31","associated_metadata":{}}}')
HTML = "<html>"


def says(platform: Misbehaving, *answered: Then) -> None:
    """Answer so, call by call."""
    said = iter(answered)

    async def next_one(writer: asyncio.StreamWriter) -> None:
        await next(said)(writer)

    platform.then = next_one


async def test_a_picture_goes_with_its_words(platform: Misbehaving, x: XChannel) -> None:
    says(platform, TAKEN, NOTED)
    assert await x.upload(HASTINGS, MAP, PICTURE) == "31"
    upload, metadata = platform.requests
    assert (upload.method, upload.path) == ("POST", "/2/media/upload")
    assert (metadata.method, metadata.path) == ("POST", "/2/media/metadata")
    assert json.loads(upload.body) == {"media": base64.b64encode(PICTURE).decode(), "media_category": "tweet_image"}
    assert json.loads(metadata.body) == {"id": "31", "metadata": {"alt_text": {"text": MAP.alt_text}}}
    assert signed_by_hastings(upload)
    assert signed_by_hastings(metadata)


ANSWERS: dict[str, tuple[Then, type[BlueLampError]]] = {
    "500": (answers(500, HTML, "text/html"), Transient),
    "503": (answers(503, "{}"), Transient),
    "408": (answers(408, "{}"), Transient),
    "409": (answers(409, "{}"), Transient),
    "404, though it took the picture": (answers(404, '{"title":"Not Found Error"}'), Transient),
    "404 of a gateway": (answers(404, HTML, "text/html"), Transient),
    "no answer": (hangs, Transient),
    "a reset": (resets, Transient),
    "no HTTP": (talks_nonsense, Transient),
    "a gateway's 403": (answers(403, HTML, "text/html"), Transient),
    "400": (answers(400, '{"errors":[{"message":"media type unrecognized."}]}'), Permanent),
    "413": (answers(413, HTML, "text/html"), Permanent),
    "403": (answers(403, '{"detail":"You may not use this picture."}'), Permanent),
    "403 for a suspended account": (answers(403, '{"detail":"Your account is suspended."}'), NotAuthorised),
    "401": (answers(401, "{}"), NotAuthorised),
    "429": (answers(429, "{}"), RateLimited),
}


@pytest.mark.parametrize(("then", "error"), ANSWERS.values(), ids=ANSWERS)
@pytest.mark.parametrize("call", [1, 2], ids=["the picture", "its words"])
async def test_a_picture_that_is_not_taken_is_never_unknown(
    platform: Misbehaving, x: XChannel, then: Then, error: type[BlueLampError], call: int
) -> None:
    says(platform, *([TAKEN] * (call - 1)), then)
    with pytest.raises(BlueLampError) as raised:
        await x.upload(HASTINGS, MAP, PICTURE)
    assert type(raised.value) is error
    assert str(raised.value)
    assert len(platform.requests) == call


@pytest.mark.parametrize("said", ["taken", '{"data":{}}', '{"data":{"id":"new"}}', ""])
async def test_a_picture_without_an_id_is_sent_again_later(platform: Misbehaving, x: XChannel, said: str) -> None:
    platform.then = answers(200, said)
    with pytest.raises(Transient, match="no id that can be read"):
        await x.upload(HASTINGS, MAP, PICTURE)


async def test_the_platforms_own_words_are_told(platform: Misbehaving, x: XChannel) -> None:
    problem = {
        "title": "Invalid Request",
        "detail": "One or more parameters to your request was invalid.",
        "errors": [{"parameters": {"media.media_ids": ["31"]}, "message": "Your media IDs are invalid."}],
    }
    platform.then = answers(400, json.dumps(problem))
    with pytest.raises(Permanent, match=r"X answered 400: One or more .* invalid\. Your media IDs are invalid\."):
        await x.upload(HASTINGS, MAP, PICTURE)
