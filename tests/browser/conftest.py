"""The desk without Kafka, served on a port, for a real browser."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

import pytest
import uvicorn
from playwright.async_api import Page

from services.desk.domain.session import sign_in_token
from tests.support.desk import DEMO_KEY, PaperDesk, desk
from tests.support.ports import free_ports
from tests.support.waiting import wait_until

__all__ = ["desk"]


@dataclass
class Served:
    """A desk that a browser can reach."""

    desk: PaperDesk
    url: str

    async def signs_in(self, page: Page, person: str = "officer") -> None:
        """Open the person's sign-in link."""
        await page.goto(f"{self.url}/sign-in?token={sign_in_token(person, DEMO_KEY)}")

    async def opens(self, page: Page, path: str) -> None:
        """Open a page, and wait until it hears of changes."""
        await page.goto(f"{self.url}{path}")
        await page.locator("html[data-live=on]").wait_for()


class _Quiet(uvicorn.Server):
    """uvicorn that leaves signals to pytest."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """None are taken."""
        yield


@pytest.fixture
async def served(desk: PaperDesk) -> AsyncIterator[Served]:
    """A desk on a free port."""
    (port,) = free_ports(1)
    config = uvicorn.Config(desk.app, port=port, log_config=None, lifespan="off", timeout_graceful_shutdown=1)
    server = _Quiet(config)
    running = asyncio.create_task(server.serve())
    await wait_until(lambda: server.started, 10, what="the desk is served")
    yield Served(desk, f"http://127.0.0.1:{port}")
    desk.model.changes.close()
    server.should_exit = True
    await running
