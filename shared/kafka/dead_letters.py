"""A record that cannot be handled, as the dead letter that keeps it for a person."""

from aiokafka import ConsumerRecord

from shared.clock import now
from shared.contracts.dead import DeadLetterTopic
from shared.contracts.partition import partition_of
from shared.contracts.record import Record

REASON_CHARS = 1_000
"""A reason is a sentence; with it a dead letter stays only a little larger than what it keeps."""


def dead_letter(record: ConsumerRecord, *, service: str, error: str, reason: str) -> Record:
    """The record as it came, with where it came from and why it was put aside (shared/contracts/dead.py)."""
    topic = DeadLetterTopic(service)
    key = f"{record.topic}|{record.partition}|{record.offset}"
    headers: list[tuple[str, bytes]] = [
        *record.headers,
        ("dead_topic", record.topic.encode()),
        ("dead_partition", str(record.partition).encode()),
        ("dead_offset", str(record.offset).encode()),
        ("dead_error", error.encode()),
        ("dead_reason", reason[:REASON_CHARS].encode()),
        ("dead_at", now().isoformat().encode()),
        ("dead_service", service.encode()),
    ]
    if record.key is not None:
        headers.append(("dead_key", record.key))
    if record.value is None:
        headers.append(("dead_tombstone", b"1"))
    return Record(topic.name, partition_of(key, topic.partitions), key.encode(), record.value or b"", headers)
