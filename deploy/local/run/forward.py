"""Brings what the processes write into their log files forward to the terminal, each line with its process's name."""

import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, TextIO

COLOURS = (36, 33, 35, 32, 34, 96, 93, 95)
"""Of ANSI terminals, told apart on dark and light grounds; none is red, which is for what went wrong."""

RED = 31

SHOWN_ELSEWHERE = frozenset({"at", "level", "service", "logger", "message", "exception"})

LINE_MOST = 2_000
"""Characters of one line that are shown; the file has the rest."""


QUIET_S = 10.0
"""How long a line that was shown is not shown again: clients of a broker that is down say the same without end."""


class Tail:
    """A log file that grows, is rotated, or is not there yet; begins at its present end."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: BinaryIO | None = None
        self._begun = b""
        if path.exists():
            self._file = path.open("rb")
            self._file.seek(0, os.SEEK_END)

    def lines(self) -> Iterator[str]:
        """The lines that came since the last time."""
        if self._file is None and self._path.exists():
            self._file = self._path.open("rb")
        if self._file is None:
            return
        yield from self._complete(self._file.read())
        if self._rotated():
            yield from self._complete(self._file.read())
            self._file.close()
            self._file = None
            yield from self.lines()

    def close(self) -> None:
        """Let the file go."""
        if self._file:
            self._file.close()

    def _rotated(self) -> bool:
        try:
            return self._file is not None and os.fstat(self._file.fileno()).st_ino != self._path.stat().st_ino
        except FileNotFoundError:
            return False  # between the renaming and the new file

    def _complete(self, piece: bytes) -> Iterator[str]:
        *whole, self._begun = (self._begun + piece).split(b"\n")
        for line in whole:
            yield line.decode("utf-8", "replace")


class Repeats:
    """Remembers what one process said lately."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._shown_at: dict[str, float] = {}
        self._kept_back: Counter[str] = Counter()

    def since(self, text: str) -> str | None:
        """None when it was shown a moment ago; else what to add, which says how often it came meanwhile."""
        now = self._clock()
        if now - self._shown_at.get(text, -QUIET_S) < QUIET_S:
            self._kept_back[text] += 1
            return None
        self._shown_at = {each: at for each, at in self._shown_at.items() if now - at < QUIET_S} | {text: now}
        count = self._kept_back.pop(text, 0)
        return f" (and {count} times before)" if count else ""


class Forwarder:
    """Prints new lines of all log files, with the name of the process in a colour of its own on a terminal."""

    def __init__(
        self,
        folder: Path,
        names: tuple[str, ...],
        output: TextIO = sys.stdout,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._output = output
        self._width = max(len(name) for name in names)
        self._colours = {name: COLOURS[index % len(COLOURS)] for index, name in enumerate(names)}
        self._live = output.isatty() and "NO_COLOR" not in os.environ
        self._tails = {name: Tail(folder / f"{name}.log") for name in names}
        self._repeats = {name: Repeats(clock) for name in names}

    def pump(self) -> None:
        """Print what came since the last time."""
        for name, tail in self._tails.items():
            for line in tail.lines():
                if line.strip() and (more := self._repeats[name].since(readable(line)[0])) is not None:
                    self._output.write(self.prefixed(name, line) + more + "\n")
        self._output.flush()

    def prefixed(self, name: str, line: str) -> str:
        """One line as it is shown."""
        text, bad = readable(line)
        shown = f"{name:<{self._width}} |"
        if not self._live:
            return f"{shown} {text}"
        return f"\033[{self._colours[name]}m{shown}\033[0m " + (f"\033[{RED}m{text}\033[0m" if bad else text)

    def close(self) -> None:
        """Print the rest and let the files go."""
        self.pump()
        for tail in self._tails.values():
            tail.close()


def readable(line: str) -> tuple[str, bool]:
    """A line for people, and whether it is bad news; JSON lines of our services lose their punctuation."""
    try:
        event = json.loads(line)
    except ValueError:
        event = None
    if not isinstance(event, dict) or "message" not in event:
        return _harmless(line), line.startswith(("ERROR", "FATAL"))
    level = str(event.get("level", "info"))
    details = " ".join(f"{name}={value}" for name, value in event.items() if name not in SHOWN_ELSEWHERE)
    cause = str(event.get("exception", "")).strip().rpartition("\n")[2]
    parts = ("" if level == "info" else f"{level}:", str(event["message"]), details, cause)
    return _harmless(" ".join(part for part in parts if part)), level in {"error", "critical"}


def _harmless(text: str) -> str:
    """Nothing in a log may steer the terminal."""
    return "".join(each if each.isprintable() else " " for each in text[:LINE_MOST])
