"""A server that says exactly what a test wants said: bytes, pauses, breaks."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field

import pytest

Answer = Callable[[asyncio.StreamWriter], Awaitable[None]]


@dataclass
class FakeX:
    """Answers every request with `answer`, and remembers the heads of the requests."""

    origin: str = ""
    answer: Answer | None = None
    heads: list[str] = field(default_factory=list)
    open: int = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, one request."""
        self.open += 1
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            self.heads.append(head)
            assert self.answer is not None
            await self.answer(writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            self.open -= 1
            writer.close()

    def says(self, status: int, body: str, content_type: str = "application/json", **headers: str) -> None:
        """Answer with this from now on."""
        fields = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
        content = body.encode()
        head = f"HTTP/1.1 {status} Said\r\ncontent-type: {content_type}\r\ncontent-length: {len(content)}\r\n"
        whole = f"{head}{fields}connection: close\r\n\r\n".encode() + content

        async def answer(writer: asyncio.StreamWriter) -> None:
            writer.write(whole)
            await writer.drain()

        self.answer = answer

    def streams(self, *parts: bytes, then: str = "close", **headers: str) -> None:
        """Answer with a chunked stream of these parts, and then `close` cleanly, `break` off or `hang`."""
        fields = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())

        async def answer(writer: asyncio.StreamWriter) -> None:
            writer.write(f"HTTP/1.1 200 OK\r\n{fields}transfer-encoding: chunked\r\n\r\n".encode())
            for part in parts:
                writer.write(f"{len(part):x}\r\n".encode() + part + b"\r\n")
                await writer.drain()
            if then == "close":
                writer.write(b"0\r\n\r\n")
            elif then == "break":
                writer.transport.abort()
            else:
                await asyncio.Event().wait()

        self.answer = answer


@pytest.fixture
async def fake_x() -> AsyncIterator[FakeX]:
    """The server, on a port of its own."""
    fake = FakeX()
    connections: set[asyncio.Task[None]] = set()

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(fake.serve(reader, writer))
        connections.add(task)

    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    fake.origin = f"http://{host}:{port}"
    yield fake
    server.close()
    for task in connections:
        task.cancel()
    await asyncio.gather(*connections, return_exceptions=True)
