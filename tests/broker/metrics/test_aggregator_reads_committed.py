"""Contributions come in transactions: those of an aborted one were never said, and markers hold nothing up."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiokafka import AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

from shared.contracts.contribution_changed import Contribution
from tests.broker.metrics.aggregators import Aggregators
from tests.support.broker import RealBroker
from tests.support.waiting import wait_until
from tests.unit.metrics.contributions import followers


@pytest.fixture
async def aggregators(broker: RealBroker, tmp_path: Path) -> AsyncIterator[Aggregators]:
    """None running yet."""
    group = Aggregators(broker, tmp_path)
    await group.begin()
    yield group
    await group.end()


@asynccontextmanager
async def transactions(aggregators: Aggregators) -> AsyncIterator[AIOKafkaProducer]:
    """A producer such as the sampler's."""
    producer = AIOKafkaProducer(
        bootstrap_servers=aggregators.broker.bootstrap, transactional_id=f"{aggregators.group}-t"
    )
    await producer.start()
    try:
        yield producer
    finally:
        await producer.stop()


async def write(
    producer: AIOKafkaProducer, aggregators: Aggregators, told: Sequence[Contribution], *, commit: bool
) -> None:
    """Written as the sampler does, which commits, or ends half-way."""
    await producer.begin_transaction()
    for record in map(aggregators.record, told):
        await producer.send(record.topic, record.value, record.key, record.partition, headers=record.headers)
    await producer.flush()
    await (producer.commit_transaction() if commit else producer.abort_transaction())


async def in_a_transaction(aggregators: Aggregators, contribution: Contribution, *, commit: bool) -> None:
    """One transaction of one record."""
    async with transactions(aggregators) as producer:
        await write(producer, aggregators, [contribution], commit=commit)


async def committed_offset(aggregators: Aggregators) -> int:
    admin = AIOKafkaAdminClient(bootstrap_servers=aggregators.broker.bootstrap)
    await admin.start()
    try:
        offsets = await admin.list_consumer_group_offsets(aggregators.group)
    finally:
        await admin.close()
    found = offsets.get(TopicPartition(aggregators.contributions, 0))
    return found.offset if found else -1


async def test_what_an_aborted_transaction_wrote_was_never_said(aggregators: Aggregators) -> None:
    process = await aggregators.start()
    await process.ready()
    await aggregators.tell([followers("2026-05-01", 600)])
    await in_a_transaction(aggregators, followers("2026-05-02", 1_000_000), commit=False)
    await in_a_transaction(aggregators, followers("2026-05-03", 1_000_000, later=60), commit=False)
    await aggregators.tell([followers("2026-05-03", 627)])
    await aggregators.all_follows()
    assert all(b"1000000" not in (each.value or b"") for each in await aggregators.written())


async def test_markers_of_transactions_hold_up_neither_reading_nor_committing(aggregators: Aggregators) -> None:
    process = await aggregators.start()
    await process.ready()
    for count in range(3):  # each leaves one record and one marker, the aborted ones a hole of two
        told = followers("2026-05-01", 600 + count, later=count)
        await in_a_transaction(aggregators, followers("2026-05-02", 1, later=count), commit=False)
        await in_a_transaction(aggregators, told, commit=True)
    await aggregators.tell([told, followers("2026-05-02", 627)])  # that of the last transaction, and one more
    await aggregators.all_follows()

    async def committed() -> bool:
        return await committed_offset(aggregators) == 3 * 4 + 2

    await wait_until(committed, what="the offset after the last record is committed")

    async def nothing_is_behind() -> bool:
        return await process.number("bluelamp_lag_records", group=aggregators.group) == 0

    await wait_until(nothing_is_behind)


async def test_what_is_committed_keeps_up_with_hundreds_of_transactions(aggregators: Aggregators) -> None:
    process = await aggregators.start()
    await process.ready()
    days = [f"2026-05-{day:02}" for day in range(1, 11)]
    async with transactions(aggregators) as producer:
        for round_ in range(200):
            told = [followers(day, 600 + round_, later=round_) for day in days]
            await write(producer, aggregators, told, commit=True)
    aggregators.hear(told)
    await aggregators.all_follows()

    async def all_but_the_last_marker() -> bool:
        return await committed_offset(aggregators) == 200 * (len(days) + 1) - 1

    await wait_until(all_but_the_last_marker, 10, what="the offset after the last record is committed")


async def test_a_hole_after_the_very_first_record_does_not_hold_up_committing(aggregators: Aggregators) -> None:
    process = await aggregators.start()
    await process.ready()
    async with transactions(aggregators) as producer:
        await write(producer, aggregators, [followers("2026-05-01", 600)], commit=True)
        await write(producer, aggregators, [followers("2026-05-02", 1)], commit=False)
        await write(producer, aggregators, [followers("2026-05-02", 627)], commit=True)
    aggregators.hear([followers("2026-05-01", 600), followers("2026-05-02", 627)])
    await aggregators.all_follows()

    async def committed() -> bool:
        return await committed_offset(aggregators) == 5

    await wait_until(committed, 10, what="the offset after the last record is committed")
