"""A stand-in whose disk is full refuses what it cannot keep in one clear answer, and goes on where there is space."""

import errno
import logging
import os
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from deploy.sandbox.control import calls
from deploy.sandbox.control.calls import Call, CallLog
from deploy.sandbox.control.problem import refusals_as_problems
from deploy.sandbox.control.state import open_state, transaction


@pytest.fixture
def stand_in(tmp_path: Path) -> web.Application:
    state = open_state(tmp_path / "state.sqlite", "CREATE TABLE kept (what BLOB)")
    state.execute("PRAGMA max_page_count = 10")

    async def keep(request: web.Request) -> web.Response:
        with transaction(state):
            state.execute("INSERT INTO kept VALUES (zeroblob(?))", (int(request.query["bytes"]),))
        (count,) = state.execute("SELECT count(*) FROM kept").fetchone()
        return web.json_response(count)

    async def copy(_: web.Request) -> web.Response:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    application = web.Application(middlewares=[refusals_as_problems(str)])
    application.router.add_post("/keep", keep)
    application.router.add_post("/copy", copy)
    return application


async def test_what_cannot_be_kept_is_refused_and_the_next_is_kept(
    stand_in: web.Application, caplog: pytest.LogCaptureFixture
) -> None:
    async with TestClient(TestServer(stand_in)) as client:
        for call in ("/keep?bytes=1000000", "/copy"):
            refused = await client.post(call)
            assert refused.status == 507
            assert "The disk of BLUELAMP_HOME is full" in (await refused.json())["detail"]
        assert await (await client.post("/keep?bytes=1")).json() == 1
    told = [each for each in caplog.records if each.levelno >= logging.ERROR]
    assert [(each.getMessage(), each.exc_info) for each in told] == [
        ("The disk is full: a call was refused", None),
        ("The disk is full: a call was refused", None),
    ]


def test_a_call_that_cannot_be_noted_is_answered_all_the_same(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    state = open_state(tmp_path / "state.sqlite", calls.SCHEMA)
    log = CallLog(state)
    state.execute("PRAGMA max_page_count = 1")
    log.write(Call("GET", "/2/x", "y" * 100_000, None, 200, took_effect=True))
    assert caplog.messages == ["The disk is full: a call is not in the log of calls"]
