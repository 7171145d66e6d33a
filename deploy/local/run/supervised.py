"""The supervisor's own process: `python -m deploy.local.run.supervised FILE`.

It ends when `make run` dies, however that dies, so that nothing is left behind: Linux can tell a child of its
parent's death. Elsewhere the next start clears up.
"""

import ctypes
import os
import signal
import sys

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
    supervise(["--configuration", file])


if __name__ == "__main__":
    main(sys.argv[1])
