"""Records as a consumer has them."""

from aiokafka import ConsumerRecord

from shared.contracts.record import Record


def came(record: Record) -> ConsumerRecord:
    """The record, read from its topic."""
    return ConsumerRecord(
        record.topic, record.partition, 0, 0, 0, record.key, record.value, None, 0, 0, tuple(record.headers)
    )
