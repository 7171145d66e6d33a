"""A stand-in in the test's own process, which starts at once, and one in a process of its own, which can be killed."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import httpx
import pytest

from tests.support.sandbox import StartXStandIn, XStandIn
from tests.unit.sandbox.here import XHere
from tests.unit.sandbox.listener import add_rule, client_of
from tests.unit.sandbox.signed import HASTINGS, ROTHER, signed_by


@pytest.fixture
async def start_x_stand_in(tmp_path: Path) -> AsyncIterator[StartXStandIn]:
    """Starts stand-ins with settings of the test's own."""
    async with AsyncExitStack() as running:

        async def start(**settings: object) -> XStandIn:
            stand_in = XHere(tmp_path / "x", **settings)
            running.push_async_callback(stand_in.close)
            await stand_in.start()
            return stand_in

        yield start


@pytest.fixture
async def x_stand_in(start_x_stand_in: StartXStandIn) -> XStandIn:
    """A running stand-in with a search that knows every post at once."""
    return await start_x_stand_in(search_lag=0, keep_alive=0.5)


@pytest.fixture
async def x_process(tmp_path: Path) -> AsyncIterator[XStandIn]:
    """The same as a process of its own."""
    stand_in = XStandIn(tmp_path / "x", search_lag=0, keep_alive=0.5)
    await stand_in.start()
    yield stand_in
    await stand_in.close()


@pytest.fixture
async def hastings(x_stand_in: XStandIn) -> AsyncIterator[httpx.AsyncClient]:
    """A client that signs as Hastings."""
    async with signed_by(x_stand_in, HASTINGS) as client:
        yield client


@pytest.fixture
async def rother(x_stand_in: XStandIn) -> AsyncIterator[httpx.AsyncClient]:
    """A client that signs as Rother."""
    async with signed_by(x_stand_in, ROTHER) as client:
        yield client


@pytest.fixture
async def api(x_stand_in: XStandIn) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the running stand-in, with one rule for Hastings and Rother."""
    async with client_of(x_stand_in) as client:
        await add_rule(client, "(@sbx_hastings OR @sbx_rother) -is:retweet", "ours")
        yield client
