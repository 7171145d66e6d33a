"""The audit journal: on this machine's disk before a page is served, relayed to audit.recorded whenever Kafka is there.

A folder of segments `<number>.jsonl`, one entry a line, and `relayed`, which says how far they are on the topic.
Entries are relayed at least once; readers drop repeats by their id. A segment is removed when all of it is there.
"""

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from shared.contracts.audit_recorded import AUDIT_RECORDED, AuditEntry
from shared.contracts.record import Record, record_of
from shared.contracts.topic import Topic
from shared.errors import BlueLampError, Misconfigured, Transient
from shared.kafka.metrics import AUDIT_WAITING

logger = logging.getLogger(__name__)

SEGMENT_BYTES = 8 * 1024 * 1024
"""A segment is closed at this size: small enough to read again after a restart, large enough to be rare."""

READ_BYTES = 1024 * 1024
"""Of a segment at a time; an entry with a thousand ids takes 30 KB."""

RELAYED_AT_ONCE = 500
"""Entries of one write to Kafka."""

Write = Callable[[Sequence[Record]], Awaitable[None]]


class Unwritable(BlueLampError):
    """The entry is not on the disk, so what it speaks of must not happen."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """What stands in the journal from one place (segment, byte) to another, `end`."""

    entries: list[AuditEntry]
    lines: int
    """As many as entries, and those that the disk has spoilt."""
    end: tuple[int, int]


class AuditJournal:
    """Entries that are on the disk when `record` returns; one fsync serves all who wait for it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._waiting: list[tuple[bytes, asyncio.Future[None]]] = []
        self._flushing: asyncio.Task[None] | None = None
        self.written = asyncio.Event()
        self.lines = 0
        """Written since this object was made."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._number = max(self._segments(), default=1)
            self._file = self._opened(self._number)
            self._size = self._whole_lines()
        except OSError as error:
            raise Misconfigured(
                f"The audit journal in {folder} cannot be opened: {error.strerror}.",
                remedy="Make the folder writable for this service, or free space on its disk.",
            ) from error

    async def record(self, *entries: AuditEntry) -> None:
        """Put the entries on the disk; raises Unwritable where they are not, and then nothing else may happen."""
        if not entries:
            return
        lines = b"".join(entry.model_dump_json().encode() + b"\n" for entry in entries)
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((lines, done))
        if self._flushing is None:
            self._flushing = asyncio.create_task(self._flush())
        await done

    def after(self, place: tuple[int, int]) -> Stretch:
        """The next entries after a place."""
        number, offset = place
        numbers = sorted(number for number in self._segments() if number >= place[0])
        if not numbers:
            return Stretch([], 0, place)
        if numbers[0] != number:
            number, offset = numbers[0], 0
        whole = self._size if number == self._number else self._path(number).stat().st_size
        if offset >= whole and number < self._number:
            return self.after((number + 1, 0))
        with self._path(number).open("rb") as file:
            file.seek(offset)
            content = file.read(min(whole - offset, READ_BYTES))
        lines = content[: content.rfind(b"\n") + 1].splitlines(keepends=True)[:RELAYED_AT_ONCE]
        entries = [entry for line in lines if (entry := _entry(line, number))]
        return Stretch(entries, len(lines), (number, offset + sum(map(len, lines))))

    def lines_after(self, place: tuple[int, int]) -> int:
        """How many lines stand after a place: reads them all, so that it is for a start."""
        count = 0
        for number in self._segments():
            if number >= place[0]:
                content = self._path(number).read_bytes()
                count += content.count(b"\n", place[1] if number == place[0] else 0)
        return count

    def drop_before(self, place: tuple[int, int]) -> None:
        """Remove the segments that lie wholly before a place."""
        for number in self._segments():
            if number < place[0]:
                self._path(number).unlink()

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._file)

    async def _flush(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting, []
                try:
                    await asyncio.to_thread(self._append, b"".join(lines for lines, _ in batch))
                except OSError as error:
                    self._refuse(batch, error)
                else:
                    self.lines += sum(lines.count(b"\n") for lines, _ in batch)
                    _settle(batch)
                    self.written.set()
        finally:
            self._flushing = None

    def _refuse(self, batch: Sequence[tuple[bytes, "asyncio.Future[None]"]], error: OSError) -> None:
        logger.error("the audit journal cannot be written", extra={"folder": str(self._folder), "why": error.strerror})
        for _, done in batch:
            if not done.done():
                done.set_exception(Unwritable(f"The audit log cannot be written ({error.strerror})."))

    def _append(self, lines: bytes) -> None:
        """Write and fsync; what a failure left behind is cut off, so that every line stays whole."""
        if self._size >= SEGMENT_BYTES:
            fresh = self._opened(self._number + 1)
            os.close(self._file)
            self._file, self._number, self._size = fresh, self._number + 1, 0
        try:
            rest = memoryview(lines)
            while rest:
                rest = rest[os.write(self._file, rest) :]
            os.fsync(self._file)
        except OSError:
            os.ftruncate(self._file, self._size)
            raise
        self._size += len(lines)

    def _whole_lines(self) -> int:
        """The size without a line that a crash left half-written: nobody was served after it."""
        content = self._path(self._number).read_bytes()
        whole = content.rfind(b"\n") + 1
        if whole < len(content):
            logger.warning("a half-written audit line was cut off", extra={"bytes": len(content) - whole})
            os.ftruncate(self._file, whole)
        return whole

    def _segments(self) -> list[int]:
        return [int(file.stem) for file in self._folder.glob("*.jsonl") if file.stem.isdigit()]

    def _path(self, number: int) -> Path:
        return self._folder / f"{number:08d}.jsonl"

    def _opened(self, number: int) -> int:
        return os.open(self._path(number), os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)


class AuditRelay:
    """Moves the journal to audit.recorded, in order, at least once; Kafka's outage only makes it wait."""

    def __init__(
        self,
        journal: AuditJournal,
        folder: Path,
        write: Write,
        *,
        source: str,
        topic: Topic[AuditEntry] = AUDIT_RECORDED,
        pause_s: float = 1.0,
    ) -> None:
        self._journal = journal
        self._mark = folder / "relayed"
        self._write = write
        self._source = source
        self._pause_s = pause_s
        self._topic = topic
        self._place = self._marked()
        self._before = journal.lines_after(self._place) - journal.lines
        self._relayed = 0

    @property
    def waiting(self) -> int:
        """Entries that are not known to be on the topic; a count that is kept, as it is asked for often."""
        return self._before + self._journal.lines - self._relayed

    async def run(self) -> None:
        """Relay until cancelled."""
        AUDIT_WAITING.set_function(lambda: self.waiting)
        while True:
            self._journal.written.clear()
            try:
                moved = await self.step()
            except (Transient, OSError) as error:
                logger.warning("the audit journal waits for Kafka", extra={"why": str(error)})
                await asyncio.sleep(self._pause_s)
                continue
            if not moved:
                await self._journal.written.wait()

    async def step(self) -> bool:
        """Relay the next entries; whether there were any."""
        stretch = self._journal.after(self._place)
        if stretch.entries:
            await self._write([self._record(entry) for entry in stretch.entries])
        if stretch.end == self._place:
            return False
        self._remember(stretch.end)
        self._relayed += stretch.lines
        return True

    def _record(self, entry: AuditEntry) -> Record:
        return record_of(self._topic, "audit.recorded", entry, id=entry.id, source=self._source, time=entry.at)

    def _remember(self, place: tuple[int, int]) -> None:
        coming = self._mark.with_suffix(".coming")
        coming.write_text(f"{place[0]} {place[1]}", encoding="ascii")
        coming.replace(self._mark)
        self._place = place
        self._journal.drop_before(place)

    def _marked(self) -> tuple[int, int]:
        try:
            number, offset = map(int, self._mark.read_text(encoding="ascii").split())
        except (OSError, ValueError):
            return (0, 0)  # a lost mark relays entries again: readers drop repeats by id
        return (number, offset)


def _entry(line: bytes, segment: int) -> AuditEntry | None:
    """The entry of a line; one that the disk has spoilt is told of, and the others go on."""
    try:
        return AuditEntry.model_validate_json(line)
    except ValidationError:
        logger.error("a line of the audit journal cannot be read", extra={"segment": segment})  # noqa: TRY400 - it would repeat the line
        return None


def _settle(batch: Sequence[tuple[bytes, "asyncio.Future[None]"]]) -> None:
    for _, done in batch:
        if not done.done():
            done.set_result(None)
