"""A TCP proxy that understands just enough of Kafka to hurt one request: late, lost, cut off, held back.

Clients that bootstrap through it stay with it: the broker's own port is replaced in every answer.
"""

import asyncio
import contextlib
import struct
from collections.abc import Awaitable, Callable
from enum import IntEnum
from typing import Self

HOST = "127.0.0.1"


class Api(IntEnum):
    """Kafka's own numbers of the requests that tests name."""

    PRODUCE = 0
    FETCH = 1
    OFFSET_COMMIT = 8
    JOIN_GROUP = 11
    HEARTBEAT = 12
    INIT_PRODUCER_ID = 22
    ADD_PARTITIONS_TO_TXN = 24
    ADD_OFFSETS_TO_TXN = 25
    END_TXN = 26
    TXN_OFFSET_COMMIT = 28


class Exchange:
    """One request on its way; a fault decides what becomes of it."""

    def __init__(self, frame: bytes, connection: "_Connection") -> None:
        self._frame = frame
        self._connection = connection

    async def forward(self) -> bytes:
        """Send it to the broker; returns the answer, which the client has heard too if it is still there."""
        return await self._connection.ask(self._frame)

    def mute(self) -> None:
        """The client hears nothing from now on."""
        self._connection.mute()

    def reset(self) -> None:
        """Cut the client off."""
        self._connection.reset()


Fault = Callable[[Exchange], Awaitable[object]]


def delayed(seconds: float) -> Fault:
    """Arrives later; the answer too."""

    async def fault(exchange: Exchange) -> None:
        await asyncio.sleep(seconds)
        await exchange.forward()

    return fault


async def swallowed(_: Exchange) -> None:
    """Never arrives, and nobody says so: a hole in the network."""


async def cut_before(exchange: Exchange) -> None:
    """The connection breaks before the broker hears the request."""
    exchange.reset()


async def cut_after(exchange: Exchange) -> None:
    """The broker does as it is told, but the connection breaks before its answer comes back."""
    exchange.mute()
    await exchange.forward()
    exchange.reset()


class Late:
    """Holds a request back until `deliver`: by then the client has given it up and sent another."""

    def __init__(self) -> None:
        self.held = asyncio.Event()
        self._exchange: Exchange | None = None

    async def __call__(self, exchange: Exchange) -> None:
        """Hold this one."""
        self._exchange = exchange
        self.held.set()

    async def deliver(self) -> bytes:
        """The broker hears it now; returns what it answers."""
        assert self._exchange is not None, "nothing is held"
        return await self._exchange.forward()


class Proxy:
    """Listens on a port of its own; without faults it only passes on."""

    def __init__(self, bootstrap: str) -> None:
        self._broker_port = int(bootstrap.rpartition(":")[2])
        self._armed: dict[Api, list[Fault]] = {}
        self._connections: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None
        self.seen: dict[int, int] = {}
        """How many requests of each kind have come by."""

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._accept, HOST, 0)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        for each in self._connections:
            each.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    @property
    def port(self) -> int:
        """Where clients find it."""
        assert self._server is not None
        return int(self._server.sockets[0].getsockname()[1])

    @property
    def bootstrap(self) -> str:
        """What clients connect to instead of the broker."""
        return f"{HOST}:{self.port}"

    def once(self, api: Api, fault: Fault) -> None:
        """The next request of this kind meets the fault; several wait for their turn in order."""
        self._armed.setdefault(api, []).append(fault)

    @property
    def waiting(self) -> list[Api]:
        """Faults that no request has met yet."""
        return [api for api, faults in self._armed.items() for _ in faults]

    def fault_for(self, frame: bytes) -> Fault | None:
        """The fault that this request meets."""
        (api,) = struct.unpack_from(">h", frame)
        self.seen[api] = self.seen.get(api, 0) + 1
        waiting = self._armed.get(api)
        return waiting.pop(0) if waiting else None

    def readdressed(self, answer: bytes) -> bytes:
        """The answer with our port in place of the broker's, wherever it names its address."""
        address = struct.pack(">h", len(HOST)) + HOST.encode()
        theirs = address + struct.pack(">i", self._broker_port)
        return answer.replace(theirs, address + struct.pack(">i", self.port))

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = asyncio.create_task(_Connection(self, reader, writer).run(self._broker_port))
        self._connections.add(connection)
        connection.add_done_callback(self._connections.discard)


class _Connection:
    """One client's connection and its twin to the broker, which outlives it: a request may still be held back."""

    def __init__(self, proxy: Proxy, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._proxy = proxy
        self._client = (reader, writer)
        self._muted = False
        self._answers: dict[int, asyncio.Future[bytes]] = {}

    async def run(self, broker_port: int) -> None:
        try:
            self._broker = await asyncio.open_connection(HOST, broker_port)
        except OSError:
            self.reset()
            return
        passing = asyncio.create_task(self._pass_answers())
        try:
            await self._pass_requests()
            await passing
        finally:
            passing.cancel()
            await asyncio.gather(passing, *map(_closed, (self._client[1], self._broker[1])), return_exceptions=True)

    def ask(self, frame: bytes) -> "asyncio.Future[bytes]":
        """Send to the broker; the answer comes by itself."""
        (correlation,) = struct.unpack_from(">i", frame, 4)
        answer = self._answers[correlation] = asyncio.get_running_loop().create_future()
        self._broker[1].write(struct.pack(">i", len(frame)) + frame)
        return answer

    def mute(self) -> None:
        """The client hears nothing any more."""
        self._muted = True

    def reset(self) -> None:
        """The client's connection breaks."""
        self._client[1].transport.abort()

    async def _pass_requests(self) -> None:
        """In order: a request that is late holds up those behind it, as on any connection."""
        with contextlib.suppress(OSError, EOFError):
            while True:
                frame = await _frame(self._client[0])
                fault = self._proxy.fault_for(frame)
                if fault is None:
                    _ = self.ask(frame)
                else:
                    await fault(Exchange(frame, self))

    async def _pass_answers(self) -> None:
        with contextlib.suppress(OSError, EOFError):
            while True:
                answer = self._proxy.readdressed(await _frame(self._broker[0]))
                if not self._muted and not self._client[1].is_closing():
                    self._client[1].write(struct.pack(">i", len(answer)) + answer)
                (correlation,) = struct.unpack_from(">i", answer)
                self._answers.pop(correlation).set_result(answer)
        self.reset()


async def _closed(writer: asyncio.StreamWriter) -> None:
    writer.transport.abort()
    await writer.wait_closed()


async def _frame(reader: asyncio.StreamReader) -> bytes:
    (size,) = struct.unpack(">i", await reader.readexactly(4))
    return await reader.readexactly(size)
