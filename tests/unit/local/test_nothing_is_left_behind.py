"""Processes of an earlier run are found and ended; those of others are left alone."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from deploy.local.layout import Layout
from deploy.local.run import leftovers
from deploy.local.run.ground import one_at_a_time
from shared.errors import Misconfigured

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")

SLEEP = "import time; print('up', flush=True); time.sleep(60)"
STUBBORN = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {SLEEP}"


@contextmanager
def process_of(layout: Layout, program: str = SLEEP) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(  # noqa: S603 - this very Python with a program of ours
        [sys.executable, "-c", program], env=layout.environment(), stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "up\n"
        yield process
        process.kill()


def test_a_process_of_this_installation_is_found_and_ended(tmp_path: Path) -> None:
    layout = Layout(home=tmp_path)
    with process_of(layout) as process:
        assert leftovers.end(layout) == [process.pid]
        assert process.wait(5) != 0
    assert leftovers.end(layout) == []


def test_one_that_does_not_listen_is_ended_by_force(tmp_path: Path) -> None:
    layout = Layout(home=tmp_path)
    with process_of(layout, STUBBORN) as process:
        leftovers.end(layout, grace_s=0.3)
        assert process.wait(5) == -9


def test_another_installation_is_left_alone(tmp_path: Path) -> None:
    with process_of(Layout(home=tmp_path / "mine-too")) as process:
        assert leftovers.end(Layout(home=tmp_path / "mine")) == []
        assert process.poll() is None


def test_two_runs_of_one_installation_are_refused(tmp_path: Path) -> None:
    layout = Layout(home=tmp_path)
    with one_at_a_time(layout), pytest.raises(Misconfigured, match="Another `make run` uses"), one_at_a_time(layout):
        pass
    with one_at_a_time(layout):
        assert (tmp_path / "run.lock").exists()


def test_a_home_that_cannot_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Misconfigured, match="BLUELAMP_HOME"), one_at_a_time(Layout(home=tmp_path / "file" / "home")):
        pass
