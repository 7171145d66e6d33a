"""What is read back at a start; one bad record does not keep ingest from starting ever again."""

from aiokafka import ConsumerRecord

from services.ingest.memory import Memory
from shared.contracts.channel_reported import CHANNEL_REPORTED
from shared.contracts.ingest_progress import INGEST_PROGRESS
from shared.contracts.mention_changed import MENTION_CHANGED


def consumed(topic: str, key: bytes | None, value: bytes | None) -> ConsumerRecord:
    headers = (("ce_type", b"mention.received"),)
    return ConsumerRecord(topic, 0, 7, 1_790_000_000_000, 1, key, value, None, 3, 5, headers)


def test_bad_records_are_passed_over_and_the_others_are_remembered() -> None:
    memory = Memory("x", "ingest-x")
    memory.take(
        [
            consumed(MENTION_CHANGED.name, b"\xff\xfe", b"{}"),
            consumed(MENTION_CHANGED.name, None, b"{}"),
            consumed(INGEST_PROGRESS.name, b"x", b"\xff"),
            consumed(CHANNEL_REPORTED.name, b"x_hastings", b"no JSON"),
            consumed(MENTION_CHANGED.name, b"x:5", b"no JSON"),
            consumed(MENTION_CHANGED.name, b"x:6", None),
        ]
    )
    assert [memory.seen.transition([post], post) for post in ("5", "6", "7")] == [None, None, "mention.received"]
    assert (memory.checkpoint, memory.reports) == (None, {})
