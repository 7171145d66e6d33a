"""The supervisor's own process: `python -m deploy.local.run.supervised FILE`.

It ends when `make run` dies, however that dies, so that nothing is left behind: Linux can tell a child of its
parent's death. Elsewhere the next start clears up.
"""

import contextlib
import ctypes
import os
import signal
import sys
from pathlib import Path

from supervisor.loggers import Handler, RotatingFileHandler
from supervisor.supervisord import main as supervise

PR_SET_PDEATHSIG = 1
"""Of prctl(2)."""


def main(file: str) -> None:
    """Supervise until told to stop."""
    parent = os.getppid()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            sys.exit("make run ended before its supervisor began")
    outlive_a_full_disk()
    supervise(["--configuration", file])


def outlive_a_full_disk() -> None:
    """Lines that cannot be written are lost, and nothing else: the supervisor's own way of saying so would end it."""
    roll_over = RotatingFileHandler.doRollover

    def roll_over_if_possible(handler: RotatingFileHandler) -> None:
        try:
            roll_over(handler)
        except (OSError, ValueError):
            with contextlib.suppress(OSError):
                handler.stream = Path(handler.baseFilename).open("ab")  # noqa: SIM115 - the handler keeps it

    Handler.handleError = lambda _: None
    RotatingFileHandler.doRollover = roll_over_if_possible


if __name__ == "__main__":
    main(sys.argv[1])
