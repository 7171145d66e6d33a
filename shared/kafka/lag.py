"""How far behind a reader is, in records and in seconds, per partition."""

import time
from collections.abc import Iterable

from aiokafka import AIOKafkaConsumer, TopicPartition

from shared.clock import now
from shared.kafka import metrics

EVERY_S = 1.0
"""Often enough for a graph, seldom enough to cost nothing."""


class Lag:
    """Keeps the gauges of one reader; what it reports comes with the fetches, so it costs no request."""

    def __init__(self, consumer: AIOKafkaConsumer, group: str) -> None:
        self._consumer = consumer
        self._group = group
        self._observed = 0.0

    def reads(self, partition: TopicPartition, oldest_ms: int) -> None:
        """The oldest record that is not handled yet was written then."""
        age = now().timestamp() - oldest_ms / 1000
        metrics.LAG_SECONDS.labels(self._group, partition.topic, partition.partition).set(max(age, 0.0))

    async def observe(self, partitions: Iterable[TopicPartition]) -> None:
        """Measure the distance to the end, at most once in EVERY_S; call it between batches.

        By position, not by what is committed: that stays short of the end by the transactions' own markers.
        """
        if time.monotonic() - self._observed < EVERY_S:
            return
        self._observed = time.monotonic()
        for partition in partitions:
            end = self._end_of(partition)
            if end is None:
                continue
            behind = max(end - await self._consumer.position(partition), 0)
            labels = (self._group, partition.topic, partition.partition)
            metrics.LAG_RECORDS.labels(*labels).set(behind)
            if not behind:
                metrics.LAG_SECONDS.labels(*labels).set(0)

    def ends(self) -> None:
        """The reader is gone, and nothing is behind because of it."""
        for partition in self._consumer.assignment():
            for gauge in (metrics.LAG_RECORDS, metrics.LAG_SECONDS):
                gauge.labels(self._group, partition.topic, partition.partition).set(0)

    def _end_of(self, partition: TopicPartition) -> int | None:
        """Where the readable log ended at the last fetch; None before the first one."""
        stable: int | None = self._consumer.last_stable_offset(partition)
        highwater: int | None = self._consumer.highwater(partition)
        return highwater if stable is None or stable < 0 else stable
