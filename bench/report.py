"""The findings as tables for people and as JSON lines for comparison over time."""

import os
import platform
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson

from bench.peers import Peer
from bench.results import Findings
from bench.settings import Settings
from deploy.local.jars import read_lock

FOLDER = Path(__file__).resolve().parent / "results"
"""Stays on the machine that measured: figures of different machines do not compare."""

RATES = "{:<16} {:<8} {:<14} {:>10} {:>12} {:>10} {:>7} {:>6} {:>8} {:>6}"
RATES_HEAD = ("", "version", "work", "records/s", "CPU us each", "ours / it", "target", "lost", "doubled", "wrong")
LATENCIES = "{:<16} {:>10} {:>12} {:>12}"
LATENCIES_HEAD = ("", "per second", "median, ms", "p99, ms")


def tables(findings: Findings) -> str:
    """One line for each peer, then one for each peer and rate."""
    rates = (RATES.format(*_rate_cells(findings, peer)) for peer in findings.throughputs)
    latencies = (LATENCIES.format(*cells) for cells in _latency_cells(findings))
    others = (each for part in (findings.posting, findings.triage) if part for each in ("", part.table()))
    return "\n".join((RATES.format(*RATES_HEAD), *rates, "", LATENCIES.format(*LATENCIES_HEAD), *latencies, *others))


def lines(findings: Findings, settings: Settings, at: datetime) -> Iterator[bytes]:
    """One JSON object for each peer, with what is needed to judge it later."""
    circumstances = {
        "at": at.isoformat(timespec="seconds"),
        "machine": _machine(),
        "python": platform.python_version(),
        "kafka": next(jar.version for jar in read_lock() if jar.artifact == "kafka_2.13"),
        "records": settings.records,
        "rounds": settings.rounds,
    }
    for peer in findings.throughputs:
        yield orjson.dumps(circumstances | _measured(findings, peer))
    if findings.posting:
        yield orjson.dumps(circumstances | {"publisher": asdict(findings.posting)})
    if findings.triage:
        yield orjson.dumps(circumstances | {"triage": asdict(findings.triage)})


def write(findings: Findings, settings: Settings, at: datetime) -> Path:
    """Adds the lines to a file of the day."""
    FOLDER.mkdir(exist_ok=True)
    file = FOLDER / f"{at:%Y-%m-%d}.jsonl"
    with file.open("ab") as output:
        output.writelines(line + b"\n" for line in lines(findings, settings, at))
    return file


def _measured(findings: Findings, peer: Peer) -> dict[str, Any]:
    runs = findings.throughputs[peer]
    return {
        "peer": peer.name,
        "version": peer.version,
        "work": _work(peer),
        "records_per_second": round(findings.rate(peer)),
        "each_round": [round(each.rate) for each in runs],
        "cpu_us_per_record": round(findings.cpu_us(peer), 1),
        "ours_to_it": findings.ratio(peer),
        "target": peer.target,
        "lost": sum(each.lost for each in runs),
        "doubled": sum(each.doubled for each in runs),
        "wrong": sum(each.wrong for each in runs),
        "latency_ms": [
            {"per_second": each.per_second, "p50": each.p50, "p99": each.p99}
            for each in findings.latencies.get(peer, ())
        ],
    }


def _rate_cells(findings: Findings, peer: Peer) -> Iterator[str]:
    measured = _measured(findings, peer)
    yield peer.name
    yield peer.version
    yield measured["work"]
    yield f"{measured['records_per_second']:,}"
    yield f"{measured['cpu_us_per_record']}"
    yield f"{measured['ours_to_it']:.2f}" if measured["ours_to_it"] else ""
    yield f"{peer.target}" if peer.target else ""
    for count in ("lost", "doubled", "wrong"):
        yield f"{measured[count]}"


def _latency_cells(findings: Findings) -> Iterator[tuple[str, ...]]:
    for peer, latencies in findings.latencies.items():
        for each in latencies:
            if each.p50 is None or each.p99 is None:
                yield peer.name, f"{each.per_second:,}", "falls behind", ""
            else:
                yield peer.name, f"{each.per_second:,}", f"{each.p50:.0f}", f"{each.p99:.0f}"


def _work(peer: Peer) -> str:
    return "typed, headers" if peer.typed else "plain JSON"


def _machine() -> str:
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
