"""`make run` as a whole: it gets ready, survives kill -9 of what it runs, stops in order and leaves nothing."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from deploy.local.layout import Layout
from deploy.local.paths import ROOT
from deploy.local.processes import PROCESSES
from deploy.local.run import leftovers
from deploy.local.run.ground import is_free
from tests.support.ports import free_ports
from tests.support.waiting import wait_until

READY_S = 100.0
"""10 s on a quiet machine; the rest of the tests may be at work beside it."""

pytestmark = pytest.mark.timeout(240)


class Run:
    """A `make run --no-demo` of its own: folder, ports, processes."""

    def __init__(self, home: Path) -> None:
        base = next(base for base in iter(lambda: free_ports(1)[0], None) if _all_free(home, base))
        self.layout = Layout(home=home, port_base=base)
        self.output = home / "output"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """As `make run` does it, without the set-up."""
        with self.output.open("ab") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "deploy.local.run", "--no-demo"],
                cwd=ROOT,
                env={**os.environ, "BLUELAMP_HOME": str(self.layout.home), "BLUELAMP_PORT_BASE": self.base},
                stdout=output,
                stderr=output,
            )

    @property
    def base(self) -> str:
        """As the variable has it."""
        return str(self.layout.port_base)

    @property
    def process(self) -> subprocess.Popen[bytes]:
        """The running one."""
        assert self._process
        return self._process

    def endpoints(self) -> dict[str, Any] | None:
        """What a script finds; fails the test when the run ended instead."""
        assert self.process.poll() is None, self.output.read_text()
        return json.loads(self.layout.endpoints.read_text()) if self.layout.endpoints.exists() else None

    async def ready(self) -> dict[str, Any]:
        """The endpoints, once everything is ready."""
        found = await wait_until(self.endpoints, READY_S, what="endpoints.json")
        assert found
        return found

    def end(self, how: signal.Signals = signal.SIGINT) -> int:
        """Stop it, wait for its end, and return its exit status."""
        self.process.send_signal(how)
        return self.process.wait(90)


def _all_free(home: Path, base: int) -> bool:
    return all(is_free(port) for port in Layout(home=home, port_base=base).ports_needed())


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    running = Run(tmp_path)
    running.start()
    yield running
    if running.process.poll() is None:
        running.end()
    leftovers.end(running.layout)


async def test_everything_gets_ready_is_restarted_and_stops_without_a_trace(run: Run) -> None:
    before = await run.ready()
    assert before["pids"].keys() == {process.name for process in PROCESSES}
    for name in ("kafka", "ingest"):
        os.kill(before["pids"][name], signal.SIGKILL)

    def restarted() -> bool:
        now = run.endpoints()
        return now is not None and all(now["pids"][name] != before["pids"][name] for name in ("kafka", "ingest"))

    await wait_until(restarted, 30, what="new pids of kafka and ingest in endpoints.json")
    assert run.end() == 0
    assert not run.layout.endpoints.exists()
    assert leftovers.processes_of(run.layout) == []
    assert "Ready in" in run.output.read_text()


async def test_a_run_that_was_killed_is_cleared_up_and_its_data_are_kept(run: Run) -> None:
    await run.ready()
    meta = (run.layout.kafka / "logs" / "meta.properties").read_bytes()
    run.end(signal.SIGKILL)
    run.layout.endpoints.unlink(missing_ok=True)
    run.start()
    await run.ready()
    assert (run.layout.kafka / "logs" / "meta.properties").read_bytes() == meta
    assert "created" not in run.output.read_text().rpartition("Starting Blue Lamp")[2]
    assert run.end(signal.SIGTERM) == 0
    assert leftovers.processes_of(run.layout) == []
