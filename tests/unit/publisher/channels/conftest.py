"""A platform that misbehaves, our account on it, and its keys in a folder."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from services.publisher.channels.x import XChannel
from services.publisher.domain.world import OurAccount
from shared.settings import CommonSettings
from tests.support.misbehaving import Misbehaving, misbehaving

SECRETS = {
    "x_app_key": "the-app",
    "x_app_secret": "secret-of-the-app",
    "x_access_token_x_hastings": "4711-token-of-hastings",
    "x_access_token_secret_x_hastings": "secret-of-hastings",
}

HASTINGS = OurAccount("x_hastings", "x", "sbx_hastings", ("hastings",), active=True)

ANSWER_WITHIN = timedelta(seconds=0.4)
"""Long against anything on this machine, short enough to be waited for."""


@pytest.fixture
async def platform() -> AsyncIterator[Misbehaving]:
    """The platform."""
    async with misbehaving() as one:
        yield one


@pytest.fixture
def secrets(tmp_path: Path) -> Path:
    """The folder with the keys."""
    for name, value in SECRETS.items():
        (tmp_path / name).write_text(value, encoding="utf-8")
    return tmp_path


@pytest.fixture
def x(platform: Misbehaving, secrets: Path) -> XChannel:
    """The channel to that platform."""
    return channel_to(platform.origin, secrets)


def channel_to(origin: str, secrets: Path) -> XChannel:
    """X at that origin."""
    return XChannel(origin, CommonSettings(secrets=secrets).secret, ANSWER_WITHIN)
