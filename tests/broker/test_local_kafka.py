"""The broker that `make run` and the tests start is a real one, and survives what a laptop does to it."""

from shared.contracts.record import Record
from tests.support.broker import RealBroker


def record(topic: str, value: bytes, partition: int = 0) -> Record:
    return Record(topic, partition, b"key", value, [])


async def test_records_survive_a_kill_and_a_start_on_the_same_ports(broker: RealBroker) -> None:
    topic = await broker.topic("survives", partitions=2)
    await broker.publish([record(topic, b"one"), record(topic, b"two", 1)])
    await broker.kill()
    await broker.start()
    await broker.publish([record(topic, b"three")])
    assert [each.value for each in await broker.read_all(topic)] == [b"one", b"three", b"two"]


async def test_a_clean_stop_keeps_everything_too(broker: RealBroker) -> None:
    topic = await broker.topic("stopped")
    await broker.publish([record(topic, b"one")])
    await broker.stop()
    await broker.start()
    assert [each.value for each in await broker.read_all(topic)] == [b"one"]


async def test_two_tests_never_share_a_topic(broker: RealBroker) -> None:
    first, second = await broker.topic("same"), await broker.topic("same")
    await broker.publish([record(first, b"mine")])
    assert await broker.read_all(second) == []
