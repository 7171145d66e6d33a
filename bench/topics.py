"""Topics of a run: made, filled with mentions, read back, removed."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import orjson
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from bench.typed import MENTIONS, PARTITIONS, TRACEPARENT, Mention
from bench.work import mention
from shared.clock import new_id, now
from shared.contracts.record import Record, record_of

BATCH_BYTES = 256 * 1024
"""As a busy writer's."""


def mention_record(topic: str, number: int, *, typed: bool) -> Record:
    """Mention `number` as a record: by its contract with headers, or the bare JSON; key and partition are the same."""
    fields = mention(number)
    record = record_of(
        MENTIONS,
        "mention.received",
        Mention.model_validate(fields),
        id=new_id(),
        source="bench",
        time=now(),
        traceparent=TRACEPARENT,
    )
    value, headers = (record.value, record.headers) if typed else (orjson.dumps(fields), [])
    return Record(topic, record.partition, record.key, value, headers)


async def create(bootstrap: str, *names: str) -> None:
    """Topics of the run; the broker stamps the time of appending, by which rates are measured."""
    stamped = {"message.timestamp.type": "LogAppendTime"}
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        await admin.create_topics([NewTopic(name, PARTITIONS, 1, topic_configs=stamped) for name in names])
    finally:
        await admin.close()


async def remove(bootstrap: str, *names: str) -> None:
    """Gives the disk back."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        await admin.delete_topics(list(names))
    finally:
        await admin.close()


async def fill(bootstrap: str, topic: str, count: int, *, typed: bool) -> None:
    """Writes mentions 0 to `count` - 1, in large batches."""
    producer = AIOKafkaProducer(
        bootstrap_servers=bootstrap, enable_idempotence=True, acks="all", max_batch_size=BATCH_BYTES, linger_ms=20
    )
    await producer.start()
    try:
        for records in _chunks(topic, count, typed=typed):
            sent = [
                await producer.send(each.topic, each.value, each.key, each.partition, headers=each.headers)
                for each in records
            ]
            await asyncio.gather(*sent)
    finally:
        await producer.stop()


def _chunks(topic: str, count: int, *, typed: bool, size: int = 10_000) -> Iterator[list[Record]]:
    for start in range(0, count, size):
        yield [mention_record(topic, number, typed=typed) for number in range(start, min(start + size, count))]


async def read_back(bootstrap: str, topic: str) -> AsyncIterator[ConsumerRecord[bytes, bytes]]:
    """Every committed record that is on the topic now."""
    partitions = [TopicPartition(topic, number) for number in range(PARTITIONS)]
    consumer = AIOKafkaConsumer(
        bootstrap_servers=bootstrap,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        isolation_level="read_committed",
    )
    await consumer.start()
    try:
        consumer.assign(partitions)
        ends = await consumer.end_offsets(partitions)
        while not all([await consumer.position(each) >= ends[each] for each in partitions]):
            for records in (await consumer.getmany(timeout_ms=200)).values():
                for record in records:
                    yield record
    finally:
        await consumer.stop()
