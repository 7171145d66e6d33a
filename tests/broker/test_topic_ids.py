"""Kafka's own id of a topic tells one that was made anew from the one of before."""

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.client import AIOKafkaClient

from shared.kafka.topic_ids import topic_ids
from tests.support.broker import RealBroker
from tests.support.waiting import wait_until


async def test_a_topic_made_anew_has_another_id(broker: RealBroker) -> None:
    name = await broker.topic("anew")
    client = AIOKafkaClient(bootstrap_servers=broker.bootstrap)
    admin = AIOKafkaAdminClient(bootstrap_servers=broker.bootstrap)
    await client.bootstrap()
    await admin.start()
    try:
        before = await topic_ids(client, [name])
        assert await topic_ids(client, [name, "there-is-no-such-topic"]) == before
        await admin.delete_topics([name])

        async def gone() -> bool:
            return await topic_ids(client, [name]) == {}

        await wait_until(gone, 10, what="the topic is deleted")
        await admin.create_topics([NewTopic(name, 1, 1)])

        async def there() -> bool:
            return name in await topic_ids(client, [name])

        await wait_until(there, 10, what="the topic is there again")
        assert (await topic_ids(client, [name]))[name] != before[name]
    finally:
        await admin.close()
        await client.close()
