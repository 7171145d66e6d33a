"""One connect, whatever happens on it: tweepy's own loop never gets to reconnect or to die."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from shared.errors import NotAuthorised, Permanent, RateLimited, Transient
from shared.x.client import POST_FIELDS
from shared.x.errors import ConnectionTaken
from shared.x.stream import Ending, stream_once
from tests.support.waiting import wait_until
from tests.unit.x.conftest import FakeX


@dataclass
class Ear:
    """Remembers what it hears."""

    lines: list[bytes] = field(default_factory=list)
    alive: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)

    async def connected(self, headers: Mapping[str, str]) -> None:
        """Keep the headers."""
        self.headers = headers

    async def line(self, line: bytes) -> None:
        """Keep the line."""
        self.lines.append(line)

    async def keep_alive(self) -> None:
        """Count it."""
        self.alive += 1


async def listen(x: FakeX, ear: Ear, silence: float = 5) -> Ending:
    async with asyncio.timeout(10):
        return await stream_once(x.origin, "the-token", ear, silence=silence, fields=POST_FIELDS)


async def test_a_clean_close_ends_it_after_one_connect(fake_x: FakeX) -> None:
    fake_x.streams(b'{"data":1}\r\n', b"\r\n", x_rate_limit_remaining="41")
    ear = Ear()
    ending = await listen(fake_x, ear)
    assert (ending.cause, type(ending.error)) == ("closed", Transient)
    assert (ear.lines, ear.alive) == ([b'{"data":1}'], 1)
    assert ear.headers["x-rate-limit-remaining"] == "41"
    assert len(fake_x.heads) == 1
    assert "authorization: bearer the-token" in fake_x.heads[0].lower()
    assert "tweet.fields=author_id,conversation_id," in fake_x.heads[0]


async def test_a_break_in_mid_line_ends_it_after_one_connect(fake_x: FakeX) -> None:
    fake_x.streams(b'{"data":1}\r\n{"dat', then="break")
    ear = Ear()
    ending = await listen(fake_x, ear)
    assert (ending.cause, ending.reached, type(ending.error)) == ("network", True, Transient)
    assert ear.lines[0] == b'{"data":1}'
    assert len(fake_x.heads) == 1


async def test_lines_and_characters_split_over_packets_are_put_together(fake_x: FakeX) -> None:
    line = '{"data":{"id":"1","text":"Добрий день 😡"}}\r\n'.encode()
    fake_x.streams(*(line[index : index + 1] for index in range(len(line))))
    ear = Ear()
    await listen(fake_x, ear)
    assert ear.lines == [line.strip()]


async def test_silence_ends_it(fake_x: FakeX) -> None:
    fake_x.streams(b"\r\n", then="hang")
    ending = await listen(fake_x, Ear(), silence=0.3)
    assert (ending.cause, type(ending.error)) == ("network", Transient)


async def test_a_line_beyond_all_bounds_ends_it_as_a_break(fake_x: FakeX) -> None:
    fake_x.streams(*[b"x" * 100_000] * 15, b"\r\n")
    ending = await listen(fake_x, Ear())
    assert ending.cause == "network"
    assert "LineTooLong" in str(ending.error)


async def test_a_page_of_html_is_a_refusal_like_any_other(fake_x: FakeX) -> None:
    fake_x.says(503, "<html>over capacity</html>", "text/html")
    ending = await listen(fake_x, Ear())
    assert (ending.cause, type(ending.error)) == ("refusal", Transient)
    assert "503" in str(ending.error)


async def test_a_taken_connection_is_told_from_a_limit(fake_x: FakeX) -> None:
    fake_x.says(429, json.dumps({"title": "ConnectionException", "connection_issue": "TooManyConnections"}))
    assert isinstance((await listen(fake_x, Ear())).error, ConnectionTaken)
    fake_x.says(429, json.dumps({"title": "Too Many Requests"}))
    error = (await listen(fake_x, Ear())).error
    assert isinstance(error, RateLimited)
    assert not isinstance(error, ConnectionTaken)


async def test_a_refused_key_and_missing_rules_are_told(fake_x: FakeX) -> None:
    fake_x.says(401, json.dumps({"title": "Unauthorized"}), "application/problem+json")
    assert isinstance((await listen(fake_x, Ear())).error, NotAuthorised)
    fake_x.says(409, json.dumps({"title": "ConnectionException", "connection_issue": "RuleConfigurationIssue"}))
    assert isinstance((await listen(fake_x, Ear())).error, Permanent)


async def test_nobody_there_ends_it_as_a_break() -> None:
    ending = await stream_once("http://127.0.0.1:9", "t", Ear(), silence=1, fields=POST_FIELDS)
    assert (ending.cause, ending.reached) == ("network", False)


async def test_what_the_listener_raises_is_not_taken_for_the_networks_fault(fake_x: FakeX) -> None:
    class Broken(Ear):
        async def line(self, line: bytes) -> None:
            raise KeyError(line)

    fake_x.streams(b"1\r\n")
    with pytest.raises(KeyError):
        await listen(fake_x, Broken())


async def test_a_cancelled_listener_is_gone_at_once(fake_x: FakeX) -> None:
    fake_x.streams(b"1\r\n", then="hang")
    ear = Ear()
    listening = asyncio.create_task(listen(fake_x, ear))
    await wait_until(lambda: bool(ear.lines), what="the first line")
    listening.cancel()
    with pytest.raises(asyncio.CancelledError):
        await listening
