"""Sending by a schedule, through a stand-in that answers, refuses, stays silent or goes away."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from operations.play.mention import PlayedMention
from operations.play.rows import Unusable
from operations.play.sending import Sending
from operations.stand_in import Refused, StandIn, Unsure

Answer = Callable[[dict[str, Any], int], Awaitable[web.StreamResponse]]
"""Of a call's body and its number, from 0."""


@asynccontextmanager
async def _stand_in(answer: Answer) -> AsyncIterator[StandIn]:
    calls = 0

    async def handle(request: web.Request) -> web.StreamResponse:
        nonlocal calls
        calls += 1
        return await answer(await request.json(), calls - 1)

    app = web.Application(client_max_size=10_000_000)
    app.router.add_post("/control/mentions", handle)
    async with TestServer(app) as server, StandIn(str(server.make_url("/"))) as stand_in:
        yield stand_in


async def _taken(_: dict[str, Any], number: int) -> web.Response:
    return web.json_response({"id": str(1000 + number)}, status=201)


def _mention(number: int, *, name: str | None = None, reply_to: str | None = None) -> PlayedMention:
    return PlayedMention(number, {"account": "a", "text": f"text {number}", "author": "b"}, name, reply_to)


async def _sent(answer: Answer, lines: list[PlayedMention | Unusable], rate: float = 1000) -> tuple[Sending, list[str]]:
    refused: list[str] = []
    async with _stand_in(answer) as stand_in:
        sending = Sending(stand_in, rate, lambda line: refused.append(f"{line.number}: {line.reason}"))
        await asyncio.wait_for(sending.all(lines), 30)
    return sending, refused


async def test_every_mention_is_sent_and_counted_by_its_id() -> None:
    sending, refused = await _sent(_taken, [_mention(number) for number in range(1, 101)])
    assert sending.sent.ids == {f"x:{1000 + number}" for number in range(100)}
    assert refused == []


async def test_slow_answers_do_not_slow_the_schedule() -> None:
    all_asked = asyncio.Event()

    async def slow(body: dict[str, Any], number: int) -> web.Response:
        if number == 39:
            all_asked.set()
        await all_asked.wait()  # for ever, if a mention waited for the answer to the one before
        return await _taken(body, number)

    sending, _ = await _sent(slow, [_mention(number) for number in range(1, 41)])
    assert len(sending.sent.ids) == 40


async def test_the_rate_is_kept() -> None:
    pauses: list[float] = []

    async def pause(seconds: float) -> None:
        pauses.append(seconds)

    async with _stand_in(_taken) as stand_in:
        sending = Sending(stand_in, 0.01, lambda line: pytest.fail(line.reason), pause=pause)
        await asyncio.wait_for(sending.all([_mention(number) for number in range(1, 6)]), 30)
    for turn, seconds in enumerate(pauses):
        assert 100 * turn - 30 < seconds <= 100 * turn
    assert len(pauses) == 5


async def test_a_reply_waits_for_the_id_of_what_it_answers() -> None:
    bodies: list[dict[str, Any]] = []

    async def noting(body: dict[str, Any], number: int) -> web.Response:
        if number == 0:
            await asyncio.sleep(0.2)
        bodies.append(body)
        return await _taken(body, number)

    lines: list[PlayedMention | Unusable] = [_mention(1, name="first"), _mention(2, reply_to="first")]
    await _sent(noting, lines)
    assert [body.get("reply_to") for body in bodies] == [None, "1000"]


async def test_a_reply_to_a_post_of_the_platform_is_passed_on() -> None:
    bodies: list[dict[str, Any]] = []

    async def noting(body: dict[str, Any], number: int) -> web.Response:
        bodies.append(body)
        return await _taken(body, number)

    await _sent(noting, [_mention(1, reply_to="987654321")])
    assert bodies[0]["reply_to"] == "987654321"


async def test_what_is_refused_takes_its_answers_along_and_nothing_else() -> None:
    async def picky(body: dict[str, Any], number: int) -> web.Response:
        if body["text"] == "text 1":
            return web.json_response({"title": "No", "detail": "not this one"}, status=422)
        return await _taken(body, number)

    unusable = Unusable(3, "not JSON")
    lines: list[PlayedMention | Unusable] = [
        _mention(1, name="a"),
        _mention(2, reply_to="a"),
        unusable,
        _mention(4, reply_to="zzz"),
        _mention(5),
    ]
    sending, refused = await _sent(picky, lines)
    assert len(sending.sent.ids) == 1
    assert sending.sent.refused == 4
    told = sorted(refused)
    assert told[0] == "1: not this one"
    assert "was not sent" in told[1]
    assert "no earlier line" in told[3]


async def test_a_stand_in_that_is_starting_is_asked_again() -> None:
    async def starting(body: dict[str, Any], number: int) -> web.Response:
        return web.Response(status=503) if number < 3 else await _taken(body, number)

    async with _stand_in(starting) as stand_in:
        assert await stand_in.mention({"text": "a"}) == "1003"


async def test_a_lost_answer_is_never_sent_again() -> None:
    calls = 0

    async def hang_up(request: web.Request) -> web.StreamResponse:
        nonlocal calls
        calls += 1
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    app = web.Application()
    app.router.add_post("/control/mentions", hang_up)
    async with TestServer(app) as server, StandIn(str(server.make_url("/"))) as stand_in:
        with pytest.raises(Unsure):
            await stand_in.mention({"text": "a"})
        sending = Sending(stand_in, 100, lambda line: pytest.fail(line.reason))
        await sending.all([_mention(1)])
        assert sending.sent.unsure == 1
    assert calls == 2


async def test_a_fault_of_the_stand_in_leaves_it_open_whether_it_took_the_mention() -> None:
    async def broken(_: dict[str, Any], __: int) -> web.Response:
        return web.Response(status=500)

    async with _stand_in(broken) as stand_in:
        with pytest.raises(Unsure, match="HTTP 500"):
            await stand_in.mention({"text": "a"})


async def test_an_answer_that_is_no_problem_document_still_has_a_reason() -> None:
    async def rude(_: dict[str, Any], __: int) -> web.Response:
        return web.Response(status=418, text="<html>")

    async with _stand_in(rude) as stand_in:
        with pytest.raises(Refused, match="HTTP 418"):
            await stand_in.mention({"text": "a"})
