"""While everything runs: endpoints.json stays true, and what the supervisor gave up is started again later."""

import json
from pathlib import Path

import pytest

from deploy.local.layout import Layout
from deploy.local.processes import INGEST, KAFKA, Process
from deploy.local.run.ground import prepare_folders
from deploy.local.run.supervisor import Standing
from deploy.local.run.watch import GIVEN_UP_S, Watch


class Surroundings:
    """Time, terminal and supervisor of a watch."""

    def __init__(self, home: Path) -> None:
        self.layout = Layout(home=home)
        prepare_folders(self.layout)
        self.said: list[str] = []
        self.begun: list[str] = []
        self.time = 0.0
        self.watch = Watch(self.layout, self.said.append, self.begin, lambda: self.time)

    def begin(self, process: Process) -> bool:
        """The supervisor obeys."""
        self.begun.append(process.name)
        return True

    def pids(self) -> dict[str, int]:
        """As a reader of endpoints.json has them."""
        pids: dict[str, int] = json.loads(self.layout.endpoints.read_text())["pids"]
        return pids


@pytest.fixture
def around(tmp_path: Path) -> Surroundings:
    return Surroundings(tmp_path)


def running(process: Process, pid: int) -> dict[str, Standing]:
    return {process.name: Standing(process.name, "RUNNING", pid, 0)}


def test_the_first_look_writes_the_pids_and_says_nothing(around: Surroundings) -> None:
    around.watch.look(running(KAFKA, 5) | running(INGEST, 6))
    assert around.pids() == {"kafka": 5, "ingest": 6}
    assert around.said == []


def test_a_new_pid_is_written_and_told(around: Surroundings) -> None:
    around.watch.look(running(INGEST, 6))
    around.watch.look({"ingest": Standing("ingest", "BACKOFF", 0, 0)})
    assert around.pids() == {"ingest": 6}
    around.watch.look(running(INGEST, 7))
    assert around.pids() == {"ingest": 7}
    assert around.said == ["ingest ended and was started again (process 7)."]


def test_what_keeps_ending_is_started_again_after_a_while(around: Surroundings) -> None:
    given_up = {"ingest": Standing("ingest", "FATAL", 0, 1)}
    around.watch.look(given_up)
    around.time += GIVEN_UP_S - 1
    around.watch.look(given_up)
    assert around.begun == []
    around.time += 1
    around.watch.look(given_up)
    assert around.begun == ["ingest"]
    assert len(around.said) == 1
    assert "ingest keeps ending" in around.said[0]
    assert "ingest.log" in around.said[0]


def test_what_the_supervisor_is_about_to_start_again_is_left_to_it(around: Surroundings) -> None:
    """Between an end and the next start it says EXITED for a moment."""
    around.watch.look(running(INGEST, 6))
    around.watch.look({"ingest": Standing("ingest", "EXITED", 0, -1)})
    assert around.said == around.begun == []


def test_an_answer_that_does_not_come_changes_nothing(around: Surroundings) -> None:
    around.watch.look(running(KAFKA, 5))
    around.watch.look({})
    assert around.pids() == {"kafka": 5}


def test_what_needs_a_person_stays_stopped_and_is_told_once(around: Surroundings) -> None:
    stopped = {"triage": Standing("triage", "EXITED", 0, 78)}
    around.watch.look({"triage": Standing("triage", "RUNNING", 6, 0)})
    around.watch.look(stopped)
    around.watch.look(stopped)
    assert around.begun == []
    assert len(around.said) == 1
    assert "triage stopped and stays so until somebody acts" in around.said[0]
    assert around.pids() == {}


def test_endpoints_that_cannot_be_written_are_told_once_and_written_later(around: Surroundings) -> None:
    in_the_way = around.layout.endpoints.with_suffix(".coming")
    in_the_way.mkdir()
    around.watch.look(running(KAFKA, 5))
    around.watch.look(running(KAFKA, 5))
    assert len(around.said) == 1
    assert "endpoints.json cannot be written and is out of date" in around.said[0]
    in_the_way.rmdir()
    around.watch.look(running(KAFKA, 5))
    assert around.pids() == {"kafka": 5}
