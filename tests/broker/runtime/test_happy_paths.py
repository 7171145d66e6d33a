"""Records go in and come out: the plain course of each part of the runtime."""

import asyncio
import functools
import uuid
from collections.abc import Iterable, Mapping

import pytest
from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition

from shared.contracts.record import Record
from shared.health import Health
from shared.kafka.follow import Follower, read_to_end
from shared.kafka.positions import Gap, starting_points
from shared.kafka.relay import Relay
from shared.kafka.transform import Transform
from shared.kafka.writer import IdempotentWriter, TransactionalWriter
from tests.support.broker import RealBroker, wait_until


def numbered(topic: str, numbers: Iterable[int], partitions: int = 1) -> list[Record]:
    return [Record(topic, n % partitions, b"k%d" % (n % 7), b"%d" % n, [("h", b"x")]) for n in numbers]


async def test_a_transform_copies_each_record_once_and_goes_on_where_it_was(broker: RealBroker) -> None:
    source, target = await broker.topic("in", partitions=3), await broker.topic("out", partitions=2)
    group, health = f"g-{uuid.uuid4()}", Health("test")

    def copy(record: ConsumerRecord) -> list[Record]:
        return [Record(target, record.partition % 2, record.key, record.value, list(record.headers))]

    for numbers in (range(300), range(300, 500)):
        await broker.publish(numbered(source, numbers, 3))
        transform = Transform(
            bootstrap=broker.bootstrap, service="test", group=group, inputs=[source], handler=copy, health=health
        )
        await transform.start()
        handled = 0

        async def enough(transform: Transform = transform, size: int = len(numbers)) -> bool:
            nonlocal handled
            handled += await transform.run_batch()
            return handled == size

        await wait_until(enough)
        assert health.ready
        await transform.stop()
    written = [int(each.value) for each in await broker.read_all(target)]
    assert sorted(written) == list(range(500))


async def test_a_transactional_writer_writes_all_or_nothing_and_a_follower_reads_it(broker: RealBroker) -> None:
    topic = await broker.topic("written", partitions=2)
    writer = TransactionalWriter(broker.bootstrap, f"w-{uuid.uuid4()}")
    await writer.start()
    await writer.write(numbered(topic, range(100), 2))
    await writer.write(numbered(topic, range(100, 200), 2))
    await writer.stop()
    seen: list[int] = []
    gaps = await read_to_end(broker.bootstrap, [topic], lambda batch: seen.extend(int(each.value) for each in batch))
    assert (sorted(seen), gaps) == (list(range(200)), [])


async def test_a_follower_catches_up_and_keeps_following(broker: RealBroker) -> None:
    topic = await broker.topic("followed", partitions=2)
    writer = IdempotentWriter(broker.bootstrap)
    await writer.write(numbered(topic, range(10), 2))
    seen: list[int] = []
    follower = Follower(
        broker.bootstrap,
        [topic],
        lambda batch: seen.extend(int(each.value) for each in batch),
        start_at={(topic, 0): 3},
    )
    stop = asyncio.Event()
    running = asyncio.create_task(follower.run(stop))
    await asyncio.wait_for(follower.caught_up.wait(), 10)
    assert sorted(seen) == [1, 3, 5, 6, 7, 8, 9]
    await writer.write(numbered(topic, [10], 2))
    await wait_until(lambda: 10 in seen)
    stop.set()
    await running
    await writer.stop()


@pytest.mark.parametrize("pause_s", [0.0, 1.0], ids=["at once", "slow to find its place"])
async def test_a_relay_passes_records_on_and_commits(
    broker: RealBroker, monkeypatch: pytest.MonkeyPatch, pause_s: float
) -> None:
    async def found_late(
        consumer: AIOKafkaConsumer, left_off: Mapping[TopicPartition, int | None], *, reader: str
    ) -> tuple[dict[TopicPartition, int], list[Gap]]:
        await asyncio.sleep(pause_s)
        return await starting_points(consumer, left_off, reader=reader)

    monkeypatch.setattr("shared.kafka.relay.starting_points", found_late)
    source, target = await broker.topic("in"), await broker.topic("out")
    group = f"g-{uuid.uuid4()}"
    for before, after in ((range(50), [50]), (range(51, 59), [59])):
        await broker.publish(numbered(source, before))
        health = Health("test")
        relay = Relay(
            bootstrap=broker.bootstrap,
            service="test",
            group=group,
            inputs=[source],
            handler=lambda record: [Record(target, 0, record.key, record.value, [])],
            health=health,
        )
        stop = asyncio.Event()
        running = asyncio.create_task(relay.run(stop))

        await _arrives(broker, target, before[-1])
        await wait_until(functools.partial(getattr, health, "ready"))
        await broker.publish(numbered(source, after))  # what is passed on twice comes before it
        await _arrives(broker, target, after[-1])
        stop.set()
        await running
    assert [int(each.value) for each in await broker.read_all(target)] == list(range(60))


async def _arrives(broker: RealBroker, topic: str, number: int) -> None:
    async def is_there() -> bool:
        return any(int(each.value) == number for each in await broker.read_all(topic))

    await wait_until(is_there, what=f"{number} on {topic}")
