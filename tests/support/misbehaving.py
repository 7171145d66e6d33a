"""A platform that does with a request whatever a test wants done, and counts what reached it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

Then = Callable[[asyncio.StreamWriter], Awaitable[None]]


@dataclass(frozen=True)
class Request:
    """A request that was read to its end."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    octets: int
    """Of head and body."""


def answers(status: int, body: str = "", content_type: str = "application/json", **headers: str) -> Then:
    """Say this, and keep the connection open."""
    fields = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    content = body.encode()
    head = f"HTTP/1.1 {status} Said\r\ncontent-type: {content_type}\r\ncontent-length: {len(content)}\r\n{fields}\r\n"

    async def then(writer: asyncio.StreamWriter) -> None:
        writer.write(head.encode() + content)
        await writer.drain()

    return then


async def resets(writer: asyncio.StreamWriter) -> None:
    """Break the connection off without a word."""
    writer.transport.abort()


async def closes(writer: asyncio.StreamWriter) -> None:
    """End the connection politely without a word."""
    writer.close()


async def hangs(_: asyncio.StreamWriter) -> None:
    """Never answer."""
    await asyncio.Event().wait()


async def dribbles(writer: asyncio.StreamWriter) -> None:
    """Begin an answer and add a byte now and then: every byte comes in time, the answer never."""
    writer.write(b"HTTP/1.1 201 Created\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n")
    while True:
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.02)


async def breaks_in_the_answer(writer: asyncio.StreamWriter) -> None:
    """Break off in the middle of a good answer."""
    writer.write(b'HTTP/1.1 201 Created\r\ncontent-type: application/json\r\ncontent-length: 40\r\n\r\n{"data":{"id":')
    await writer.drain()
    writer.transport.abort()


async def talks_nonsense(writer: asyncio.StreamWriter) -> None:
    """Answer with something that is no HTTP."""
    writer.write(b"SSH-2.0-whatever\r\n\r\n")
    await writer.drain()


@dataclass
class Misbehaving:
    """Does `then` with every request once it has read it; with `deaf`, breaks off after the head already."""

    origin: str = ""
    then: Then = hangs
    deaf: bool = False
    connections: int = 0
    open: int = 0
    octets: int = 0
    """Of all that came, whole requests or not."""
    requests: list[Request] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, any number of requests."""
        self.connections += 1
        self.open += 1
        try:
            while True:
                await self._request(reader, writer)
                await self.then(writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass
        finally:
            self.open -= 1
            writer.close()

    async def _request(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        first = await reader.readexactly(1)
        self.octets += 1
        head = (first + await reader.readuntil(b"\r\n\r\n")).decode()
        asked, *lines = head.strip().split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        method, path, _ = asked.split(" ")
        if self.deaf:
            self.requests.append(Request(method, path, headers, b"", len(head)))
            writer.transport.abort()
            raise ConnectionAbortedError
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        self.octets += len(head) + len(body) - 1
        self.requests.append(Request(method, path, headers, body, len(head) + len(body)))


@asynccontextmanager
async def misbehaving() -> AsyncIterator[Misbehaving]:
    """Such a platform, on a port of its own."""
    platform = Misbehaving()
    serving: set[asyncio.Task[None]] = set()

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        serving.add(asyncio.ensure_future(platform.serve(reader, writer)))

    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    platform.origin = f"http://{host}:{port}"
    try:
        yield platform
    finally:
        server.close()
        for task in serving:
            task.cancel()
        await asyncio.gather(*serving, return_exceptions=True)
