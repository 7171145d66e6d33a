"""Since when labels are owed, seen on Kafka: those of all instances, also of one that is down."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

from aiokafka import ConsumerRecord, TopicPartition

from services.triage.memory import AT_ONCE
from shared.clock import now
from shared.contracts.mention_triaged import Triaged
from shared.contracts.record import Event
from shared.contracts.topic import Topic
from shared.kafka.behind import committed_by
from shared.kafka.positions import since
from shared.kafka.reader import Reader

Owes = Callable[[ConsumerRecord], Event[Triaged] | None]
"""The labels in a record, where they are still to be made again."""


async def owed_since(
    bootstrap: str, group: str, topic: Topic[Triaged], owes: Owes, worth_it: timedelta
) -> datetime | None:
    """When the first mention was received whose labels are owed; None where none are.

    What stands before the group's offset is done, and what is older than `worth_it` stays as it is.
    """
    recent = await since(bootstrap, [topic.name], now() - worth_it)
    done = await committed_by(bootstrap, group)
    starts = {TopicPartition(*place): offset for place, offset in recent.items()}
    first: dict[TopicPartition, datetime] = {}
    async with Reader(bootstrap) as reader:
        ends = await reader.ends_of([topic.name])
        reader.open_at({each: max(starts.get(each, 0), done.get(each, 0)) for each in ends})
        async for records in reader.up_to(ends):
            for number, record in enumerate(records, start=1):
                partition = TopicPartition(record.topic, record.partition)
                if partition in ends and (event := owes(record)) is not None:
                    first[partition] = event.fact.received_at
                    del ends[partition]  # its first one tells
                if number % AT_ONCE == 0:
                    await asyncio.sleep(0)
    return min(first.values(), default=None)
