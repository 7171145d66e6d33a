"""Runs another program for the set-up: away from HOME, with its progress shown, its words kept for when it fails."""

import os
import re
import subprocess
import sys
import time
from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path

from deploy.local.paths import CACHE, ROOT, SCRATCH
from deploy.local.setup.trust import of_this_machine
from shared.errors import Transient

WORDS_KEPT = 15
"""Lines of a failed program that a person is shown; the reason is nearly always among the last ones."""

QUIET_S = 5.0
"""Between two lines of progress where nobody watches a terminal."""


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """This process's environment with every cache and temporary file inside `.local`."""
    SCRATCH.mkdir(parents=True, exist_ok=True)
    own = {
        "PIP_CACHE_DIR": str(CACHE / "pip"),
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "npm_config_cache": str(CACHE / "npm"),
        "TMPDIR": str(SCRATCH),
    }
    return {**os.environ, **of_this_machine(), **own, **(more or {})}


def run(
    command: Sequence[str | Path],
    *,
    remedy: str,
    cwd: Path = ROOT,
    env: Mapping[str, str] | None = None,
    counted: re.Pattern[str] | None = None,
) -> None:
    """Run to the end; lines that match `counted` are shown as progress by their first group.

    Raises Transient with the program's last words and `remedy` when it fails.
    """
    words: deque[str] = deque(maxlen=WORDS_KEPT)
    with subprocess.Popen(  # noqa: S603 - programs that the set-up itself installed or was started with
        [str(part) for part in command],
        cwd=cwd,
        env=environment(env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as process:
        progress = _Progress()
        for line in process.stdout or ():
            words.append(line.rstrip())
            found = counted.search(line) if counted else None
            if found:
                progress.show(found[1])
        progress.end()
    if process.returncode != 0:
        said = "\n".join(f"    {line}" for line in words if line)
        raise Transient(f"{Path(command[0]).name} ended with {process.returncode}:\n{said}\n{remedy}")


class _Progress:
    """One line that changes on a terminal; now and then a line elsewhere."""

    def __init__(self) -> None:
        self._live = sys.stderr.isatty()
        self._count = 0
        self._shown_at = time.monotonic()

    def show(self, name: str) -> None:
        self._count += 1
        if self._live:
            sys.stderr.write(f"\r\033[K        {self._count}  {name}")
        elif time.monotonic() - self._shown_at > QUIET_S:
            self._shown_at = time.monotonic()
            sys.stderr.write(f"        {self._count}  {name}\n")
        sys.stderr.flush()

    def end(self) -> None:
        if self._live and self._count:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()
