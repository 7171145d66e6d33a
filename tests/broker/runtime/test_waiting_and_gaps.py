"""What is not there: a broker, records that retention took, the end of a transaction. It is waited for, or told."""

import asyncio
import signal
import uuid
from collections.abc import Awaitable, Callable
from pathlib import Path

from aiokafka import AIOKafkaProducer, ConsumerRecord, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, RecordsToDelete

from shared.contracts.record import Record
from shared.exits import RESTART
from shared.health import Health
from shared.kafka.follow import read_to_end
from shared.kafka.positions import Gap
from shared.kafka.relay import Relay
from shared.kafka.timing import Timing
from tests.broker.runtime.crew import crew_on
from tests.support.broker import RealBroker, wait_until
from tests.support.proxy import Api, Proxy, delayed, swallowed


async def test_rule_14_a_worker_waits_for_a_broker_that_is_away(broker: RealBroker, tmp_path: Path) -> None:
    crew = await crew_on(broker, tmp_path)
    await crew.publish(50)
    # A commit is acknowledged before its markers stand in the partitions; killed in between, a single broker keeps
    # readers waiting for longer than this test is about.
    await wait_until(lambda: all_readable(broker, crew.source, 50), what="the transaction's marker")
    await broker.kill()
    async with crew.working():
        await broker.start()
        await crew.arrived()
        await crew.exactly_once()
    assert RESTART not in crew.exits


async def test_rule_9_a_worker_that_cannot_fence_its_predecessor_ends(broker: RealBroker, tmp_path: Path) -> None:
    async with Proxy(broker.bootstrap) as proxy:
        crew = await crew_on(broker, tmp_path, partitions=1, bootstrap=proxy.bootstrap)
        for _ in range(5):
            proxy.once(Api.INIT_PRODUCER_ID, swallowed)
        worker = crew.process(assignment=1.0)
        await worker.start()
        assert await worker.ended() == RESTART
        assert "could not be taken" in crew.log


async def test_rule_10_a_transaction_that_takes_too_long_ends_the_process(broker: RealBroker, tmp_path: Path) -> None:
    async with Proxy(broker.bootstrap) as proxy:
        crew = await crew_on(broker, tmp_path, partitions=1, bootstrap=proxy.bootstrap)
        await crew.publish(10)
        proxy.once(Api.END_TXN, delayed(30))
        worker = crew.process(transaction=1.0, producer_request=20.0)
        await worker.start()
        assert await worker.ended() == RESTART
        assert "did not end within 1.0 s" in crew.log


async def test_rule_16_what_retention_took_is_told(broker: RealBroker, tmp_path: Path) -> None:
    crew = await crew_on(broker, tmp_path, partitions=1)
    await crew.publish(50)
    async with crew.working():
        await crew.arrived()
        await wait_until(crew.committed)
    left_off = (await crew.committed())[0]
    await crew.publish(50)
    await forget_before(broker, crew.source, left_off + 20)
    seen: list[ConsumerRecord] = []
    gaps = await read_to_end(broker.bootstrap, [crew.source], seen.extend, start_at={(crew.source, 0): left_off})
    assert gaps == [Gap(crew.source, 0, left_off, left_off + 20)]
    worker = crew.process()
    await worker.start()
    await wait_until(lambda: "retention passed them" in crew.log)
    await wait_until(lambda: has_all(crew.written, {int(each.value or b"") for each in seen}))
    worker.signal(signal.SIGTERM)
    assert await worker.ended() == 0


async def test_rule_17_a_relay_does_not_wait_for_a_transaction_that_hangs(broker: RealBroker) -> None:
    source, target = await broker.topic("source"), await broker.topic("target")
    health = Health("test")
    relay = Relay(
        bootstrap=broker.bootstrap,
        service="test",
        group=f"g-{uuid.uuid4()}",
        inputs=[source],
        handler=lambda record: [Record(target, 0, record.key, record.value, [])],
        health=health,
    )
    stop = asyncio.Event()
    running = asyncio.create_task(relay.run(stop))
    await wait_until(lambda: health.ready)
    hanging = AIOKafkaProducer(bootstrap_servers=broker.bootstrap, transactional_id=f"hangs-{uuid.uuid4()}")
    await hanging.start()
    await hanging.begin_transaction()
    await hanging.send_and_wait(source, b"help", b"key")
    await wait_until(lambda: broker.read_all(target), 1.0, what="the record on the target")
    await hanging.abort_transaction()
    await hanging.stop()
    stop.set()
    await running


async def test_a_relay_whose_broker_is_gone_in_mid_write_stops_when_told(broker: RealBroker) -> None:
    source, target = await broker.topic("source"), await broker.topic("target")
    stop = asyncio.Event()
    async with Proxy(broker.bootstrap) as proxy:
        relay = Relay(
            bootstrap=proxy.bootstrap,
            service="test",
            group=f"g-{uuid.uuid4()}",
            inputs=[source],
            handler=lambda record: [Record(target, 0, record.key, record.value, [])],
            timing=Timing(finish=0.3, leave=0.5),
        )
        running = asyncio.create_task(relay.run(stop))
        proxy.once(Api.PRODUCE, swallowed)
        await broker.publish([Record(source, 0, b"key", b"help", [])])
        await wait_until(lambda: not proxy.waiting, what="a write under way")
    stop.set()
    await asyncio.wait_for(running, 3)


async def test_a_compacted_log_is_read_over_its_holes(broker: RealBroker, tmp_path: Path) -> None:
    compacted = {
        "cleanup.policy": "compact",
        "segment.ms": "200",
        "min.cleanable.dirty.ratio": "0.01",
        "max.compaction.lag.ms": "200",
    }
    crew = await crew_on(broker, tmp_path, partitions=1)
    crew.source = await broker.topic("compacted", config=compacted)
    await crew.publish(200)

    async def has_holes() -> bool:
        await crew.publish(1)  # the newest segment is never compacted: a record now and then closes it
        return len(await broker.read_all(crew.source)) < len(crew.published)

    try:
        await wait_until(has_holes, 40, what="the broker's compaction")
    finally:
        left = [int(each.value or b"") for each in await broker.read_all(crew.source)]
    crew.published = left
    worker = crew.process()
    await worker.start()
    await wait_until(lambda: has_all(crew.written, set(left)))
    assert sorted(await crew.written()) == sorted(left)
    worker.signal(signal.SIGTERM)
    assert await worker.ended() == 0


async def all_readable(broker: RealBroker, topic: str, count: int) -> bool:
    return len(await broker.read_all(topic)) == count


async def has_all(written: Callable[[], Awaitable[list[int]]], numbers: set[int]) -> bool:
    return numbers <= set(await written())


async def forget_before(broker: RealBroker, topic: str, offset: int) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=broker.bootstrap)
    await admin.start()
    try:
        await admin.delete_records({TopicPartition(topic, 0): RecordsToDelete(before_offset=offset)})
    finally:
        await admin.close()
