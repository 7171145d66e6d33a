"""What post.changed says, followed by somebody who stays while brokers and publishers come and go."""

import asyncio
import logging
from contextlib import suppress
from typing import Self

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from shared.contracts.post_changed import POST_CHANGED, Delivery
from shared.contracts.record import event_of

PARTITIONS = [TopicPartition(POST_CHANGED.name, number) for number in range(POST_CHANGED.partitions)]

logging.getLogger("aiokafka").setLevel(logging.CRITICAL)  # what it says of brokers that are killed is no news here


class Ledger:
    """Every delivery as it stands, read committed; use as `async with`."""

    def __init__(self, bootstrap: str) -> None:
        self._bootstrap = bootstrap
        self.deliveries: dict[str, Delivery] = {}
        self.were_unknown: set[str] = set()
        """Those of which nobody knew, at some time, whether they are on the platform."""

    async def __aenter__(self) -> Self:
        self._following = asyncio.create_task(self._follow())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._following.cancel()
        with suppress(asyncio.CancelledError):
            await self._following

    def state(self, delivery: str) -> str:
        """How it stands; empty where nothing was said of it."""
        found = self.deliveries.get(delivery)
        return found.state if found else ""

    def was_tried(self, delivery: str) -> bool:
        """X was asked to post it, and something was written down about that."""
        found = self.deliveries.get(delivery)
        return found is not None and found.attempt is not None and found.state != "sending"

    def refused_to_delete(self, delivery: str) -> bool:
        """Somebody wanted it gone, and the platform said no for certain: it stands, and people are told."""
        found = self.deliveries.get(delivery)
        return found is not None and found.state == "posted" and found.take_down is not None

    async def _follow(self) -> None:
        while True:
            consumer = AIOKafkaConsumer(
                bootstrap_servers=self._bootstrap,
                enable_auto_commit=False,
                auto_offset_reset="earliest",
                isolation_level="read_committed",
                fetch_max_wait_ms=100,
            )
            try:
                await consumer.start()
                consumer.assign(PARTITIONS)
                async for record in consumer:
                    self._fold(record.value, record.headers)
            except KafkaError:
                await asyncio.sleep(0.2)
            finally:
                await consumer.stop()

    def _fold(self, value: bytes | None, headers: object) -> None:
        event = event_of(POST_CHANGED, value, headers)  # type: ignore[arg-type] # aiokafka has no types
        if event is None:
            return
        self.deliveries[event.fact.id] = event.fact
        if event.transition in {"post.unknown", "post.delete_unknown"}:
            self.were_unknown.add(event.fact.id)
