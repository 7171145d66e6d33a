"""A client that is told to stop while it starts leaves no connection open, wherever that meets it."""

import asyncio
import gc
from collections.abc import Callable

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.conn import AIOKafkaConnection

from shared.kafka.client import new_consumer, new_producer, start
from tests.support.broker import RealBroker


def open_connections() -> list[AIOKafkaConnection]:
    return [each for each in gc.get_objects() if isinstance(each, AIOKafkaConnection) and each.connected()]


async def started_after(client: AIOKafkaConsumer | AIOKafkaProducer, turns: int) -> bool:
    """Whether it had started by then; it is cut off if not."""
    starting = asyncio.create_task(start(client))
    for _ in range(turns):
        await asyncio.sleep(0)
        if starting.done():
            await client.stop()
            return True
    starting.cancel()
    await asyncio.wait({starting})
    return False


@pytest.mark.parametrize("make", [new_consumer, new_producer])
async def test_nothing_stays_open(
    broker: RealBroker, make: Callable[[str], AIOKafkaConsumer | AIOKafkaProducer]
) -> None:
    before, turns = open_connections(), 1
    while not await started_after(make(broker.bootstrap), turns):
        assert [each for each in open_connections() if each not in before] == [], f"cut off after {turns} turns"
        turns += 1 + turns // 6
