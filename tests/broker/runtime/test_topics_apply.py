"""`topics apply` makes the broker what the contracts say, and says what it cannot."""

import uuid

import pytest
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType

from shared.errors import Misconfigured
from shared.kafka.topics import Declared, apply, declared
from tests.support.broker import RealBroker


def a_topic(partitions: int = 2, **config: str) -> Declared:
    settings = {"cleanup.policy": "compact"} | {name.replace("_", "."): value for name, value in config.items()}
    return Declared(f"applied-{uuid.uuid4().hex[:12]}", partitions, settings)


async def settings_of(broker: RealBroker, topic: str) -> dict[str, str]:
    admin = AIOKafkaAdminClient(bootstrap_servers=broker.bootstrap)
    await admin.start()
    try:
        answers = await admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, topic)])
    finally:
        await admin.close()
    return {entry[0]: entry[1] for entry in answers[0].resources[0][4]}


async def test_a_missing_topic_is_created_with_its_settings_once(broker: RealBroker) -> None:
    topic = a_topic()
    assert (await apply(broker.bootstrap, replication=1, topics=[topic])).created == [topic.name]
    assert (await settings_of(broker, topic.name))["cleanup.policy"] == "compact"
    again = await apply(broker.bootstrap, replication=1, topics=[topic])
    assert (again.created, again.altered) == ([], {})


async def test_a_setting_that_differs_is_altered_and_an_operators_own_stays(broker: RealBroker) -> None:
    name = await broker.topic("applied", partitions=2, config={"retention.ms": "1000", "segment.bytes": "2000000"})
    wanted = Declared(name, 2, {"retention.ms": "-1"})
    assert (await apply(broker.bootstrap, replication=1, topics=[wanted])).altered == {name: {"retention.ms": "-1"}}
    settings = await settings_of(broker, name)
    assert (settings["retention.ms"], settings["segment.bytes"]) == ("-1", "2000000")


async def test_another_number_of_partitions_is_refused_and_nothing_is_changed(broker: RealBroker) -> None:
    topic, other = a_topic(partitions=2), a_topic()
    await apply(broker.bootstrap, replication=1, topics=[topic])
    with pytest.raises(Misconfigured, match=f"{topic.name} has 2 partitions, and its contract says 3"):
        await apply(broker.bootstrap, replication=1, topics=[Declared(topic.name, 3, {}), other])
    assert (await apply(broker.bootstrap, replication=1, topics=[other])).created == [other.name]


async def test_more_copies_than_brokers_are_refused_with_the_remedy(broker: RealBroker) -> None:
    with pytest.raises(Misconfigured, match="BLUELAMP_REPLICATION"):
        await apply(broker.bootstrap, replication=3, topics=[a_topic()])


async def test_the_contracts_are_what_is_applied(broker: RealBroker) -> None:
    wanted = declared(replication=1)
    await apply(broker.bootstrap, replication=1)
    assert {"mention.changed.v1", "triage.dead.v1"} <= {each.name for each in wanted}
    assert (await settings_of(broker, "triage.dead.v1"))["max.message.bytes"] == "2000000"
