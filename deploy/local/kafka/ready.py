"""Asks a broker whether it serves, in Kafka's own protocol, without a client library or an event loop."""

import socket
import struct
import time
from collections.abc import Callable

METADATA = 3
METADATA_VERSION = 1
"""The oldest that lists brokers with an empty list of topics."""

ANSWER_TIMEOUT_S = 2.0
PAUSE_S = 0.1


def serves(host: str, port: int) -> bool:
    """Whether the broker answers and counts itself among the living."""
    try:
        with socket.create_connection((host, port), timeout=ANSWER_TIMEOUT_S) as connection:
            body = struct.pack(">hhihi", METADATA, METADATA_VERSION, 1, -1, 0)
            connection.sendall(struct.pack(">i", len(body)) + body)
            head = _exactly(connection, 12)
    except OSError:
        return False
    brokers: int = struct.unpack(">iii", head)[2]
    return brokers > 0


def wait_until_serving(host: str, port: int, deadline_s: float, *, alive: Callable[[], bool]) -> bool:
    """True when it serves; False when `alive` says that it ended, or `deadline_s` seconds passed."""
    end = time.monotonic() + deadline_s
    while time.monotonic() < end:
        if serves(host, port):
            return True
        if not alive():
            return False
        time.sleep(PAUSE_S)
    return False


def _exactly(connection: socket.socket, size: int) -> bytes:
    answer = b""
    while len(answer) < size:
        piece = connection.recv(size - len(answer))
        if not piece:
            raise ConnectionResetError("the broker closed the connection")
        answer += piece
    return answer
