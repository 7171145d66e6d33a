"""What a reader of the tests' broker sees of transactions is what Kafka promises."""

import uuid

from aiokafka import AIOKafkaProducer

from tests.support.broker import RealBroker


async def test_an_aborted_record_is_read_only_when_asked_for(broker: RealBroker) -> None:
    topic = await broker.topic("aborted")
    producer = AIOKafkaProducer(bootstrap_servers=broker.bootstrap, transactional_id=f"t-{uuid.uuid4()}")
    await producer.start()
    await producer.begin_transaction()
    await producer.send_and_wait(topic, b"dropped")
    await producer.abort_transaction()
    async with producer.transaction():
        await producer.send_and_wait(topic, b"kept")
    await producer.stop()
    assert [each.value for each in await broker.read_all(topic)] == [b"kept"]
    assert [each.value for each in await broker.read_all(topic, committed=False)] == [b"dropped", b"kept"]
