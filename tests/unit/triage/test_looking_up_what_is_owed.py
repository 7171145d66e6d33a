"""Looking up since when labels are owed reads whole fetches; alerts, on the same loop, have their turn meanwhile."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from datetime import timedelta
from typing import Self

import pytest
from aiokafka import ConsumerRecord, TopicPartition

from services.triage import owed
from services.triage.memory import AT_ONCE
from shared.contracts.mention_triaged import MENTION_TRIAGED
from shared.contracts.record import Record
from tests.unit.triage.records import as_read

PLACE = TopicPartition(MENTION_TRIAGED.name, 0)
MANY = 3 * AT_ONCE


class Fetch:
    """In place of a reader: one partition, whose records all come in one fetch."""

    def __init__(self, _: str) -> None:
        pass

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        pass

    async def ends_of(self, _: Iterable[str]) -> dict[TopicPartition, int]:
        """As far as the fetch goes."""
        return {PLACE: MANY}

    def open_at(self, _: Mapping[TopicPartition, int]) -> None:
        """Wherever it begins."""

    async def up_to(self, _: Mapping[TopicPartition, int]) -> AsyncIterator[list[ConsumerRecord]]:
        """All at once."""
        record = Record(MENTION_TRIAGED.name, 0, b"x:1", None, [])
        yield [as_read(record, offset) for offset in range(MANY)]


async def test_others_have_their_turn_while_a_large_fetch_is_looked_through(monkeypatch: pytest.MonkeyPatch) -> None:
    async def nothing(*_: object) -> dict[TopicPartition, int]:
        return {}

    monkeypatch.setattr(owed, "Reader", Fetch)
    monkeypatch.setattr(owed, "since", nothing)
    monkeypatch.setattr(owed, "committed_by", nothing)
    seen, turns = 0, []

    def owes(_: ConsumerRecord) -> None:
        nonlocal seen
        seen += 1

    async def alerts() -> None:
        while seen < MANY:
            turns.append(seen)
            await asyncio.sleep(0)

    other = asyncio.create_task(alerts())
    assert await owed.owed_since("nowhere:1", "labels", MENTION_TRIAGED, owes, timedelta(hours=1)) is None
    await other
    assert [each for each in turns if each] == [AT_ONCE, 2 * AT_ONCE]
