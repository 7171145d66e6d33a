"""`make clean`: removes `.local` and the data, after asking.

From the standard library alone: it removes everything else.
"""

import fcntl
import os
import shutil
import sys
from pathlib import Path

from deploy.local.paths import LOCAL

MARK = "run.lock"
"""`make run` puts it into its folder: a folder without one is not ours to remove."""


def main(arguments: list[str]) -> int:
    """Exit status 1 when nothing was removed."""
    home = Path(os.environ.get("BLUELAMP_HOME") or LOCAL / "run").absolute()
    doomed = [folder for folder in (LOCAL, home) if folder.exists() and (folder == LOCAL or (home / MARK).exists())]
    if home.is_relative_to(LOCAL) and LOCAL in doomed:
        doomed = [LOCAL]
    if not doomed:
        return _say("There is nothing to remove.", 0)
    if _in_use(home):
        return _say(f"`make run` uses {home} now. Stop it with Ctrl-C first.", 1)
    if "--yes" not in arguments and not _agreed(doomed):
        return _say("Nothing was removed.", 1)
    for folder in doomed:
        shutil.rmtree(folder)
    return _say("Removed.", 0)


def _agreed(doomed: list[Path]) -> bool:
    named = " and ".join(str(folder) for folder in doomed)
    sys.stdout.write(f"This removes {named}, with every mention, note and log in it. Type yes to go on: ")
    sys.stdout.flush()
    return sys.stdin.readline().strip().lower() == "yes"


def _in_use(home: Path) -> bool:
    try:
        with (home / MARK).open() as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return False


def _say(text: str, status: int) -> int:
    sys.stdout.write(f"{text}\n")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
