"""Where things of this checkout are; everything installed stays under `.local`."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
"""The checkout."""

LOCAL = ROOT / ".local"
"""Everything that set-up brings in; `make clean` removes it."""

VENV = LOCAL / "venv"
JARS = LOCAL / "jars"
CACHE = LOCAL / "cache"
"""Caches of pip, npm and the rest: HOME may not exist."""

HERE = Path(__file__).resolve().parent
