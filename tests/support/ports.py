"""Ports for servers that tests start, and start again."""

import random
import socket

BELOW_EPHEMERAL = range(18_000, 32_000)
"""The system hands out higher ports to clients: one of them could take the port of a server that is down for a moment,
or a client that knocks there could even be connected to itself."""


def free_ports(count: int) -> list[int]:
    """Loopback ports that nobody listens on now, and that no client will be given."""
    held: list[socket.socket] = []
    try:
        while len(held) < count:
            candidate = socket.socket()
            try:
                candidate.bind(("127.0.0.1", random.choice(BELOW_EPHEMERAL)))
            except OSError:
                candidate.close()
                continue
            held.append(candidate)
        return [int(each.getsockname()[1]) for each in held]
    finally:
        for each in held:
            each.close()


def free_block(size: int) -> int:
    """The first of so many neighbouring loopback ports, on none of which anybody listens now."""
    while True:
        first = random.choice(BELOW_EPHEMERAL)
        if all(_is_free(port) for port in range(first, first + size)):
            return first


def _is_free(port: int) -> bool:
    with socket.socket() as candidate:
        try:
            candidate.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
