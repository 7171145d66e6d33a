"""One `make run`: start in order, keep everything up, stop in order. Everything waits while logs come forward."""

import subprocess
import sys
import time
from collections.abc import Callable

from deploy.local.layout import Layout
from deploy.local.paths import ROOT
from deploy.local.processes import DESK, KAFKA, PROCESSES, Process
from deploy.local.run import endpoints, leftovers
from deploy.local.run.forward import Forwarder
from deploy.local.run.ground import space_left
from deploy.local.run.ready import last_words, why_not
from deploy.local.run.supervisor import Supervisor
from deploy.local.run.watch import Watch
from shared.errors import Misconfigured

TURN_S = 0.1
"""Between two looks at the logs: a person sees no delay."""

READY_S = 180.0
"""Takes 10 s on two quiet cores."""

OTHERS_READY_S = 45.0
"""Once Kafka and the desk serve, people can work: what is not ready so much later is named, and not waited for."""

REMIND_S = 15.0

KEEPS_ENDING_S = 5.0
"""What still ends right after each start so long after the first time will not start: a wrong setting, no disk."""

STOPPED_S = 60.0

TASKS = ("topics", "staff", "demo")
"""What runs beside the supervised processes, each with a log of its own."""

PEOPLE = ROOT / "operations" / "demo" / "staff.toml"


class Stopping(Exception):
    """A person, or the system, asked for an end."""


class Session:
    """Everything of one installation, from start to stop."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.asked_to_stop = False
        self._supervisor = Supervisor(layout)
        self._forwarder = Forwarder(layout.logs, (*(each.name for each in PROCESSES), *TASKS))
        self._watch = Watch(layout, say, self._supervisor.begin)
        self._tasks: list[subprocess.Popen[bytes]] = []

    def start(self) -> list[str]:
        """Returns when Kafka and the desk are ready and `endpoints.json` is written: a line for each that is not."""
        self._supervisor.start()
        self._wait(lambda: bool(self._supervisor.standings()), "the supervisor")
        self._begin(KAFKA)
        self._wait_ready(KAFKA)
        self._task("topics", "topics", "apply")
        for process in PROCESSES[1:]:
            self._begin(process)
        self._task("staff", "staff", "add", "--from", str(PEOPLE))
        self._wait_ready(DESK)
        deadline = time.monotonic() + OTHERS_READY_S
        others = [self._what_it_lacks(each, deadline) for each in PROCESSES if each not in (KAFKA, DESK)]
        self._watch.look(self._supervisor.standings())
        return [lack for lack in others if lack]

    def play_demo(self, *arguments: str) -> None:
        """Start the demo; it plays while everything runs."""
        self._tasks.append(self._spawn("demo", "demo", *arguments))

    def run(self) -> None:
        """Keep everything up until asked to stop; raises Misconfigured when the supervisor itself dies."""
        while not self.asked_to_stop:
            self._turn()
            if self._watch.is_due():
                self._watch.look(self._supervisor.standings())
            self._tasks = [task for task in self._tasks if task.poll() is None]

    def stop(self) -> None:
        """Stop everything in order; by force whatever does not follow. Nothing is left."""
        endpoints.remove(self.layout)
        for task in self._tasks:
            task.terminate()
        self._supervisor.terminate()
        deadline = time.monotonic() + STOPPED_S
        while self._supervisor.running and time.monotonic() < deadline:
            self._forwarder.pump()
            time.sleep(TURN_S)
        leftovers.end(self.layout)
        for task in self._tasks:
            task.wait()
        self._forwarder.close()

    def _begin(self, process: Process) -> None:
        self._wait(lambda: self._supervisor.begin(process), f"the supervisor, to start {process.name}")

    def _wait_ready(self, process: Process) -> None:
        reason: str | None = ""
        ends_since: float | None = None

        def ready() -> bool:
            nonlocal reason, ends_since
            reason = why_not(self.layout, process)
            standing = self._supervisor.standings().get(process.name)
            if reason and standing and (standing.just_ended or standing.given_up or standing.waits_for_person):
                ends_since = ends_since or time.monotonic()
                if time.monotonic() - ends_since > KEEPS_ENDING_S:
                    raise Misconfigured(f"{process.name} does not start.", remedy="Its last lines above say why.")
            return reason is None

        self._wait(ready, process.name, lambda: reason or "")

    def _what_it_lacks(self, process: Process, deadline: float) -> str | None:
        """None once it is ready; a line that says why it is not where a person has to act, or at the deadline."""
        reason: str | None = ""

        def settled() -> bool:
            nonlocal reason
            reason = why_not(self.layout, process)
            standing = self._supervisor.standings().get(process.name)
            if reason and standing and standing.waits_for_person:
                reason = f"it stopped, and stays so until somebody acts. {last_words(self.layout, process)}"
                return True
            return reason is None or time.monotonic() > deadline

        self._wait(settled, process.name, lambda: reason or "")
        log = self.layout.logs / f"{process.name}.log"
        return f"{process.name} is not ready: {reason} ({log})" if reason else None

    def _wait(self, condition: Callable[[], bool], what: str, reason: Callable[[], str] = str) -> None:
        begun = reminded = time.monotonic()
        while not condition():
            self._turn()
            if self.asked_to_stop:
                raise Stopping
            if time.monotonic() - reminded > REMIND_S:
                reminded = time.monotonic()
                say(f"Still waiting for {what}. {reason()}")
            if time.monotonic() - begun > READY_S:
                raise Misconfigured(
                    f"{what} was not ready within {READY_S:.0f} s. {reason()}",
                    remedy=f"The logs are in {self.layout.logs}.",
                )

    def _turn(self) -> None:
        self._forwarder.pump()
        if not self._supervisor.running:
            full = space_left(self.layout.home)
            why = f"{self.layout.logs / 'supervisor.log'} and supervisor.out say why."
            raise Misconfigured(
                f"The supervisor ended. {full or ''}".rstrip(), remedy=f"Free some space; {why}" if full else why
            )
        time.sleep(TURN_S)

    def _task(self, name: str, *arguments: str) -> None:
        task = self._spawn(name, *arguments)
        self._tasks.append(task)
        self._wait(lambda: task.poll() is not None, name)
        self._tasks.remove(task)
        if task.returncode != 0:
            self._forwarder.pump()
            raise Misconfigured(f"`bluelamp {' '.join(arguments)}` failed.", remedy="Its last lines above say why.")

    def _spawn(self, name: str, *arguments: str) -> subprocess.Popen[bytes]:
        with (self.layout.logs / f"{name}.log").open("ab") as said:
            return subprocess.Popen(  # noqa: S603 - our own Python with our own module
                [sys.executable, "-m", "operations", *arguments],
                cwd=ROOT,
                env=self.layout.environment(),
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )


def say(text: str) -> None:
    """Tell the person at the terminal."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
