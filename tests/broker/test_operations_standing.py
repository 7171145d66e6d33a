"""How far behind and what arrived, as Kafka itself tells it to somebody outside."""

import asyncio
import uuid

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.errors import KafkaConnectionError

from operations.tally import Counting
from shared.clock import now
from shared.contracts.mention_changed import MENTION_CHANGED
from shared.contracts.mention_triaged import MENTION_TRIAGED, Triaged
from shared.contracts.record import Record, record_of
from shared.kafka.behind import seconds_behind
from shared.kafka.reader import Reader
from tests.contracts.examples import EXAMPLES
from tests.contracts.mention_example import MENTION
from tests.support.broker import RealBroker, wait_until
from tests.support.ports import free_ports
from tests.support.proxy import Api, Proxy, swallowed


async def _commit(broker: RealBroker, group: str, topic: str, offset: int) -> None:
    consumer = AIOKafkaConsumer(bootstrap_servers=broker.bootstrap, group_id=group, enable_auto_commit=False)
    await consumer.start()
    try:
        consumer.assign([TopicPartition(topic, 0)])
        await consumer.commit({TopicPartition(topic, 0): offset})
    finally:
        await consumer.stop()


async def _behind(broker: RealBroker, service: str, later_s: float = 0) -> float:
    moment = now()
    return (
        await seconds_behind(
            broker.bootstrap, [service], moment.fromtimestamp(moment.timestamp() + later_s, moment.tzinfo)
        )
    )[service]


async def test_a_broker_that_dies_in_mid_read_is_told(broker: RealBroker) -> None:
    topic = await broker.topic("dies")
    await broker.publish([Record(topic, 0, b"k", b"1", [])])
    async with Proxy(broker.bootstrap) as proxy, Reader(proxy.bootstrap, stands_still_s=0.5) as reader:
        proxy.once(Api.FETCH, swallowed)  # or a fast first fetch brings all there is before the broker dies
        await reader.open([topic])
        ends = await reader.ends()
        await proxy.__aexit__()
        with pytest.raises(KafkaConnectionError):
            await asyncio.wait_for(_read(reader, ends), 5)


async def _read(reader: Reader, ends: dict[TopicPartition, int]) -> None:
    async for _ in reader.up_to(ends):
        pass


async def test_what_was_read_is_not_behind_and_what_was_not_grows_old(broker: RealBroker) -> None:
    service = f"s{uuid.uuid4().hex[:8]}"
    topic = await broker.topic("behind", config={"message.timestamp.type": "LogAppendTime"})
    await broker.publish([Record(topic, 0, b"k", b"1", []), Record(topic, 0, b"k", b"2", [])])
    await _commit(broker, f"{service}-alerts", topic, 2)
    assert await _behind(broker, service, later_s=100) == 0
    await _commit(broker, service, topic, 1)
    assert 100 <= await _behind(broker, service, later_s=100) < 160


async def test_the_marker_of_a_transaction_is_nothing_to_be_behind_of(broker: RealBroker) -> None:
    service = f"s{uuid.uuid4().hex[:8]}"
    topic = await broker.topic("marked")
    producer = AIOKafkaProducer(bootstrap_servers=broker.bootstrap, transactional_id=service)
    await producer.start()
    try:
        async with producer.transaction():
            await producer.send_and_wait(topic, b"1", partition=0)
    finally:
        await producer.stop()
    await _commit(broker, service, topic, 1)
    assert await _behind(broker, service, later_s=100) == 0


async def test_a_service_without_groups_is_not_claimed_to_be_up_to_date(broker: RealBroker) -> None:
    assert await seconds_behind(broker.bootstrap, ["nobody-at-all"], now()) == {}


async def test_a_silent_broker_is_told_at_once() -> None:
    with pytest.raises(KafkaConnectionError):
        await asyncio.wait_for(seconds_behind(f"127.0.0.1:{free_ports(1)[0]}", ["triage"], now()), 20)


async def test_the_count_is_that_of_the_topics_from_now_on(broker: RealBroker) -> None:
    mentions, labels = await broker.topic_for(MENTION_CHANGED), await broker.topic_for(MENTION_TRIAGED)
    received = record_of(mentions, "mention.received", MENTION, id="1", source="t", time=now())
    example = EXAMPLES["mention.triaged"]
    assert isinstance(example, Triaged)
    triaged = example.model_copy(update={"id": MENTION.id})
    labelled = record_of(labels, "mention.triaged", triaged, id="1", source="t", time=now())
    await broker.publish([received, labelled])  # before the count begins: not of this play
    heard: list[str] = []
    async with Counting(
        broker.bootstrap, (mentions.name, labels.name), listener=lambda record: heard.append(record.topic)
    ) as counting:
        await broker.publish([received])
        lost = await counting.settled({MENTION.id}, patience_s=1)
        assert (lost.received, lost.labelled, lost.lost) == (1, 0, 1)
        await broker.publish([labelled, received])
        await wait_until(lambda: len(heard) == 3, what="all records")
        count = counting.tally.of({MENTION.id})
        assert (count.received, count.labelled, count.lost, count.doubled) == (1, 1, 0, 1)
