"""An entry is on the disk when `record` returns, whatever happens next; the relay loses none."""

import asyncio
import errno
import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from shared import audit
from shared.audit import AuditJournal, AuditRelay, Unwritable
from shared.clock import new_id
from shared.contracts.audit_recorded import AUDIT_RECORDED, AuditEntry
from shared.contracts.record import Record, event_of
from shared.errors import Transient
from tests.support.waiting import wait_until


def _entry(on: str = "x:1") -> AuditEntry:
    return AuditEntry(id=new_id(), at=datetime.now(UTC), who="sam", act="alert.view", on=(on,), outcome="done")


async def test_entries_are_there_after_a_crash(tmp_path: Path) -> None:
    first, second = _entry("x:1"), _entry("x:2")
    journal = AuditJournal(tmp_path)
    await asyncio.gather(journal.record(first), journal.record(second))
    again = AuditJournal(tmp_path)  # the first one is never closed: the process died
    assert again.after((0, 0)).entries == [first, second]


async def test_one_fsync_serves_all_who_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    count = 0
    real = os.fsync

    def counted(file: int) -> None:
        nonlocal count
        count += 1
        real(file)

    monkeypatch.setattr("shared.audit.os.fsync", counted)
    journal = AuditJournal(tmp_path)
    await asyncio.gather(*(journal.record(_entry(f"x:{number}")) for number in range(200)))
    assert count <= 3
    assert len(journal.after((0, 0)).entries) == 200


async def test_a_line_that_a_crash_cut_in_half_is_dropped_and_the_next_is_whole(tmp_path: Path) -> None:
    whole, later = _entry("x:1"), _entry("x:2")
    await AuditJournal(tmp_path).record(whole)
    with (tmp_path / "00000001.jsonl").open("ab") as file:
        file.write(b'{"id": "half a li')
    journal = AuditJournal(tmp_path)
    await journal.record(later)
    assert journal.after((0, 0)).entries == [whole, later]


async def test_a_full_disk_refuses_and_leaves_no_half_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = AuditJournal(tmp_path)
    before, after = _entry("x:1"), _entry("x:3")
    await journal.record(before)
    real = os.write

    def full(file: int, lines: bytes) -> int:
        if len(lines) > 10:
            return real(file, lines[:10])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("shared.audit.os.write", full)
    with pytest.raises(Unwritable, match="No space left"):
        await journal.record(_entry("x:2"))
    monkeypatch.setattr("shared.audit.os.write", real)
    await journal.record(after)
    assert AuditJournal(tmp_path).after((0, 0)).entries == [before, after]


def _segments(folder: Path) -> int:
    return len(list(folder.glob("*.jsonl")))


class _Topic:
    """Plays audit.recorded."""

    def __init__(self) -> None:
        self.away = False
        self.entries: list[AuditEntry] = []

    async def write(self, records: Sequence[Record]) -> None:
        """Take the records, or be away."""
        if self.away:
            raise Transient("no broker answers")
        events = [event_of(AUDIT_RECORDED, record.value, record.headers) for record in records]
        self.entries.extend(event.fact for event in events if event)


async def test_the_relay_goes_on_where_it_stopped(tmp_path: Path) -> None:
    topic, entries = _Topic(), [_entry(f"x:{number}") for number in range(1_200)]
    journal = AuditJournal(tmp_path)
    await journal.record(*entries[:700])
    relay = AuditRelay(journal, tmp_path, topic.write, source="desk")
    await relay.step()
    assert relay.waiting == 200
    await journal.record(*entries[700:])
    again = AuditRelay(AuditJournal(tmp_path), tmp_path, topic.write, source="desk")
    while await again.step():
        pass
    assert topic.entries == entries
    assert again.waiting == 0


async def test_how_many_wait_is_known_without_reading_them_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    topic, journal = _Topic(), AuditJournal(tmp_path)
    await journal.record(*(_entry(f"x:{number}") for number in range(5)))
    relay = AuditRelay(journal, tmp_path, topic.write, source="desk")
    await journal.record(_entry("x:5"), _entry("x:6"))
    monkeypatch.setattr(Path, "open", lambda *_: pytest.fail("it was read"))
    assert relay.waiting == 7
    monkeypatch.undo()
    while await relay.step():
        pass
    assert relay.waiting == 0


async def test_an_outage_only_makes_entries_wait(tmp_path: Path) -> None:
    topic = _Topic()
    topic.away = True
    journal = AuditJournal(tmp_path)
    relay = AuditRelay(journal, tmp_path, topic.write, source="desk", pause_s=0.01)
    running = asyncio.create_task(relay.run())
    kept = _entry()
    await journal.record(kept)
    assert relay.waiting == 1
    topic.away = False
    await wait_until(lambda: bool(topic.entries), 5, what="the entry on the topic")
    running.cancel()
    assert topic.entries == [kept]


async def test_segments_go_when_all_of_them_is_on_the_topic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "SEGMENT_BYTES", 400)
    topic, journal = _Topic(), AuditJournal(tmp_path)
    entries = [_entry(f"x:{number}") for number in range(12)]
    for entry in entries:
        await journal.record(entry)
    assert _segments(tmp_path) > 3
    relay = AuditRelay(journal, tmp_path, topic.write, source="desk")
    while await relay.step():
        pass
    assert topic.entries == entries
    assert _segments(tmp_path) == 1
    assert AuditRelay(AuditJournal(tmp_path), tmp_path, topic.write, source="desk").waiting == 0


async def test_a_lost_mark_relays_again_rather_than_not_at_all(tmp_path: Path) -> None:
    topic, journal = _Topic(), AuditJournal(tmp_path)
    await journal.record(_entry())
    await AuditRelay(journal, tmp_path, topic.write, source="desk").step()
    (tmp_path / "relayed").write_text("what?", encoding="ascii")
    await AuditRelay(journal, tmp_path, topic.write, source="desk").step()
    assert len(topic.entries) == 2
    assert topic.entries[0].id == topic.entries[1].id


async def test_a_line_that_the_disk_has_spoilt_holds_up_nothing(tmp_path: Path) -> None:
    first, last = _entry("x:1"), _entry("x:3")
    journal = AuditJournal(tmp_path)
    await journal.record(first)
    with (tmp_path / "00000001.jsonl").open("ab") as file:
        file.write(b"\x00\x00\x00\n")
    again, topic = AuditJournal(tmp_path), _Topic()
    await again.record(last)
    relay = AuditRelay(again, tmp_path, topic.write, source="desk")
    while await relay.step():
        pass
    assert topic.entries == [first, last]
    assert relay.waiting == 0
