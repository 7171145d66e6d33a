"""Where to begin reading: where one left off, unless the log no longer reaches that far."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from aiokafka import AIOKafkaConsumer, TopicPartition

from shared.kafka import metrics
from shared.kafka.client import close, new_consumer, partitions_of, start

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Gap:
    """Records of one partition that should have been read, and are not there any more."""

    topic: str
    partition: int
    expected: int
    found: int

    @property
    def records(self) -> int:
        """How many offsets are missing, at the most."""
        return abs(self.found - self.expected)


async def starting_points(
    consumer: AIOKafkaConsumer, left_off: Mapping[TopicPartition, int | None], *, reader: str
) -> tuple[dict[TopicPartition, int], list[Gap]]:
    """An offset for each partition, and the gaps; gaps are logged and counted too.

    Kafka's own reset would begin at the earliest record without a word.
    """
    partitions = list(left_off)
    first = await consumer.beginning_offsets(partitions)
    end = await consumer.end_offsets(partitions)
    starts = {each: starting_point(left_off[each], first[each], end[each]) for each in partitions}
    gaps = [
        Gap(each.topic, each.partition, expected, starts[each])
        for each, expected in left_off.items()
        if expected is not None and starts[each] != expected
    ]
    _report(gaps, reader)
    return starts, gaps


def starting_point(left_off: int | None, first: int, end: int) -> int:
    """Where one left off, within what the log holds; its first record for a new reader."""
    if left_off is None:
        return first
    return min(max(left_off, first), end)


async def since(bootstrap: str, topics: Iterable[str], moment: datetime) -> dict[tuple[str, int], int]:
    """Where the records since then begin; a partition without any is read from its end. Waits for the broker."""
    consumer = new_consumer(bootstrap)
    await start(consumer)
    try:
        partitions = await partitions_of(consumer, topics)
        found = await consumer.offsets_for_times(dict.fromkeys(partitions, int(moment.timestamp() * 1000)))
        ends = await consumer.end_offsets(partitions)
        return {
            (each.topic, each.partition): found[each].offset if found.get(each) else ends[each] for each in partitions
        }
    finally:
        await close(consumer)


def _report(gaps: Iterable[Gap], reader: str) -> None:
    for gap in gaps:
        metrics.RECORDS_LOST_TO_RETENTION.labels(reader, gap.topic).inc(gap.records)
        logger.error(
            "Records are gone that were not read: retention passed them, or the topic was made anew",
            extra={
                "reader": reader,
                "topic": gap.topic,
                "partition": gap.partition,
                "expected_offset": gap.expected,
                "found_offset": gap.found,
            },
        )
