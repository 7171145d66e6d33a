"""The Python environment in `.local/venv`, made by any fitting interpreter from its standard library alone.

Exactly the packages of requirements.lock, checked by hash, wheels only; then the product itself, editable.
"""

import fcntl
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from deploy.local.paths import LOCAL, PYTHON, ROOT, VENV
from deploy.local.setup.command import run
from deploy.local.setup.step import Step
from shared.errors import Misconfigured

SPACE_NEEDED = 2_000_000_000
"""Bytes: 1.2 GB stay, the rest is the caches and archives on the way."""

NO_VENV = (
    "This Python has no working venv module. On Debian and Ubuntu it is the package python3-venv; "
    "or name another Python: make setup PYTHON=/path/to/python3."
)

FETCH_AGAIN = "Check the network and the space on the disk, then run `make setup` again: it goes on where it stopped."

NAMED = re.compile(r"^Collecting ([\w.\-]+)")
"""How pip says which package it is at."""


def steps() -> tuple[Step, ...]:
    """The environment, then the product in it."""
    lock, project = ROOT / "requirements.lock", ROOT / "pyproject.toml"
    made_by = f"{platform.python_version()} {platform.machine()}"
    return (
        Step("python", f"Python packages into {VENV.relative_to(ROOT)}", (lock, made_by), (PYTHON,), _install_packages),
        Step("product", "the product itself", (project, lock, made_by), (VENV / "bin" / "bluelamp",), _install_product),
    )


def check_space() -> None:
    """Says so before anything is fetched when the disk cannot hold it."""
    free = shutil.disk_usage(ROOT).free
    if free < SPACE_NEEDED:
        raise Misconfigured(
            f"The disk of {ROOT} has {free / 1e9:.1f} GB free; the set-up needs {SPACE_NEEDED / 1e9:.0f} GB.",
            remedy="Free some space, or clone to another disk.",
        )


@contextmanager
def alone() -> Iterator[None]:
    """One set-up at a time in a checkout; a second one waits."""
    LOCAL.mkdir(exist_ok=True)
    with (LOCAL / "setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _install_packages() -> None:
    check_space()
    if not _works():
        shutil.rmtree(VENV, ignore_errors=True)
        run([sys.executable, "-m", "venv", VENV], remedy=NO_VENV)
    options = ["--require-hashes", "--no-deps", "--only-binary", ":all:", "--progress-bar", "off"]
    run([*_pip(), *options, "-r", ROOT / "requirements.lock"], remedy=FETCH_AGAIN, counted=NAMED)


def _install_product() -> None:
    run([*_pip(), "--no-deps", "--no-build-isolation", "-e", ROOT], remedy=FETCH_AGAIN)


def _pip() -> list[str]:
    return [str(PYTHON), "-m", "pip", "install"]


def _works() -> bool:
    """Whether there is an environment already, of this very Python, with pip."""
    ask = "import pip, platform; print(platform.python_version())"
    try:
        answer = subprocess.run([PYTHON, "-c", ask], capture_output=True, text=True, check=False)  # noqa: S603 - our own
    except OSError:
        return False
    return answer.returncode == 0 and answer.stdout.strip() == platform.python_version()
