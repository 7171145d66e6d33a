"""What a run of the benchmarks is told on its command line."""

import argparse
import os
from dataclasses import dataclass
from typing import Self

from bench import peers


@dataclass(frozen=True, slots=True)
class Settings:
    """How much is measured, and where the broker listens."""

    records: int
    rounds: int
    latency_seconds: float
    peers: tuple[peers.Peer, ...]
    port: int
    deliveries: int = 0
    posts: int = 0
    flood_seconds: float = 0.0
    """Of mentions into triage; 0: nothing of triage is measured."""
    again_seconds: float = 0.0
    """So long labels that are owed are waited for after the flood."""

    @classmethod
    def from_command_line(cls) -> Self:
        """Quick runs take fewer records and rounds; the targets are judged all the same."""
        names = [each.name for each in peers.ALL]
        parser = argparse.ArgumentParser(prog="python -m bench", description="The runtime beside its peers.")
        parser.add_argument("--records", type=int, default=200_000, help="mentions in the topic (%(default)s)")
        parser.add_argument("--rounds", type=int, default=3, help="rounds; the median counts (%(default)s)")
        parser.add_argument("--latency", type=float, default=5.0, help="seconds at each rate; 0: none (%(default)s)")
        parser.add_argument("--peers", nargs="+", choices=names, default=names, help="whom to measure (all)")
        parser.add_argument("--deliveries", type=int, default=1_500, help="for the publisher's intake (%(default)s)")
        parser.add_argument("--posts", type=int, default=60, help="sent to the stand-in; 0: none of both (%(default)s)")
        parser.add_argument(
            "--triage",
            type=float,
            default=30.0,
            metavar="SECONDS",
            help="of 1,000 mentions a second into triage; 600 is the full measure, 0: none of triage (%(default)s)",
        )
        parser.add_argument(
            "--again",
            type=float,
            default=60.0,
            metavar="SECONDS",
            help="to wait for labels made again after the flood; what is left is told, 0: none (%(default)s)",
        )
        told = parser.parse_args()
        return cls(
            records=told.records,
            rounds=told.rounds,
            latency_seconds=told.latency,
            peers=tuple(each for each in peers.ALL if each.name in told.peers),
            port=int(os.environ.get("BLUELAMP_PORT_BASE", "8400")) + OFFSET,
            deliveries=told.deliveries,
            posts=told.posts,
            flood_seconds=told.triage,
            again_seconds=told.again,
        )


OFFSET = 21
"""Beside the product's own ports, which may be in use by `make run`."""
