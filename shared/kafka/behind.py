"""How far consumer groups are behind, seen from outside: a service that hangs or is down cannot hide it."""

import asyncio
from collections.abc import Iterable, Mapping
from datetime import datetime

from aiokafka import TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaConnectionError, KafkaError

from shared.kafka.reader import ANSWER_S, Reader

Offsets = dict[TopicPartition, int]


async def seconds_behind(bootstrap: str, services: Iterable[str], now: datetime) -> dict[str, float]:
    """By service, the age of the oldest record that one of its groups has not handled; 0 where all is handled.

    A group belongs to the service whose name begins its own; a service without groups is left out.
    """
    committed = await _committed(bootstrap, services)
    return {service: max([await _oldest(bootstrap, each, now) for each in groups]) for service, groups in committed}


async def committed_by(bootstrap: str, group: str) -> Offsets:
    """How far a group is; nothing of partitions of which it has committed nothing yet."""
    return {
        partition: offset
        for _, groups in await _committed(bootstrap, [group])
        for offsets in groups
        for partition, offset in offsets.items()
    }


async def _committed(bootstrap: str, services: Iterable[str]) -> list[tuple[str, list[Offsets]]]:
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    try:
        async with asyncio.timeout(ANSWER_S):
            await admin.start()
            groups = sorted({name for name, *_ in await admin.list_consumer_groups()})
            return [
                (service, [await _offsets(admin, name) for name in ours])
                for service in services
                if (ours := [name for name in groups if name == service or name.startswith(f"{service}-")])
            ]
    except (TimeoutError, KafkaError) as error:
        raise KafkaConnectionError from error
    finally:
        await admin.close()


async def _offsets(admin: AIOKafkaAdminClient, group: str) -> Offsets:
    found = await admin.list_consumer_group_offsets(group)
    return {partition: committed.offset for partition, committed in found.items() if committed.offset >= 0}


async def _oldest(bootstrap: str, committed: Mapping[TopicPartition, int], now: datetime) -> float:
    """The age of the oldest record after the committed offsets: an offset's distance would count markers as records."""
    async with Reader(bootstrap) as reader:
        ends = await reader.ends_of(sorted({partition.topic for partition in committed}))
        reader.open_at({partition: committed.get(partition, 0) for partition in ends})
        oldest: dict[TopicPartition, float] = {}
        async for records in reader.up_to(ends):
            for record in records:
                partition = TopicPartition(record.topic, record.partition)
                oldest.setdefault(partition, max(0.0, now.timestamp() - record.timestamp / 1000))
                ends.pop(partition, None)  # its first one tells
        return max(oldest.values(), default=0.0)
