"""The folder of promoted heads: a file for each version, the pointer to the one in force, and what happened."""

import hashlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path

from pydantic import ValidationError

from services.triage.promoted.durable import PARTIAL, alone, append, put
from services.triage.promoted.entries import SHIPPED, Entry, Pointer
from shared.errors import Misconfigured, Permanent

POINTER, HISTORY, REPORTS = "current", "history.jsonl", "reports"
KEPT = 30
"""Versions and reports that are kept: a month of nights."""
SHORT = 8
"""Letters of a hash that name a version, as everywhere."""


def folder_of(heads: Path | None, home: Path) -> Path:
    """Where promoted heads are: as told, or in the folder of this installation."""
    return heads or home / "triage" / "heads"


def version_of(heads: bytes) -> str:
    """The name of heads: the first letters of the hash of their file."""
    return hashlib.sha256(heads).hexdigest()[:SHORT]


class Store:
    """Everything about promoted heads on disk; the pointer is the truth, and changes in one step."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def file(self, version: str) -> Path:
        """Where the heads of that version are."""
        return self.folder / f"{version}.json"

    def pointer(self) -> Pointer:
        """What is in force; the shipped heads where nothing was ever promoted. Raises Misconfigured."""
        return self.read(self.marked())

    def marked(self) -> bytes | None:
        """The pointer's bytes, which change with everything that is promoted or undone; None where there is none."""
        try:
            return (self.folder / POINTER).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise Misconfigured(f"{self.folder / POINTER} cannot be read: {error.strerror}.", remedy=_MEND) from error

    def read(self, marked: bytes | None) -> Pointer:
        """What these bytes point to."""
        if marked is None:
            return Pointer()
        try:
            return Pointer.model_validate_json(marked)
        except ValidationError as error:
            raise Misconfigured(f"{self.folder / POINTER} points to no heads.", remedy=_MEND) from error

    def history(self) -> list[Entry]:
        """What happened, the oldest first; a line that cannot be read is left out."""
        try:
            lines = (self.folder / HISTORY).read_bytes().splitlines()
        except FileNotFoundError:
            return []
        return [entry for line in lines if (entry := _entry(line)) is not None]

    def refitting(self) -> AbstractContextManager[bool]:
        """Held for as long as a refit works; False where another does."""
        self.folder.mkdir(parents=True, exist_ok=True)
        return alone(self.folder / "refit.lock", wait=False)

    def promote(self, heads: bytes, entry: Entry, known: Pointer, fits: Callable[[str], bool]) -> bool:
        """Put these heads in force; False, and nothing done, where others than the `known` came in force meanwhile."""
        version = version_of(heads)
        with self._changing():
            now = self.pointer()
            if now != known:
                return False
            put(self.file(version), heads)
            earlier = [each for each in (*now.before, now.version) if each not in (SHIPPED, version) and fits(each)]
            self._point(Pointer(version=version, before=tuple(earlier[-KEPT + 1 :]), entry=entry))
            self._tidy()
        return True

    def undo(self, by: str, at: datetime, fits: Callable[[str], bool]) -> Entry:
        """Go back to the whole version before, as far as the shipped heads; the entry names what was passed over.

        Raises Permanent where the shipped heads are in force.
        """
        with self._changing():
            now = self.pointer()
            if now.version == SHIPPED:
                raise Permanent("The heads that came with this version are in force: there is nothing to undo.")
            earlier = [each for each in now.before if fits(each)]
            version = earlier.pop() if earlier else SHIPPED
            over = now.before[now.before.index(version) + 1 :] if version != SHIPPED else now.before
            why = tuple(f"{each} is missing, damaged or of another model, and was passed over" for each in over)
            newest = now.entry.newest if now.entry is not None else None
            since = max(moment for moment in (at, newest, now.since) if moment is not None)
            entry = Entry(at=at, what="undone", version=version, before=now.version, by=by, why=why, since=since)
            self._point(Pointer(version=version, before=tuple(earlier), entry=entry))
        return entry

    def note(self, entry: Entry) -> None:
        """Add to the history what changed nothing."""
        with self._changing():
            self._append(entry)

    def report(self, at: datetime, words: str, numbers: bytes) -> Path:
        """Keep the report of a refit; returns where its words are."""
        folder = self.folder / REPORTS
        folder.mkdir(parents=True, exist_ok=True)
        name = f"{at:%Y%m%dT%H%M%S}"
        put(folder / f"{name}.json", numbers)
        put(folder / f"{name}.txt", words.encode())
        for kind in ("*.json", "*.txt"):
            for old in sorted(folder.glob(kind))[:-KEPT]:
                old.unlink(missing_ok=True)
        return folder / f"{name}.txt"

    def _changing(self) -> AbstractContextManager[bool]:
        self.folder.mkdir(parents=True, exist_ok=True)
        return alone(self.folder / "lock", wait=True)

    def _point(self, pointer: Pointer) -> None:
        put(self.folder / POINTER, pointer.model_dump_json().encode())
        if pointer.entry is not None:
            self._append(pointer.entry)

    def _append(self, entry: Entry) -> None:
        """The entry; before it the one of the pointer, where a process died before it could tell it."""
        told = self.history()
        pending = self.pointer().entry
        for each in (pending, entry):
            if each is not None and each not in told:
                append(self.folder / HISTORY, each.model_dump_json().encode())
                told.append(each)

    def _tidy(self) -> None:
        """Forget versions beyond those that are kept, and what a process that died left half written."""
        pointer = self.pointer()
        needed = {pointer.version, *pointer.before}
        versions = sorted(self.folder.glob("*.json"), key=lambda file: file.stat().st_mtime)
        spare = [file for file in versions if file.stem not in needed]
        for old in spare[: max(0, len(versions) - KEPT)]:
            old.unlink(missing_ok=True)
        for partial in self.folder.glob(f"*{PARTIAL}"):
            partial.unlink(missing_ok=True)


_MEND = "Put `current` back from a backup, or remove it: then the heads that came with this version are in force."


def _entry(line: bytes) -> Entry | None:
    try:
        return Entry.model_validate_json(line)
    except ValidationError:
        return None
