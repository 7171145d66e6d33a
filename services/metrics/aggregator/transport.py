"""Faust's way to Kafka, with two of our rules put in: it writes idempotently, and reads committed records only.

Faust has both for its own exactly-once alone, which doubles (docs/adr). Between committed records there are gaps, at
which its commits got stuck. Its version is pinned exactly, and test_aggregator_reads_committed.py fails when a new one
no longer takes this.
"""

from collections.abc import AsyncIterator, Mapping
from typing import Any, ClassVar

from aiokafka import AIOKafkaConsumer
from faust.transport.drivers import aiokafka as driver
from faust.types import TP, Message

from shared.kafka.client import close

CHANGELOG = "-changelog"
"""How Faust ends the names of topics in which it reads no further once they are recovered."""

QUIETLY = "debug"
"""Faust logs each part's start and stop under the name of our module; nobody needs that."""


class CommittedThread(driver.AIOKafkaConsumerThread):
    """A consumer that never sees what an aborted transaction wrote."""

    mundane_level = QUIETLY

    def _create_worker_consumer(self, transport: driver.Transport) -> AIOKafkaConsumer:
        consumer = super()._create_worker_consumer(transport)
        consumer._isolation_level = "read_committed"  # noqa: SLF001 - aiokafka takes it from here when it starts
        return consumer

    async def seek_to_committed(self) -> Mapping[TP, int]:
        """Go on from what is committed, or from the beginning where that is nothing.

        aiokafka would stay behind what was read and thrown away while the table was recovered.
        """
        committed: Mapping[TP, int] = await super().seek_to_committed()
        new = [each for each, offset in committed.items() if not offset and not each.topic.endswith(CHANGELOG)]
        if new:
            await self.seek_to_beginning(*new)
        return committed

    async def on_thread_stop(self) -> None:
        """Stop the consumer, all of it, also while no broker answers."""
        await super(driver.AIOKafkaConsumerThread, self).on_thread_stop()
        if self._consumer is not None:
            await close(self._consumer)


class Consumer(driver.Consumer):
    """Faust's, with our thread, whose commits get past gaps: markers of transactions, and what was compacted away."""

    mundane_level = QUIETLY

    def _new_consumer_thread(self) -> CommittedThread:
        return CommittedThread(self, loop=self.loop, beacon=self.beacon)

    async def getmany(self, timeout: float) -> AsyncIterator[tuple[TP, Message]]:  # noqa: ASYNC109 - Faust's own
        """What was read; Faust takes the offset 0 for none, and would never commit past a gap right after it."""
        async for tp, message in super().getmany(timeout):
            if self._read_offset[tp] == 0:
                await self._add_gap(tp, 1, message.offset)
            yield tp, message

    async def _add_gap(self, tp: TP, offset_from: int, offset_to: int) -> None:
        """Faust counts the record after a gap as part of it: twice then, and each commit would end there."""
        await super()._add_gap(tp, offset_from, offset_to - 1)


class Producer(driver.Producer):
    """Faust's, for which a late first copy of a value can no longer arrive after a newer one."""

    mundane_level = QUIETLY

    def _settings_extra(self) -> dict[str, Any]:
        return {"acks": "all", "enable_idempotence": True}


class Transport(driver.Transport):
    """Faust's, with our consumer and producer."""

    Consumer: ClassVar[Any] = Consumer
    Producer: ClassVar[Any] = Producer
