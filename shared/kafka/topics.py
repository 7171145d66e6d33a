"""Topics on the broker, made what the contracts say."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import KafkaError, TopicAlreadyExistsError, for_code

from shared.contracts import DEAD_LETTERS, REPLAYS, TOPICS
from shared.contracts.dead import KEPT
from shared.errors import Misconfigured
from shared.kafka.batches import MAX_RECORD_BYTES

PATIENCE_S = 30.0
"""A broker that was started with us answers by then; otherwise somebody is waiting for a clear error."""
SET_ON_THE_TOPIC = 1
"""DescribeConfigs' source of a value that somebody set for this topic."""


@dataclass(frozen=True, slots=True)
class Declared:
    """A topic as it should be."""

    name: str
    partitions: int
    config: dict[str, str]


@dataclass(slots=True)
class Applied:
    """What was changed on the broker, by topic."""

    created: list[str] = field(default_factory=list)
    altered: dict[str, dict[str, str]] = field(default_factory=dict)


def declared(replication: int) -> list[Declared]:
    """Every topic of the contracts; one copy may be away and writing goes on."""
    copies = {"min.insync.replicas": str(max(1, replication - 1))}
    # A dead letter is what it keeps and the reason: it must fit where that did; so must its replay.
    room = {"max.message.bytes": str(2 * MAX_RECORD_BYTES)}
    facts = [Declared(each.name, each.partitions, each.kept.as_config() | copies) for each in TOPICS]
    dead = [Declared(each.name, each.partitions, KEPT.as_config() | copies | room) for each in DEAD_LETTERS]
    replays = [Declared(each.name, each.partitions, each.kept.as_config() | copies | room) for each in REPLAYS]
    return facts + dead + replays


async def apply(bootstrap: str, *, replication: int, topics: Sequence[Declared] | None = None) -> Applied:
    """Create what is missing and alter settings that differ; raises Misconfigured on what cannot be altered."""
    wanted = list(topics) if topics is not None else declared(replication)
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    try:
        await _connect(admin, bootstrap)
        applied = Applied()
        partitions = await _partitions(admin, wanted)
        _refuse_other_counts(wanted, partitions)
        missing = [each for each in wanted if each.name not in partitions]
        await _create(admin, missing, replication, applied)
        await _alter(admin, [each for each in wanted if each.name in partitions], applied)
    finally:
        await admin.close()
    return applied


async def _connect(admin: AIOKafkaAdminClient, bootstrap: str) -> None:
    deadline = asyncio.get_running_loop().time() + PATIENCE_S
    while True:
        try:
            await admin.start()
        except KafkaError as error:
            if asyncio.get_running_loop().time() > deadline:
                raise Misconfigured(
                    f"No Kafka broker answers at {bootstrap}.", remedy="Start it, or correct BLUELAMP_KAFKA."
                ) from error
        else:
            return
        await asyncio.sleep(0.5)


async def _partitions(admin: AIOKafkaAdminClient, wanted: Sequence[Declared]) -> dict[str, int]:
    found: list[dict[str, Any]] = await admin.describe_topics([each.name for each in wanted])
    return {each["topic"]: len(each["partitions"]) for each in found if not each["error_code"]}


def _refuse_other_counts(wanted: Sequence[Declared], partitions: dict[str, int]) -> None:
    for each in wanted:
        count = partitions.get(each.name, each.partitions)
        if count != each.partitions:
            raise Misconfigured(
                f"Topic {each.name} has {count} partitions, and its contract says {each.partitions}: "
                "records of one scope would lose their order.",
                remedy="Delete the topic if its records may go, or copy them to a new version of it.",
            )


async def _create(admin: AIOKafkaAdminClient, missing: Sequence[Declared], replication: int, applied: Applied) -> None:
    if not missing:
        return
    new = [NewTopic(each.name, each.partitions, replication, topic_configs=each.config) for each in missing]
    answer = await admin.create_topics(new)
    for name, code, detail in answer.topic_errors:
        error = for_code(code)
        if code and error is not TopicAlreadyExistsError:
            raise Misconfigured(
                f"Topic {name} could not be created: {detail or error.__name__}.",
                remedy=f"It takes {replication} brokers (BLUELAMP_REPLICATION) and the right to create topics.",
            )
        applied.created.append(name)


async def _alter(admin: AIOKafkaAdminClient, existing: Sequence[Declared], applied: Applied) -> None:
    present = await _settings(admin, existing)
    resources = []
    for each in existing:
        differing = {name: value for name, value in each.config.items() if present[each.name].get(name) != value}
        if differing:
            # The request replaces all settings of a topic: those that an operator added have to be said again.
            everything = present[each.name] | each.config
            resources.append(ConfigResource(ConfigResourceType.TOPIC, each.name, everything))
            applied.altered[each.name] = differing
    if not resources:
        return
    for answer in await admin.alter_configs(resources):
        for code, detail, _, name in answer.resources:
            if code:
                raise Misconfigured(
                    f"Settings of topic {name} could not be changed: {detail or for_code(code).__name__}.",
                    remedy="Give this principal ALTER_CONFIGS on it, or set them by hand as docs/topics.md says.",
                )


async def _settings(admin: AIOKafkaAdminClient, topics: Sequence[Declared]) -> dict[str, dict[str, str]]:
    """What was set for each topic itself, defaults left out."""
    if not topics:
        return {}
    resources = [ConfigResource(ConfigResourceType.TOPIC, each.name) for each in topics]
    return {
        name: {key: value for key, value, _, source, *_ in entries if source == SET_ON_THE_TOPIC}
        for answer in await admin.describe_configs(resources)
        for _, _, _, name, entries in answer.resources
    }
