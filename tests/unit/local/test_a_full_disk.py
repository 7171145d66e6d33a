"""A disk that is nearly full is told before anything starts, and beside what it probably brought down."""

import subprocess
import sys
from pathlib import Path

import pytest

from deploy.local.layout import Layout
from deploy.local.processes import KAFKA
from deploy.local.run import ground
from deploy.local.run.supervisor import Standing
from deploy.local.run.watch import Watch
from deploy.local.setup import python
from shared.errors import Misconfigured
from shared.settings import CHECKOUT

MORE_THAN_ANY_DISK = 10**18


@pytest.fixture(autouse=True)
def _full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ground, "SPACE_NEEDED", MORE_THAN_ANY_DISK)
    monkeypatch.setattr(python, "SPACE_NEEDED", MORE_THAN_ANY_DISK)


def test_nothing_is_started_on_it(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match=r"nearly full \(\d+ MB free\)\. Free some space, or set BLUELAMP_HOME"):
        ground.check_space(Layout(home=tmp_path))


def test_nothing_is_fetched_onto_it() -> None:
    with pytest.raises(Misconfigured, match="GB free; the set-up needs"):
        python.check_space()


def test_it_is_named_when_kafka_keeps_ending(tmp_path: Path) -> None:
    said: list[str] = []
    watch = Watch(Layout(home=tmp_path), said.append, lambda _: True)
    watch.look({"kafka": Standing(KAFKA.name, "FATAL", 0, 1)})
    assert "kafka keeps ending" in said[0]
    assert f"The disk of {tmp_path} is nearly full" in said[0]


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full is Linux's")
def test_the_supervisor_loses_its_lines_and_lives() -> None:
    program = """
from supervisor import loggers
from deploy.local.run.supervised import outlive_a_full_disk
outlive_a_full_disk()
logger = loggers.getLogger()
logger.addHandler(loggers.RotatingFileHandler("/dev/full", maxBytes=1))
for _ in range(100):
    logger.critical("x" * 1000)
import os
os.write(1, b"lives")
os._exit(0)
"""
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-c", program], cwd=CHECKOUT, stdout=subprocess.PIPE, stderr=full, check=False
        )
    assert (ended.returncode, ended.stdout) == (0, b"lives")
