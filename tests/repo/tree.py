"""The files of the repository as git knows them, those not committed yet included."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

from shared.settings import CHECKOUT


def files(*patterns: str) -> Iterator[Path]:
    """Every file that is, or would be, committed."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", "--", *patterns]
    listed = subprocess.run(command, cwd=CHECKOUT, capture_output=True, check=True, text=True).stdout  # noqa: S603 - git, fixed words
    for name in filter(None, listed.split("\0")):
        file = CHECKOUT / name
        if file.is_file():
            yield file


def text_of(file: Path) -> str | None:
    """The file's text, or None where it is no text."""
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None
