"""Faust's way to Kafka, with two of our rules put in: it writes idempotently, and reads committed records only.

Faust has both for its own exactly-once alone, which doubles (docs/adr). Its version is pinned exactly, and
test_aggregator_reads_committed.py fails when a new one no longer takes this.
"""

from typing import Any, ClassVar

from aiokafka import AIOKafkaConsumer
from faust.transport.drivers import aiokafka as driver

from shared.kafka.client import close

QUIETLY = "debug"
"""Faust logs each part's start and stop under the name of our module; nobody needs that."""


class CommittedThread(driver.AIOKafkaConsumerThread):
    """A consumer that never sees what an aborted transaction wrote."""

    mundane_level = QUIETLY

    def _create_worker_consumer(self, transport: driver.Transport) -> AIOKafkaConsumer:
        consumer = super()._create_worker_consumer(transport)
        consumer._isolation_level = "read_committed"  # noqa: SLF001 - aiokafka takes it from here when it starts
        return consumer

    async def on_thread_stop(self) -> None:
        """Stop the consumer, all of it, also while no broker answers."""
        await super(driver.AIOKafkaConsumerThread, self).on_thread_stop()
        if self._consumer is not None:
            await close(self._consumer)


class Consumer(driver.Consumer):
    """Faust's, with our thread."""

    mundane_level = QUIETLY

    def _new_consumer_thread(self) -> CommittedThread:
        return CommittedThread(self, loop=self.loop, beacon=self.beacon)


class Producer(driver.Producer):
    """Faust's, for which a late first copy of a value can no longer arrive after a newer one."""

    mundane_level = QUIETLY

    def _settings_extra(self) -> dict[str, Any]:
        return {"acks": "all", "enable_idempotence": True}


class Transport(driver.Transport):
    """Faust's, with our consumer and producer."""

    Consumer: ClassVar[Any] = Consumer
    Producer: ClassVar[Any] = Producer
