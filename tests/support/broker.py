"""A real Kafka for the whole test run, and the words in which broker tests speak: topic, publish, read_all.

Starts from what `make setup` installed, on free ports, in a folder that goes away. KAFKA_BOOTSTRAP_SERVERS
names a running one to use instead; tests that stop the broker are skipped then.
"""

import asyncio
import dataclasses
import os
import uuid
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from deploy.local.kafka.broker import Broker
from deploy.local.kafka.properties import Node
from shared.contracts.record import Record
from shared.contracts.topic import FactT, Topic
from tests.support.ports import free_ports
from tests.support.waiting import wait_until

__all__ = ["RealBroker", "broker", "running_broker", "wait_until"]


class RealBroker:
    """A Kafka to test against; every topic a test makes has a name of its own."""

    def __init__(self, bootstrap: str, node: Broker | None) -> None:
        self.bootstrap = bootstrap
        self._node = node

    async def start(self) -> None:
        """Start again after `stop` or `kill`: same ports, same data. Returns when it serves."""
        await asyncio.to_thread(self.ours().start)

    async def stop(self) -> None:
        """Stop cleanly."""
        await asyncio.to_thread(self.ours().stop)

    async def kill(self) -> None:
        """Kill -9."""
        await asyncio.to_thread(self.ours().kill)

    def ours(self) -> Broker:
        """The process, to hurt; skips the test when the broker is somebody else's."""
        if self._node is None:
            pytest.skip("this test stops the broker, and KAFKA_BOOTSTRAP_SERVERS names one that is not ours to stop")
        return self._node

    async def topic(self, name: str = "topic", *, partitions: int = 1, config: Mapping[str, str] | None = None) -> str:
        """Create a topic whose name begins with `name` and is nobody else's."""
        unique = f"{name}-{uuid.uuid4().hex[:12]}"
        await self._create(unique, partitions, config or {})
        return unique

    async def topic_for(self, contract: Topic[FactT]) -> Topic[FactT]:
        """The same contract on a topic of this test's own, created with the contract's partitions and retention."""
        unique = dataclasses.replace(contract, name=f"{contract.name}-{uuid.uuid4().hex[:12]}")
        await self._create(unique.name, contract.partitions, contract.kept.as_config())
        return unique

    async def publish(self, records: Iterable[Record]) -> None:
        """Write records where they say, each acknowledged; those of one partition keep their order."""
        producer = AIOKafkaProducer(bootstrap_servers=self.bootstrap, acks="all", enable_idempotence=True)
        await producer.start()
        try:
            sent = [
                await producer.send(each.topic, each.value, each.key, each.partition, headers=each.headers)
                for each in records
            ]
            await asyncio.gather(*sent)
        finally:
            await producer.stop()

    async def read_all(self, topic: str, *, committed: bool = True) -> list[ConsumerRecord[bytes, bytes]]:
        """Every record from the start to the present end, by partition; `committed=False` shows aborted ones too."""
        consumer = AIOKafkaConsumer(
            bootstrap_servers=self.bootstrap,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            isolation_level="read_committed" if committed else "read_uncommitted",
        )
        await consumer.start()
        try:
            return await _to_the_end(consumer, [TopicPartition(topic, each) for each in await self._partitions(topic)])
        finally:
            await consumer.stop()

    async def _partitions(self, topic: str) -> list[int]:
        admin = AIOKafkaAdminClient(bootstrap_servers=self.bootstrap)
        await admin.start()
        try:
            answer: list[dict[str, Any]] = await admin.describe_topics([topic])
        finally:
            await admin.close()
        return sorted(each["partition"] for each in answer[0]["partitions"])

    async def _create(self, name: str, partitions: int, config: Mapping[str, str]) -> None:
        admin = AIOKafkaAdminClient(bootstrap_servers=self.bootstrap)
        await admin.start()
        try:
            new = NewTopic(name, partitions, replication_factor=1, topic_configs=dict(config))
            answer = await admin.create_topics([new])
        finally:
            await admin.close()
        code = answer.topic_errors[0][1]
        if code:
            raise AssertionError(f"topic {name} was not created: {answer.topic_errors[0]}")


async def _to_the_end(
    consumer: "AIOKafkaConsumer[bytes, bytes]", partitions: list[TopicPartition]
) -> list[ConsumerRecord[bytes, bytes]]:
    consumer.assign(partitions)
    ends = await consumer.end_offsets(partitions)
    found: dict[TopicPartition, list[ConsumerRecord[bytes, bytes]]] = {each: [] for each in partitions}

    async def at_the_end() -> bool:
        for partition, records in (await consumer.getmany(timeout_ms=100)).items():
            found[partition].extend(records)
        return all([await consumer.position(each) >= ends[each] for each in partitions])

    await wait_until(at_the_end, what=f"the end of {partitions}")
    return [record for each in partitions for record in found[each] if record.offset < ends[each]]


@pytest.fixture(scope="session")
def running_broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealBroker]:
    """One broker for the run; use `broker`."""
    elsewhere = os.environ.get("KAFKA_BOOTSTRAP_SERVERS")
    if elsewhere:
        yield RealBroker(elsewhere, None)
        return
    node = Node(tmp_path_factory.mktemp("kafka"), *free_ports(2))
    process = Broker(node)
    process.start()
    yield RealBroker(node.bootstrap, process)
    process.kill()


@pytest.fixture
def broker(running_broker: RealBroker) -> RealBroker:
    """The run's broker, serving, whatever the test before did to it."""
    if not os.environ.get("KAFKA_BOOTSTRAP_SERVERS"):
        running_broker.ours().start()
    return running_broker
