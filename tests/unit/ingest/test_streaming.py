"""The stream's reader: connects within bounds, tells what comes, and is never ended by anything X does."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from services.ingest.domain.signals import Alive, Connected, Doubted, Lost, Posted, Signal
from services.ingest.settings import SandboxIngestSettings
from services.ingest.sources.channel import Channel
from services.ingest.sources.x_rules import RuleKeeper
from services.ingest.sources.x_stream import StreamReader
from shared.errors import NotAuthorised, Transient
from shared.x.client import Rule
from tests.support.waiting import wait_until
from tests.unit.ingest.fake_client import FakeClient
from tests.unit.x.conftest import FakeX, fake_x

__all__ = ["fake_x"]

QUICK = SandboxIngestSettings(
    silence=1,
    broken_step=0.005,
    http_first=0.05,
    http_most=0.1,
    limit_first=0.05,
    limit_most=0.1,
    refused=0.1,
    settled=9,
)


@dataclass
class Scene:
    """A reader and all that it touches."""

    x: FakeX
    client: FakeClient
    signals: asyncio.Queue[Signal] = field(default_factory=asyncio.Queue)
    channel: Channel = field(default_factory=Channel)
    heard: list[Signal] = field(default_factory=list)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[StreamReader]:
        """The reader, running."""
        rules = RuleKeeper(self.client, ("@sbx_hastings",), "ours", 0, self.channel)
        reader = StreamReader(self.client, QUICK, rules, self.signals, self.channel)
        running = asyncio.create_task(reader.run())
        try:
            yield reader
        finally:
            assert not running.done(), running
            running.cancel()
            await asyncio.wait({running})

    def kinds(self) -> list[type[Signal]]:
        """What was told, by kind."""
        while not self.signals.empty():
            self.heard.append(self.signals.get_nowait())
        return [type(signal) for signal in self.heard]


@pytest.fixture
def scene(fake_x: FakeX) -> Scene:
    return Scene(fake_x, FakeClient(origin=fake_x.origin, token="t"))


async def test_what_comes_is_told_in_order(scene: Scene) -> None:
    posts = b'{"data":{"id":"1","text":"a"},"matching_rules":[{"id":"9"}]}\r\n'
    scene.x.streams(
        posts, b"\r\n", b"<html>\r\n", b'{"data":{"text":"no id"}}\r\n', b'{"news":1}\r\n', posts, then="hang"
    )
    async with scene.reading():
        await wait_until(lambda: len(scene.kinds()) >= 6, what="six signals")
    assert scene.kinds() == [Connected, Posted, Alive, Doubted, Doubted, Posted]
    assert scene.channel.stream == "up"


async def test_rules_are_added_before_the_first_connect_and_left_alone_afterwards(scene: Scene) -> None:
    scene.client.standing = [Rule("@old", "ours", "77"), Rule("@theirs", "not ours", "78")]
    scene.x.streams(then="hang")
    async with scene.reading() as reader:
        await wait_until(lambda: scene.kinds() == [Connected], what="a connect")
        reader.reconnect()
        await wait_until(lambda: scene.kinds() == [Connected, Lost, Connected], what="another connect")
    assert [call for call in scene.client.calls if call[0] != "rules"] == [
        ("add", "@sbx_hastings"),
        ("delete", "77"),
        ("delete", "77"),  # the fake deletes nothing: it still stands
    ]


async def test_rules_that_cannot_be_read_do_not_keep_it_from_connecting(scene: Scene) -> None:
    scene.client.trouble = [Transient("503")]
    scene.x.streams(then="hang")
    async with scene.reading():
        await wait_until(lambda: Connected in scene.kinds(), what="a connect")


async def test_a_server_that_closes_again_and_again_is_met_with_growing_waits_and_a_budget(scene: Scene) -> None:
    scene.x.streams(b"\r\n")
    async with scene.reading():
        await wait_until(lambda: scene.channel.detail.startswith("X's limit of connects"), 60, what="the budget's end")
    assert len(scene.x.heads) == 45
    assert scene.channel.stream == "down"


async def test_a_refused_key_is_reported_and_tried_again(scene: Scene) -> None:
    scene.x.says(401, json.dumps({"title": "Unauthorized"}))
    async with scene.reading():
        await wait_until(lambda: scene.channel.stream == "refused", what="refused")
        scene.x.streams(then="hang")
        await wait_until(lambda: scene.channel.stream == "up", what="up again")


async def test_a_key_refused_for_the_rules_is_refused(scene: Scene) -> None:
    scene.client.trouble = [NotAuthorised("X answered 401: Unauthorized")]
    scene.x.streams(then="hang")
    async with scene.reading():
        await wait_until(lambda: scene.channel.stream == "refused", what="refused")
        await wait_until(lambda: scene.channel.stream == "up", what="up again")


async def test_the_ghost_of_a_killed_process_is_ended_once(scene: Scene) -> None:
    scene.x.says(429, json.dumps({"connection_issue": "TooManyConnections"}))
    async with scene.reading():
        await wait_until(lambda: len(scene.x.heads) >= 4, what="some tries")
    assert scene.client.calls.count(("close",)) == 1


async def test_silence_is_noticed(scene: Scene) -> None:
    scene.x.streams(b"\r\n", then="hang")
    async with scene.reading():
        await wait_until(lambda: scene.kinds().count(Connected) >= 2, what="a second connect")
    assert scene.kinds()[:3] == [Connected, Alive, Lost]
