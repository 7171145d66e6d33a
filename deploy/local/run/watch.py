"""Watches the processes while everything runs: says when one ended, and starts again what the supervisor gave up."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from deploy.local.layout import Layout
from deploy.local.processes import PROCESSES, Process
from deploy.local.run import endpoints
from deploy.local.run.ground import space_left
from deploy.local.run.supervisor import Standing

LOOK_EVERY_S = 0.5
"""A new pid is in endpoints.json within that time."""

GIVEN_UP_S = 30.0
"""What keeps crashing is started again this much later: its cause may have gone (a full disk, a broker)."""


@dataclass
class Watch:
    """Keeps `endpoints.json` true; `say` tells the person at the terminal, `begin` has a process started."""

    layout: Layout
    say: Callable[[str], None]
    begin: Callable[[Process], bool]
    clock: Callable[[], float] = time.monotonic
    pids: dict[str, int] = field(default_factory=dict)
    _looked_at: float = 0.0
    _written: dict[str, int] | None = None
    """The pids that endpoints.json has."""
    _told_unwritten: bool = False
    _again_at: dict[str, float] = field(default_factory=dict)

    def is_due(self) -> bool:
        """Whether it is time to look."""
        return self.clock() - self._looked_at >= LOOK_EVERY_S

    def look(self, standings: dict[str, Standing]) -> None:
        """Compare with the last look."""
        self._looked_at = self.clock()
        for process in PROCESSES:
            standing = standings.get(process.name)
            if standing is None:
                continue
            if standing.given_up:
                self._start_later(process)
            elif standing.waits_for_person:
                self._tell_once(process)
            elif standing.lives and standing.pid != self.pids.get(process.name):
                self._tell_restart(process, standing)
                self.pids[process.name] = standing.pid
        if self.pids != self._written:
            self._write()

    def _write(self) -> None:
        """A full disk ends nothing that runs: the next look tries again."""
        try:
            endpoints.write(self.layout, self.pids)
        except OSError as error:
            if not self._told_unwritten:
                self._tell(f"{self.layout.endpoints} cannot be written and is out of date: {error.strerror}.")
            self._told_unwritten = True
        else:
            self._written, self._told_unwritten = dict(self.pids), False

    def _tell_restart(self, process: Process, standing: Standing) -> None:
        if process.name in self.pids:
            self._tell(f"{process.name} ended and was started again (process {standing.pid}).")

    def _tell_once(self, process: Process) -> None:
        if self.pids.pop(process.name, None) is not None:
            log = self.layout.logs / f"{process.name}.log"
            self._tell(f"{process.name} stopped and stays so until somebody acts: {log} says why. Then start again.")

    def _start_later(self, process: Process) -> None:
        now = self.clock()
        due = self._again_at.get(process.name)
        if due is None:
            log = self.layout.logs / f"{process.name}.log"
            self._tell(f"{process.name} keeps ending; the next try is in {GIVEN_UP_S:.0f} s. Its log is {log}.")
            self._again_at[process.name] = now + GIVEN_UP_S
        elif now >= due:
            del self._again_at[process.name]
            self.begin(process)

    def _tell(self, what: str) -> None:
        """A full disk is the likeliest cause, and nothing else would name it."""
        full = space_left(self.layout.home)
        self.say(f"{what} {full}" if full else what)
