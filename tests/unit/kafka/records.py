"""Records as a consumer would give them."""

from aiokafka import ConsumerRecord, TopicPartition

PARTITION = TopicPartition("topic", 2)


def consumed(value: bytes | None, *, offset: int = 7, key: bytes | None = b"key") -> ConsumerRecord:
    """A record of PARTITION."""
    return ConsumerRecord("topic", 2, offset, 1_700_000_000_000, 1, key, value, None, 3, 5, (("ce_id", b"1"),))
