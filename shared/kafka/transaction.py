"""One transaction: all of its records and offsets become visible, or none."""

import asyncio
import time
from collections.abc import Mapping

from aiokafka import AIOKafkaProducer, TopicPartition
from aiokafka.errors import ProducerFenced

from shared.kafka import metrics
from shared.kafka.batches import Packing
from shared.kafka.fatal import End
from shared.kafka.timing import Timing


async def transact(
    producer: AIOKafkaProducer,
    packing: Packing,
    *,
    group: str = "",
    offsets: Mapping[TopicPartition, int] | None = None,
) -> None:
    """Write what is packed and move the group's offsets together."""
    await producer.begin_transaction()
    await packing.deliver()  # awaited: offsets of a batch that failed would lose its records
    if offsets:
        await producer.send_offsets_to_transaction(dict(offsets), group)
    await producer.commit_transaction()


async def transact_or_end(
    producer: AIOKafkaProducer,
    packing: Packing,
    *,
    writer: str,
    timing: Timing,
    end: End,
    group: str = "",
    offsets: Mapping[TopicPartition, int] | None = None,
) -> None:
    """The same within its deadline; any failure ends the process, because the transaction is left open."""
    begun = time.monotonic()
    try:
        async with asyncio.timeout(timing.transaction):
            await transact(producer, packing, group=group, offsets=offsets)
    except Exception as error:  # noqa: BLE001 - whatever it is, the transaction stays open
        metrics.PRODUCER_ERRORS.labels(writer, type(error).__name__).inc()
        what, remedy = _told(error, timing)
        end(f"A transaction of {writer} {what}.", remedy=remedy)
    metrics.TRANSACTIONS.labels(writer).inc()
    metrics.TRANSACTION_SECONDS.labels(writer).observe(time.monotonic() - begun)
    metrics.RECORDS_WRITTEN.labels(writer).inc(packing.records)


def _told(error: Exception, timing: Timing) -> tuple[str, str]:
    if isinstance(error, ProducerFenced):
        return (
            "was refused: the broker gave its id to somebody else",
            "Another process does the same work, or this one was held up for too long; it starts again.",
        )
    if isinstance(error, TimeoutError):
        return (
            f"did not end within {timing.transaction} s",
            "The broker is slow or away; the process starts again and waits for it.",
        )
    return f"failed: {error!r}", "The process starts again and goes on from what was committed."
