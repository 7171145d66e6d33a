"""A broker as a child process: started, waited for, stopped, killed, started again on the same data and ports."""

import signal
import subprocess

from deploy.local.kafka.java import command
from deploy.local.kafka.properties import HOST, Node
from deploy.local.kafka.ready import wait_until_serving
from deploy.local.kafka.storage import prepare
from shared.errors import Misconfigured

READY_DEADLINE_S = 60
"""2 s on a quiet machine; after kill -9 it reads its logs again and waits for its old session."""

STOP_DEADLINE_S = 30


class Broker:
    """One node's process; what it says goes to `<folder>/kafka.log`."""

    def __init__(self, node: Node) -> None:
        self.node = node
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def running(self) -> bool:
        """Whether the process lives; it may not serve yet."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int | None:
        """The id of the Java process, while it lives."""
        return self._process.pid if self._process and self.running else None

    def start(self) -> None:
        """Returns when the broker serves; raises Misconfigured with its last words when it does not."""
        if self.running:
            return
        prepare(self.node)
        with (self.node.folder / "kafka.log").open("ab") as said:
            self._process = subprocess.Popen(  # noqa: S603 - our own Java with our own arguments
                command("kafka.Kafka", str(self.node.properties), folder=self.node.folder),
                stdout=said,
                stderr=said,
                start_new_session=True,  # Ctrl-C is for us; we then stop it in order
            )
        if not wait_until_serving(HOST, self.node.port, READY_DEADLINE_S, alive=lambda: self.running):
            self.kill()
            raise Misconfigured(
                f"Kafka on port {self.node.port} did not start: {self._last_words()}",
                remedy=f"Read {self.node.folder / 'kafka.log'}.",
            )

    def stop(self) -> None:
        """Clean: logs are flushed, the next start is quick."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """As power loss would end it."""
        self._end(signal.SIGKILL)

    def pause(self) -> None:
        """Hangs without dying (SIGSTOP), until `resume`."""
        if self._process:
            self._process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Goes on after `pause`."""
        if self._process:
            self._process.send_signal(signal.SIGCONT)

    def _end(self, how: signal.Signals) -> None:
        if not self._process or not self.running:
            return
        self._process.send_signal(how)
        try:
            self._process.wait(STOP_DEADLINE_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _last_words(self) -> str:
        lines = (self.node.folder / "kafka.log").read_text(errors="replace").splitlines()
        return " / ".join(lines[-2:]) or "it said nothing"
