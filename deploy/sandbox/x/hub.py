"""The streams that are open, how many there may be, and what is sent on all of them."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable

from deploy.sandbox.control import times
from deploy.sandbox.control.problem import Refusal
from deploy.sandbox.x.asked import Asked
from deploy.sandbox.x.connection import Connection
from deploy.sandbox.x.settings import Settings

logger = logging.getLogger(__name__)

REMEMBERED = 100
"""Connections that `GET /2/connections` still shows after their end; X shows some days of them."""


class Hub:
    """All connections of the app's stream."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._held: dict[str, Connection] = {}
        self._past: deque[Connection] = deque(maxlen=REMEMBERED)

    def open(self, client: str, asked: Asked, drop: Callable[[], None]) -> Connection:
        """A new connection; refused with 429 where there are too many already."""
        if len(self._held) >= self._settings.connections:
            self._make_room()
        connection = Connection(client, asked, self._settings.buffer, drop)
        self._held[connection.id] = connection
        return connection

    def _make_room(self) -> None:
        if self._settings.second_connection == "refuse":
            raise Refusal(
                429,
                "ConnectionException",
                "This stream has as many connections as it may have.",
                "streaming-connection",
                {"connection_issue": "TooManyConnections"},
            )
        oldest = next(iter(self._held.values()))
        self._cut(oldest, "ForceDisconnect", abrupt=False)

    def gone(self, connection: Connection) -> None:
        """The client has left, or was cut off; one that left by itself may linger as a ghost."""
        if connection.live:
            connection.disconnected_at = times.now()
            connection.disconnect_reason = connection.disconnect_reason or "client_disconnect"
        if connection.id not in self._held:
            return
        if connection.disconnect_reason == "client_disconnect" and self._settings.ghost > 0:
            asyncio.get_running_loop().call_later(self._settings.ghost, self._free, connection)
        else:
            self._free(connection)

    def live(self) -> list[Connection]:
        """The connections that have a client."""
        return [each for each in self.held() if each.live]

    def held(self) -> list[Connection]:
        """The connections that count as open, ghosts among them."""
        return list(self._held.values())

    def ended(self) -> list[Connection]:
        """The connections that ended, the latest first."""
        return list(reversed(self._past))

    def send(self, line_for: Callable[[Connection], bytes]) -> None:
        """Send a line to every client; who reads too slowly is dropped, and loses what waits."""
        for each in self.live():
            if not each.offer(line_for(each)):
                logger.warning("a slow reader is dropped", extra={"connection": each.id})
                each.disconnect_reason = "SlowReader"
                each.drop()
                self.gone(each)

    def send_same(self, line: bytes) -> None:
        """Send the same line to every client."""
        self.send(lambda _: line)

    def cut_all(self, reason: str, last_line: bytes = b"", *, abrupt: bool = False) -> list[Connection]:
        """End every stream, after a last line where there is one; even a stalled one gets to hear it."""
        cut = self.held()
        for each in cut:
            each.stalled_until = 0
            if last_line:
                each.offer(last_line)
            self._cut(each, reason, abrupt=abrupt)
        return cut

    def _cut(self, connection: Connection, reason: str, *, abrupt: bool) -> None:
        connection.end(reason, abrupt=abrupt)
        self._free(connection)

    def _free(self, connection: Connection) -> None:
        if self._held.pop(connection.id, None) is not None:
            self._past.append(connection)
