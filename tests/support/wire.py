"""A TCP proxy between a client and an HTTP server that hurts single calls: late, lost, cut off, delivered afterwards.

It knows no more of HTTP than where a request's head and body end; a client has a connection for each call.
"""

import asyncio
import contextlib
import re
from collections.abc import Awaitable, Callable
from typing import Self

HOST = "127.0.0.1"
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


class Call:
    """One request that has come whole; a fault decides what becomes of it."""

    def __init__(self, request: bytes, port: int, client: asyncio.StreamWriter) -> None:
        self._request = request
        self._port = port
        self._client = client

    async def forward(self) -> bytes:
        """The server hears it; what it answers."""
        reader, writer = await asyncio.open_connection(HOST, self._port)
        try:
            writer.write(self._request)
            return await _whole(reader)
        finally:
            await _closed(writer)

    def answer(self, answer: bytes) -> None:
        """The client hears this."""
        self._client.write(answer)

    def reset(self) -> None:
        """Cut the client off."""
        self._client.transport.abort()


Fault = Callable[[Call], Awaitable[None]]


async def passed(call: Call) -> None:
    """As if there were nothing between them."""
    call.answer(await call.forward())


def delayed(seconds: float) -> Fault:
    """The request arrives late, and so does the answer."""

    async def fault(call: Call) -> None:
        await asyncio.sleep(seconds)
        await passed(call)

    return fault


async def cut_before(call: Call) -> None:
    """The connection breaks before the server hears anything."""
    call.reset()


async def cut_after(call: Call) -> None:
    """The server does it, and the connection breaks before its answer comes back."""
    await call.forward()
    call.reset()


async def swallowed(_: Call) -> None:
    """It never arrives, and nobody says so."""


def delivered_after(seconds: float) -> Fault:
    """The client hears nothing; long after it has given up, the server does as it was told."""

    async def fault(call: Call) -> None:
        await asyncio.sleep(seconds)
        await call.forward()

    return fault


class Wire:
    """Listens on a port of its own; without faults it only passes on."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._armed: dict[str, list[Fault]] = {}
        self._calls: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._accept, HOST, 0)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for each in self._calls:
            each.cancel()
        await asyncio.gather(*self._calls, return_exceptions=True)

    @property
    def origin(self) -> str:
        """What clients call instead of the server."""
        return f"http://{HOST}:{self._server.sockets[0].getsockname()[1]}"

    def once(self, method: str, fault: Fault) -> None:
        """The next request of this method meets the fault; several wait for their turn in order."""
        self._armed.setdefault(method, []).append(fault)

    @property
    def waiting(self) -> int:
        """Faults that no request has met yet."""
        return sum(len(each) for each in self._armed.values())

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        call = asyncio.create_task(self._serve(reader, writer))
        self._calls.add(call)
        call.add_done_callback(self._calls.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with contextlib.suppress(OSError, EOFError):
                while True:
                    request = await _whole(reader)
                    waiting = self._armed.get(request.split(b" ", 1)[0].decode())
                    fault = waiting.pop(0) if waiting else passed
                    await fault(Call(request, self._to, writer))
        finally:
            await _closed(writer)


async def _whole(reader: asyncio.StreamReader) -> bytes:
    """A message with its body."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = LENGTH.search(head)
    return head + (await reader.readexactly(int(length[1])) if length else b"")


async def _closed(writer: asyncio.StreamWriter) -> None:
    writer.transport.abort()
    with contextlib.suppress(OSError):
        await writer.wait_closed()
