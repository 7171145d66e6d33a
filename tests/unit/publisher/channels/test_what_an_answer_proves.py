"""Every answer and every silence of the platform: which error says it, and never more than one request."""

import asyncio
import json
import socket
import time
from pathlib import Path

import pytest

from services.publisher.channels.channel import SaidAlready, Sent
from services.publisher.channels.x import XChannel
from shared.clock import uptime
from shared.errors import BlueLampError, NotAuthorised, OutcomeUnknown, Permanent, RateLimited, Transient
from shared.x.errors import WINDOW_S
from shared.x.once import always
from tests.support.misbehaving import (
    Misbehaving,
    Then,
    answers,
    breaks_in_the_answer,
    closes,
    dribbles,
    hangs,
    resets,
    talks_nonsense,
)
from tests.unit.publisher.channels.conftest import HASTINGS, channel_to

BODY = '{"text":"Road closed at Battle."}'

DUPLICATE = json.dumps(
    {
        "detail": "You are not allowed to create a Tweet with duplicate content.",
        "title": "Forbidden",
        "status": 403,
        "type": "about:blank",
    }
)
SUSPENDED = '{"title":"Forbidden","detail":"Your account is suspended and may not do this."}'
NO_PERMISSION = '{"title":"Forbidden","type":"https://api.twitter.com/2/problems/oauth1-permissions"}'
REPLY = '{"title":"Forbidden","detail":"You cannot answer this conversation."}'
HTML = "<html><body>Oh dear</body></html>"

ANSWERS: dict[str, tuple[Then, type[BlueLampError]]] = {
    "201 that is no JSON": (answers(201, "posted, I think"), OutcomeUnknown),
    "201 without an id": (answers(201, '{"data":{"text":"Road closed"}}'), OutcomeUnknown),
    "201 with an id that is none": (answers(201, '{"data":{"id":"new"}}'), OutcomeUnknown),
    "201 with nothing": (answers(201), OutcomeUnknown),
    "200 that is a page": (answers(200, HTML, "text/html"), OutcomeUnknown),
    "200 with errors alone": (answers(200, '{"errors":[{"title":"Odd"}]}'), OutcomeUnknown),
    "204": (answers(204), OutcomeUnknown),
    "301": (answers(301, location="/2/tweets"), OutcomeUnknown),
    "307": (answers(307, location="/2/tweets"), OutcomeUnknown),
    "400": (answers(400, '{"title":"Invalid Request"}'), Permanent),
    "400 that is a page": (answers(400, HTML, "text/html"), Permanent),
    "401": (answers(401, '{"title":"Unauthorized"}'), NotAuthorised),
    "401 that is a page": (answers(401, HTML, "text/html"), NotAuthorised),
    "402": (answers(402, '{"title":"CreditsDepleted"}'), NotAuthorised),
    "403 for this post": (answers(403, REPLY), Permanent),
    "403 for a suspended account": (answers(403, SUSPENDED), NotAuthorised),
    "403 for an app that may only read": (answers(403, NO_PERMISSION), NotAuthorised),
    "403 for a duplicate": (answers(403, DUPLICATE), SaidAlready),
    "403 for a duplicate in the old form": (
        answers(403, '{"errors":[{"code":187,"message":"Status is a duplicate."}]}'),
        SaidAlready,
    ),
    "403 that is a page": (answers(403, HTML, "text/html"), OutcomeUnknown),
    "404": (answers(404, '{"title":"Not Found"}'), Permanent),
    "408": (answers(408, '{"title":"Request Timeout"}'), OutcomeUnknown),
    "409": (answers(409, '{"title":"Conflict"}'), OutcomeUnknown),
    "422": (answers(422, '{"title":"Unprocessable"}'), Permanent),
    "429": (answers(429, "{}"), RateLimited),
    "429 that is a page": (answers(429, HTML, "text/html"), RateLimited),
    "429 with a reset that is no number": (answers(429, "{}", x_rate_limit_reset="soon"), RateLimited),
    "500": (answers(500, '{"title":"Internal Server Error"}'), OutcomeUnknown),
    "500 that is a page": (answers(500, HTML, "text/html"), OutcomeUnknown),
    "503": (answers(503, '{"title":"Service Unavailable"}'), OutcomeUnknown),
    "503 that is a page": (answers(503, HTML, "text/html"), OutcomeUnknown),
    "503 with a list": (answers(503, "[]"), OutcomeUnknown),
    "no answer in time": (hangs, OutcomeUnknown),
    "an answer that never ends": (dribbles, OutcomeUnknown),
    "a reset instead of an answer": (resets, OutcomeUnknown),
    "a polite end instead of an answer": (closes, OutcomeUnknown),
    "a reset in the answer": (breaks_in_the_answer, OutcomeUnknown),
    "something that is no HTTP": (talks_nonsense, OutcomeUnknown),
}


def soon() -> float:
    return uptime() + 2


@pytest.mark.parametrize(("then", "error"), ANSWERS.values(), ids=ANSWERS)
async def test_what_the_platform_does_says_what_is_certain(
    platform: Misbehaving, x: XChannel, then: Then, error: type[BlueLampError]
) -> None:
    platform.then = then
    with pytest.raises(BlueLampError) as raised:
        await x.send(HASTINGS, BODY, key=None, not_after=soon(), may_leave=always)
    assert type(raised.value) is error
    assert str(raised.value)
    assert len(platform.requests) == 1


