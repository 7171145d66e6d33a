"""Files that are there as a whole or not at all, whenever a process dies."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PARTIAL = ".partial"
"""How the name of a file ends while it is being written."""


def put(file: Path, content: bytes) -> None:
    """Write a file: afterwards it is on the disk, and nobody ever sees a part of it."""
    partial = file.with_name(f"{file.name}.{os.getpid()}{PARTIAL}")
    with naming(file), partial.open("wb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())
    partial.replace(file)
    _sync(file.parent)


def append(file: Path, line: bytes) -> None:
    """Add a line; a part of one that somebody left behind is ended first, so that it spoils no other."""
    with naming(file), file.open("a+b") as opened:
        size = opened.seek(0, os.SEEK_END)
        if size:
            opened.seek(size - 1)
            line = line if opened.read(1) == b"\n" else b"\n" + line
        opened.write(line + b"\n")
        opened.flush()
        os.fsync(opened.fileno())


@contextmanager
def naming(file: Path) -> Iterator[None]:
    """Tell of an error in writing it which file it was: the system names one only where it cannot be opened."""
    try:
        yield
    except OSError as error:
        error.filename = error.filename or str(file)
        raise


@contextmanager
def alone(file: Path, *, wait: bool) -> Iterator[bool]:
    """Hold a lock that goes with the process; yields False where another holds it and `wait` is False."""
    with file.open("ab") as opened:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
