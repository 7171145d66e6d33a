"""The stand-in of X as a process of its own: on a free port, in a folder that goes away; to be killed and restarted."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import httpx
import pytest

from tests.support.ports import free_ports
from tests.support.waiting import wait_until

CHECKOUT = Path(__file__).resolve().parents[2]

TOKEN = "sandbox-token"


APP_KEYS = ("app-key", "app-secret")


@dataclass(frozen=True)
class Granted:
    """An account that granted the app a token: its id in the registry, and its user id on the platform."""

    account: str
    user: str

    @property
    def token(self) -> str:
        """Its access token; like X's it begins with the user id."""
        return f"{self.user}-token"

    @property
    def secret(self) -> str:
        """The secret of its token."""
        return f"secret-of-{self.account}"


class XStandIn:
    """A running stand-in of X, and what people and tests do to it through its control calls."""

    def __init__(self, folder: Path, **settings: object) -> None:
        """Settings are those of deploy/sandbox/x/settings.py by their own names: `keep_alive=0.2`."""
        self.home = folder
        self.secrets = folder / "secrets"
        self.port = free_ports(1)[0]
        self.origin = f"http://127.0.0.1:{self.port}"
        self.token = TOKEN
        self.settings = settings
        self._process: asyncio.subprocess.Process | None = None
        self._control = httpx.AsyncClient(base_url=self.origin, timeout=10)

    async def start(self) -> None:
        """Start, or start again with the same state; returns when it is ready."""
        self.write_token()
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "deploy.sandbox.x", cwd=CHECKOUT, env={**os.environ, **self.environment()}
        )
        await wait_until(self._ready, what="the stand-in of X is ready")

    async def kill(self) -> None:
        """Kill -9."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> int | None:
        """Stop cleanly; its exit status, None where it has never run."""
        return await self._end(signal.SIGTERM)

    async def close(self) -> None:
        """Stop for good."""
        await self._control.aclose()
        await self.stop()

    async def mention(self, account: str, text: str, author: str = "a_passer_by", **more: str) -> str:
        """Somebody mentions an account; the id of the post."""
        answer = await self.control("POST", "mentions", {"account": account, "author": author, "text": text, **more})
        return str(answer["id"])

    async def take_back(self, post: str) -> None:
        """The author deletes a mention."""
        await self.control("DELETE", f"mentions/{post}")

    async def fault(self, on: str, kind: str, **more: float | str | bool) -> None:
        """Arm a fault; `count=`, `seconds=`, `account=`, `notice=`."""
        await self.control("POST", "faults", {"on": on, "kind": kind, **more})

    async def clear_faults(self) -> None:
        """Disarm all faults."""
        await self.control("DELETE", "faults")

    async def calls(self) -> list[dict[str, Any]]:
        """Every call of X's own HTTP that came in."""
        answer = await self.control("GET", "calls")
        return list(answer["calls"])

    async def control(self, method: str, path: str, body: object = None) -> dict[str, Any]:
        """Any control call; raises where it is refused."""
        answer = await self._control.request(method, f"/control/{path}", json=body)
        answer.raise_for_status()
        return dict(answer.json())

    async def posts(self, account: str | None = None) -> list[dict[str, Any]]:
        """The posts as the platform holds them, deleted ones flagged; one account's or everybody's."""
        answer = await self.control("GET", "posts" if account is None else f"posts?account={account}")
        return list(answer["posts"])

    async def picture(self, id_: str) -> bytes:
        """A picture's bytes, as the platform got them."""
        answer = await self._control.get(f"/control/media/{id_}")
        answer.raise_for_status()
        return answer.content

    async def engage(self, post: str, **counts: int) -> None:
        """Others like, answer and repost a post: `likes=`, `replies=`, `reposts=`."""
        await self.control("POST", "engagement", {"post": post, **counts})

    async def follow(self, account: str, count: int, **more: str) -> None:
        """So many follow an account, from now or `at=`."""
        await self.control("POST", "followers", {"account": account, "count": count, **more})

    async def streams(self) -> int:
        """How many clients listen on the stream now."""
        return int((await self._control.get("/health/ready")).json()["streams"])

    def write_token(self) -> None:
        """Put the token where the stand-in and its clients look for it."""
        self.secrets.mkdir(parents=True, exist_ok=True)
        (self.secrets / "x_bearer_token").write_text(self.token, encoding="utf-8")

    def keys(self, account: Granted) -> tuple[str, str, str, str]:
        """Grant the app a token of an account: the app's key and secret, the token and its secret, and their files."""
        keys = (*APP_KEYS, account.token, account.secret)
        names = (
            "x_app_key",
            "x_app_secret",
            f"x_access_token_{account.account}",
            f"x_access_token_secret_{account.account}",
        )
        self.secrets.mkdir(parents=True, exist_ok=True)
        for name, key in zip(names, keys, strict=True):
            (self.secrets / name).write_text(key, encoding="utf-8")
        return keys

    def revoke(self, account: Granted) -> None:
        """The account takes its token back; the stand-in has it no more."""
        (self.secrets / f"x_access_token_{account.account}").unlink()

    def environment(self) -> dict[str, str]:
        """What this stand-in is told by its environment."""
        return {
            "BLUELAMP_HOME": str(self.home),
            "BLUELAMP_SECRETS": str(self.secrets),
            "SANDBOX_X_PORT": str(self.port),
            **{f"SANDBOX_X_{name.upper()}": json.dumps(value) for name, value in self.settings.items()},
        }

    async def _ready(self) -> bool:
        if self._process is None or self._process.returncode is not None:
            raise AssertionError("the stand-in of X ended while it started; its own words are above")
        try:
            return (await self._control.get("/health/ready")).is_success
        except httpx.TransportError:
            return False

    async def _end(self, how: signal.Signals) -> int | None:
        if self._process is None:
            return None
        if self._process.returncode is None:
            self._process.send_signal(how)
        return await asyncio.wait_for(self._process.wait(), 10)


class StartXStandIn(Protocol):
    """Starts a stand-in and returns when it is ready; it ends with the test."""

    async def __call__(self, **settings: object) -> XStandIn:
        """Start one, in a folder of its own."""


@pytest.fixture
async def start_x_stand_in(tmp_path: Path) -> AsyncIterator[StartXStandIn]:
    """Starts stand-ins with settings of the test's own: `await start(ghost=2)`."""
    async with AsyncExitStack() as running:
        started = 0

        async def start(**settings: object) -> XStandIn:
            nonlocal started
            started += 1
            stand_in = XStandIn(tmp_path / f"x-{started}", **settings)
            running.push_async_callback(stand_in.close)
            await stand_in.start()
            return stand_in

        yield start


@pytest.fixture
async def x_stand_in(start_x_stand_in: StartXStandIn) -> XStandIn:
    """A running stand-in of X, as it is without settings, with a search that knows every post at once."""
    return await start_x_stand_in(search_lag=0, keep_alive=0.5)
