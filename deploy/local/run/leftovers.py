"""Processes that an earlier run of the same installation left behind: found by their mark, ended before a start."""

import os
import signal
import time
from pathlib import Path

from deploy.local.layout import MARK, Layout

PROC = Path("/proc")

GRACE_S = 20.0
"""For a supervisor that is just stopping everything in order."""

PAUSE_S = 0.1


def processes_of(layout: Layout, proc: Path = PROC) -> list[int]:
    """Living processes that were started for this installation; empty where the system has no /proc."""
    mark = f"{MARK}={layout.home}".encode()
    return [int(each.name) for each in proc.glob("[0-9]*") if mark in _environment(each) and _lives(each)]


def end(layout: Layout, grace_s: float = GRACE_S) -> list[int]:
    """End what is left: kindly first, which lets Kafka flush, then by force. Returns whom it found."""
    found = processes_of(layout)
    for pid in found:
        _send(pid, signal.SIGTERM)
    deadline = time.monotonic() + grace_s
    while processes_of(layout) and time.monotonic() < deadline:
        time.sleep(PAUSE_S)
    for pid in processes_of(layout):
        _send(pid, signal.SIGKILL)
    while processes_of(layout) and time.monotonic() < deadline + grace_s:
        time.sleep(PAUSE_S)
    return found


def _environment(process: Path) -> list[bytes]:
    try:
        return (process / "environ").read_bytes().split(b"\0")
    except OSError:
        return []  # ended meanwhile, or somebody else's


def _lives(process: Path) -> bool:
    try:
        return (process / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (OSError, IndexError):
        return False


def _send(pid: int, how: signal.Signals) -> None:
    try:
        os.kill(pid, how)
    except ProcessLookupError:
        return
