"""The supervisor: PyPI's `supervisor` as a child, told by a file, asked over XML-RPC on loopback."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from shlex import quote
from typing import Any
from xmlrpc.client import Error as XmlRpcError
from xmlrpc.client import Fault, ServerProxy

from supervisor.xmlrpc import Faults

from deploy.local.layout import HOST, Layout
from deploy.local.paths import ROOT
from deploy.local.processes import PROCESSES, SUPERVISOR_PORT, Process
from shared.exits import PERSON

USER = "bluelamp"

TRIES = 6
"""Quick ends in a row before the supervisor gives up: it waits 1, 2, 3 … s between them; we then wait longer."""

STOP_S = 15
"""What a process has for a clean stop; Kafka flushes its logs."""

LOG_BYTES = "10MB"

LOG_COPIES = 3


@dataclass(frozen=True)
class Standing:
    """How one process is, as the supervisor sees it."""

    name: str
    state: str
    pid: int
    exit_status: int

    @property
    def lives(self) -> bool:
        """It has a pid now."""
        return self.pid > 0

    @property
    def just_ended(self) -> bool:
        """It ended right after a start; the supervisor will try again in a moment."""
        return self.state == "BACKOFF"

    @property
    def given_up(self) -> bool:
        """The supervisor will not start it again by itself."""
        return self.state == "FATAL"

    @property
    def waits_for_person(self) -> bool:
        """It ended because starting again will not help."""
        return self.state == "EXITED" and self.exit_status == PERSON


class Supervisor:
    """Starts, watches and stops the processes of the table."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._password = (layout.secrets / "supervisor_password").read_text().strip()
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def running(self) -> bool:
        """Whether the supervisor itself lives."""
        return self._child is not None and self._child.poll() is None

    def start(self) -> None:
        """Start the supervisor alone; it starts no process by itself."""
        file = self._layout.home / "supervisor.conf"
        file.touch(mode=0o600)
        file.write_text(configuration(self._layout, self._password))
        with (self._layout.logs / "supervisor.out").open("ab") as said:
            self._child = subprocess.Popen(  # noqa: S603 - our own Python with our own module
                [sys.executable, "-m", "deploy.local.run.supervised", str(file)],
                cwd=ROOT,
                env=self._layout.environment(),
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,  # Ctrl-C is for `make run`, which stops the others in order
            )

    def begin(self, process: Process) -> bool:
        """Have a process started; False while the supervisor cannot be asked yet."""
        try:
            self._remote().supervisor.startProcess(process.name, False)
        except Fault as refused:
            return bool(refused.faultCode == Faults.ALREADY_STARTED)
        except (OSError, XmlRpcError):
            return False
        return True

    def standings(self) -> dict[str, Standing]:
        """How every process is; empty while the supervisor cannot be asked."""
        try:
            answer: Any = self._remote().supervisor.getAllProcessInfo()
        except (OSError, XmlRpcError):
            return {}
        return {
            each["name"]: Standing(each["name"], each["statename"], each["pid"], each["exitstatus"]) for each in answer
        }

    def terminate(self) -> None:
        """Have everything stopped, in the reverse order of starting; returns at once."""
        if self._child and self.running:
            self._child.terminate()

    def _remote(self) -> ServerProxy:
        return ServerProxy(f"http://{USER}:{self._password}@{HOST}:{self._layout.port(SUPERVISOR_PORT)}/RPC2")


def configuration(layout: Layout, password: str) -> str:
    """What the supervisor reads; it stops programs in the reverse order of their priority."""
    programs = "".join(_program(layout, each, place) for place, each in enumerate(PROCESSES, start=1))
    return f"""\
[supervisord]
nodaemon=true
silent=true
logfile={_escaped(layout.logs / "supervisor.log")}
pidfile={_escaped(layout.home / "supervisor.pid")}
childlogdir={_escaped(layout.logs)}

[inet_http_server]
port={HOST}:{layout.port(SUPERVISOR_PORT)}
username={USER}
password={password}

[rpcinterface:supervisor]
supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
{programs}"""


def _program(layout: Layout, process: Process, place: int) -> str:
    return f"""
[program:{process.name}]
command={_escaped(quote(sys.executable))} -m {" ".join((process.module, *process.arguments))}
directory={_escaped(ROOT)}
priority={place}
autostart=false
autorestart=unexpected
exitcodes={PERSON}
startsecs=2
startretries={TRIES}
stopwaitsecs={STOP_S}
killasgroup=true
stopasgroup=false
redirect_stderr=true
stdout_logfile={_escaped(layout.logs / f"{process.name}.log")}
stdout_logfile_maxbytes={LOG_BYTES}
stdout_logfile_backups={LOG_COPIES}
"""


def _escaped(text: Path | str) -> str:
    """The supervisor's file expands what follows a percent sign."""
    return str(text).replace("%", "%%")
