"""Whom downloads trust: the machine's own certificates, so that a force's inspecting proxy is no obstacle."""

import os
import ssl
from pathlib import Path


def of_this_machine() -> dict[str, str]:
    """Variables that make Node and Python's requests use the machine's certificates, where it has any.

    What somebody has set already stays. Python's pip does the same by itself.
    """
    found = _bundle()
    wanted = {"NODE_USE_SYSTEM_CA": "1"} | ({"REQUESTS_CA_BUNDLE": found} if found else {})
    return {name: value for name, value in wanted.items() if name not in os.environ}


def _bundle() -> str | None:
    paths = ssl.get_default_verify_paths()
    if paths.cafile:
        return paths.cafile
    hashed = Path(paths.capath).glob("*.0") if paths.capath else iter(())
    return paths.capath if any(hashed) else None
