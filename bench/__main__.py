"""`python -m bench`: measures, prints the tables, and ends with 1 when something is wrong or a target is missed."""

import asyncio
import logging
import sys
import tempfile
import uuid
from dataclasses import replace
from pathlib import Path

from bench import latency, posting, report, throughput, topics, triage
from bench.environments import install_peers
from bench.latency import Latency
from bench.peers import Peer
from bench.posting import Posting
from bench.results import Findings
from bench.settings import Settings
from bench.throughput import Throughput
from bench.triage import Triaging
from bench.worker_process import WorkerFailed
from deploy.local.kafka.broker import Broker
from deploy.local.kafka.properties import Node
from shared.clock import now
from shared.errors import BlueLampError

RATES = (200, 2_000)
"""Mentions a second: a lively evening, and far beyond what any platform lets a force read."""
PORTS_APART = 100
"""From the peers' broker to the whole system, which has a block of ports of its own."""
WARM_UP = 0.1
"""Of the records, in a round that does not count: compiled files, the broker's compiler, page cache."""


Inputs = dict[tuple[bool, int], str]
"""Preloaded topics by kind of work and number of records."""


async def run(settings: Settings, bootstrap: str, folder: Path) -> Findings:
    """A round to warm up, then all that count, then latencies."""
    inputs: Inputs = {}
    throughputs: dict[Peer, list[Throughput]] = {each: [] for each in settings.peers}
    for turn in range(settings.rounds + 1):
        warming_up = turn == 0
        for peer in _rotated(settings.peers, turn):
            count = round(settings.records * peer.share * (WARM_UP if warming_up else 1))
            source = await _input(inputs, bootstrap, count, typed=peer.typed)
            found = await throughput.measure(peer, bootstrap, source, count, folder)
            _tell(
                "warm-up" if warming_up else f"round {turn} of {settings.rounds}", peer, f"{found.rate:,.0f} records/s"
            )
            if not warming_up:
                throughputs[peer].append(found)
    return Findings(throughputs, await _latencies(settings, bootstrap, folder))


async def _input(inputs: Inputs, bootstrap: str, count: int, *, typed: bool) -> str:
    if (typed, count) not in inputs:
        name = f"bench.in.{uuid.uuid4().hex[:8]}"
        await topics.create(bootstrap, name)
        await topics.fill(bootstrap, name, count, typed=typed)
        inputs[typed, count] = name
    return inputs[typed, count]


async def _latencies(settings: Settings, bootstrap: str, folder: Path) -> dict[Peer, list[Latency]]:
    found: dict[Peer, list[Latency]] = {}
    for peer in settings.peers if settings.latency_seconds else ():
        for per_second in RATES:
            measured = await latency.measure(peer, bootstrap, per_second, settings.latency_seconds, folder)
            found.setdefault(peer, []).append(measured)
            _tell("latency", peer, f"at {per_second:,} a second")
    return found


def _rotated(peers: tuple[Peer, ...], turn: int) -> tuple[Peer, ...]:
    """Nobody is always the first, or always behind the same other."""
    start = turn % len(peers)
    return peers[start:] + peers[:start]


def _tell(when: str, peer: Peer, what: str) -> None:
    print(f"{when}: {peer.name}, {what}", file=sys.stderr, flush=True)


def main() -> int:
    """Returns the exit status."""
    settings = Settings.from_command_line()
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)  # partitions of a new topic have no leader for a moment
    install_peers()
    with tempfile.TemporaryDirectory(prefix="bluelamp-bench-") as name:
        broker = Broker(Node(Path(name), settings.port, settings.port + 1))
        try:
            broker.start()
            findings = asyncio.run(run(settings, broker.node.bootstrap, Path(name)))
        except (BlueLampError, WorkerFailed) as error:
            sys.exit(f"ERROR {error}")
        finally:
            broker.kill()
    findings = replace(findings, posting=_posting(settings), triage=_triage(settings))
    print(report.tables(findings))
    print(f"\nJSON lines: {report.write(findings, settings, now())}")
    for fault in findings.faults():
        print(f"MISSED {fault}")
    return 1 if findings.faults() else 0


def _posting(settings: Settings) -> Posting | None:
    if not settings.posts:
        return None
    with tempfile.TemporaryDirectory(prefix="bluelamp-bench-") as name:
        base = settings.port + PORTS_APART
        try:
            return asyncio.run(posting.measure(Path(name), base, deliveries=settings.deliveries, posts=settings.posts))
        except WorkerFailed as error:
            sys.exit(f"ERROR {error}")


def _triage(settings: Settings) -> Triaging | None:
    """Its speeds, and then a flood through a broker and a triage of their own."""
    if not settings.flood_seconds:
        return None
    fast, hard, whole = triage.speeds()
    base = settings.port + 2 * PORTS_APART
    with tempfile.TemporaryDirectory(prefix="bluelamp-bench-") as name:
        broker = Broker(Node(Path(name), base, base + 1))
        try:
            broker.start()
            bootstrap, lasting = broker.node.bootstrap, (settings.flood_seconds, settings.again_seconds)
            found = asyncio.run(triage.in_a_flood(Path(name), bootstrap, base + 2, *lasting))
        except (BlueLampError, WorkerFailed) as error:
            sys.exit(f"ERROR {error}")
        finally:
            broker.kill()
    return Triaging(fast, hard, whole, found)


if __name__ == "__main__":
    sys.exit(main())
