"""Where things of this checkout are; everything installed stays under `.local`."""

from pathlib import Path

HERE = Path(__file__).resolve().parent

ROOT = HERE.parents[1]
"""The checkout."""

LOCAL = ROOT / ".local"
"""Everything that set-up brings in; `make clean` removes it."""

VENV = LOCAL / "venv"
PYTHON = VENV / "bin" / "python"
JARS = LOCAL / "jars"
NPM = LOCAL / "npm"
MODULES = NPM / "node_modules"
BROWSER = LOCAL / "browser"
STYLE = LOCAL / "desk" / "desk.css"

STAMPS = LOCAL / "stamps"
"""One file for each step of the set-up that is done."""

CACHE = LOCAL / "cache"
"""Caches of pip and npm: HOME may not exist."""

SCRATCH = LOCAL / "tmp"
"""Temporary files of the set-up: the machine's own folder may be small, or forbid to run programs from it."""