@pytest.mark.parametrize("status", [200, 201])
async def test_an_id_in_the_answer_is_the_proof(platform: Misbehaving, x: XChannel, status: int) -> None:
    platform.then = answers(status, '{"data":{"id":"1850000000000000001","text":"Road closed"}}')
    sent = await x.send(HASTINGS, BODY, key=None, not_after=soon(), may_leave=always)
    assert sent == Sent("1850000000000000001", "https://x.com/sbx_hastings/status/1850000000000000001")
    assert len(platform.requests) == 1


@pytest.mark.parametrize(
    ("then", "words"),
    [
        (hangs, "it took too long"),
        (resets, "the connection broke"),
        (closes, "the connection broke"),
        (breaks_in_the_answer, "the connection broke"),
        (talks_nonsense, "its answer cannot be read"),
    ],
)
async def test_people_are_told_in_words_why_it_is_unknown(
    platform: Misbehaving, x: XChannel, then: Then, words: str
) -> None:
    platform.then = then
    with pytest.raises(OutcomeUnknown, match=f"X gave no answer, and may have done it: {words}"):
        await x.send(HASTINGS, BODY, key=None, not_after=soon(), may_leave=always)


@pytest.mark.parametrize(
    ("then", "answered"),
    [
        (answers(503, HTML, "text/html"), True),
        (answers(201, "{}"), True),
        (answers(403, '{"detail":"You are not allowed to create a Tweet with duplicate content."}'), True),
        (hangs, False),
        (resets, False),
    ],
)
async def test_it_is_known_whether_anything_may_still_be_on_its_way(
    platform: Misbehaving, x: XChannel, then: Then, *, answered: bool
) -> None:
    platform.then = then
    with pytest.raises(OutcomeUnknown) as raised:
        await x.send(HASTINGS, BODY, key=None, not_after=soon(), may_leave=always)
    assert raised.value.answered is answered


async def test_a_reset_before_the_body_was_read_proves_nothing(platform: Misbehaving, x: XChannel) -> None:
    platform.deaf = True
    with pytest.raises(OutcomeUnknown):
        await x.send(HASTINGS, BODY, key=None, not_after=soon(), may_leave=always)
    assert len(platform.requests) == 1


async def test_a_limit_is_waited_for_as_long_as_the_platform_says(platform: Misbehaving, x: XChannel) -> None:
    reset = int(time.time()) + 100
    platform.then = answers(429, "{}", x_rate_limit_remaining="0", x_rate_limit_reset=str(reset))
    with pytest.raises(RateLimited) as raised:
        await x.send(HASTINGS, BODY, key=None, not_after=soon(), may_leave=always)
    assert 90 < raised.value.retry_after <= 101
    platform.then = answers(429, "{}")
    with pytest.raises(RateLimited) as raised:
        await x.send(HASTINGS, BODY, key=None, not_after=soon(), may_leave=always)
    assert raised.value.retry_after == WINDOW_S


async def test_a_refused_connection_proves_that_nothing_was_posted(secrets: Path) -> None:
    with socket.socket() as nobody:  # bound and not listening: nobody else gets the port meanwhile
        nobody.bind(("127.0.0.1", 0))
        x = channel_to(f"http://127.0.0.1:{nobody.getsockname()[1]}", secrets)
        with pytest.raises(Transient) as raised:
            await x.send(HASTINGS, BODY, key=None, not_after=soon(), may_leave=always)
    assert type(raised.value) is Transient
    assert str(raised.value) == "X cannot be reached: nobody takes the connection"


async def test_a_name_that_leads_nowhere_proves_it_too(secrets: Path) -> None:
    with pytest.raises(Transient) as raised:
        await channel_to("http://x.invalid", secrets).send(HASTINGS, BODY, key=None, not_after=soon(), may_leave=always)
    assert type(raised.value) is Transient
    assert str(raised.value).startswith("X cannot be reached: ")


async def test_an_encryption_that_fails_proves_it_too(secrets: Path) -> None:
    server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    with pytest.raises(Transient) as raised:
        await channel_to(f"https://127.0.0.1:{port}", secrets).send(
            HASTINGS, BODY, key=None, not_after=soon(), may_leave=always
        )
    server.close()
    assert type(raised.value) is Transient


async def test_past_the_deadline_nobody_is_even_connected_to(platform: Misbehaving, x: XChannel) -> None:
    with pytest.raises(Transient) as raised:
        await x.send(HASTINGS, BODY, key=None, not_after=uptime() - 0.001, may_leave=always)
    assert type(raised.value) is Transient
    assert "time had passed" in str(raised.value)
    assert platform.connections == 0


async def test_a_slow_connection_does_not_stretch_the_deadline(platform: Misbehaving, x: XChannel) -> None:
    begun = time.monotonic()
    with pytest.raises(OutcomeUnknown):
        await x.send(HASTINGS, BODY, key=None, not_after=uptime() + 0.2, may_leave=always)
    assert time.monotonic() - begun < 0.2 + 0.4 + 0.3  # the rest of the deadline, the answer's time, this machine's
    assert len(platform.requests) == 1
