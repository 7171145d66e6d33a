"""A written record, as a consumer reads it."""

from aiokafka import ConsumerRecord

from shared.contracts.record import Record


def as_read(record: Record, offset: int = 0) -> "ConsumerRecord[bytes, bytes]":
    """The record at an offset of its partition."""
    return ConsumerRecord(
        topic=record.topic,
        partition=record.partition,
        offset=offset,
        timestamp=0,
        timestamp_type=1,
        key=record.key,
        value=record.value,
        checksum=None,
        serialized_key_size=len(record.key),
        serialized_value_size=len(record.value or b""),
        headers=tuple(record.headers),
    )
