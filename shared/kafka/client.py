"""Consumers and producers with the settings that were measured, and a start that waits for the broker."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.coordinator.assignors.abstract import AbstractPartitionAssignor
from aiokafka.coordinator.assignors.roundrobin import RoundRobinPartitionAssignor
from aiokafka.errors import KafkaError

from shared.errors import Misconfigured
from shared.kafka.timing import TIMING, Timing

logger = logging.getLogger(__name__)

Isolation = Literal["read_committed", "read_uncommitted"]

FETCH_BYTES = 512 * 1024
"""Of one partition at a time: bounds a transaction to about 600 mentions; with half as much each costs 12 % more."""
MAX_RECORDS = 20_000
"""Of one batch; far more than FETCH_BYTES lets through, because a small limit makes partitions wait for each other."""
BATCH_BYTES = 512 * 1024
"""Of one batch of output to one partition."""
SHARED_OUT: Sequence[type[AbstractPartitionAssignor]] = (RoundRobinPartitionAssignor,)
"""How a group shares its partitions out, where its members do not care which go together."""
FIRST_ANSWER_S = 1.0
"""A broker that lives answers within milliseconds; a start that is told to stop waits so long for it at the most."""
CLOSE_S = 5.0
"""A group is left within milliseconds while a broker is there."""


def new_consumer(
    bootstrap: str,
    *,
    group: str | None = None,
    isolation: Isolation = "read_committed",
    assignors: Sequence[type[AbstractPartitionAssignor]] = SHARED_OUT,
    timing: Timing = TIMING,
) -> AIOKafkaConsumer:
    """A consumer that begins at the earliest and never commits by itself."""
    return AIOKafkaConsumer(
        bootstrap_servers=bootstrap,
        group_id=group,
        isolation_level=isolation,
        partition_assignment_strategy=tuple(assignors),
        auto_offset_reset="earliest",
        enable_auto_commit=False,
        session_timeout_ms=_ms(timing.session),
        heartbeat_interval_ms=_ms(timing.heartbeat),
        rebalance_timeout_ms=_ms(timing.rebalance),
        request_timeout_ms=_ms(timing.consumer_request),
        fetch_max_wait_ms=_ms(timing.fetch_wait),
        max_partition_fetch_bytes=FETCH_BYTES,
    )


def new_producer(bootstrap: str, *, transactional_id: str | None = None, timing: Timing = TIMING) -> AIOKafkaProducer:
    """An idempotent producer that waits for all replicas, transactional where it has an id."""
    if not __debug__:
        raise Misconfigured(
            "Python runs with -O, which removes checks that transactions rely on.",
            remedy="Start it without -O and without PYTHONOPTIMIZE.",
        )
    return AIOKafkaProducer(
        bootstrap_servers=bootstrap,
        transactional_id=transactional_id,
        enable_idempotence=True,
        acks="all",
        transaction_timeout_ms=_ms(timing.broker_transaction),
        request_timeout_ms=_ms(timing.producer_request),
        max_batch_size=BATCH_BYTES,
        max_request_size=2 * BATCH_BYTES,
        retry_backoff_ms=20,
    )


async def start(
    client: AIOKafkaConsumer | AIOKafkaProducer,
    *,
    timing: Timing = TIMING,
    waiting: Callable[[str], None] = lambda _: None,
) -> None:
    """Start the client, as soon as a broker answers; `waiting` hears why it takes longer.

    A process that ended instead would be started again and again for as long as the broker is away.
    """
    pause = timing.first_pause
    try:
        while not await _started(client, waiting):
            await asyncio.sleep(pause)
            pause = min(2 * pause, timing.longest_pause)
    except BaseException:
        await client.stop()
        raise


async def _started(client: AIOKafkaConsumer | AIOKafkaProducer, waiting: Callable[[str], None]) -> bool:
    try:
        await _to_its_end(client)
    except KafkaError as error:
        if not may_pass(error):
            raise
        waiting(f"no broker answers: {error}")
        return False
    return True


async def _to_its_end(client: AIOKafkaConsumer | AIOKafkaProducer) -> None:
    """Cancelled before its first answer aiokafka would leave a connection open that nobody can close any more."""
    starting = asyncio.ensure_future(client.start())
    try:
        await asyncio.shield(starting)
    except asyncio.CancelledError:
        await asyncio.wait({starting}, timeout=FIRST_ANSWER_S)
        starting.cancel()
        await asyncio.wait({starting})
        raise


async def close(consumer: AIOKafkaConsumer) -> None:
    """Stop the consumer, all of it.

    With the broker away aiokafka ends half-way, by a cancellation that is its own; right after an assignment it waits
    for ever for a task that has swallowed its cancellation, and needs another one.
    """
    stopping = asyncio.ensure_future(consumer.stop())
    try:
        while not stopping.done():
            await asyncio.wait({stopping}, timeout=CLOSE_S)
            stopping.cancel()
    finally:
        stopping.cancel()
        await consumer._client.close()  # noqa: SLF001 - nobody else would, once aiokafka takes itself for closed
    if not stopping.cancelled():
        stopping.result()


async def partitions_of(
    consumer: AIOKafkaConsumer,
    topics: Iterable[str],
    *,
    timing: Timing = TIMING,
    waiting: Callable[[str], None] = lambda _: None,
) -> list[TopicPartition]:
    """All partitions of these topics, as soon as all of them exist; `waiting` hears which do not."""
    names = sorted(set(topics))
    pause = timing.first_pause
    while True:
        try:
            known = await consumer._client.fetch_all_metadata()  # noqa: SLF001 - consumer.topics() hides the partitions
        except KafkaError as error:
            if not may_pass(error):
                raise
            waiting(f"no broker answers: {error}")
        else:
            missing = [name for name in names if not known.partitions_for_topic(name)]
            if not missing:
                return [TopicPartition(name, each) for name in names for each in known.partitions_for_topic(name)]
            waiting(f"topic {', '.join(missing)} does not exist; `bluelamp topics apply` creates it")
        await asyncio.sleep(pause)
        pause = min(2 * pause, timing.longest_pause)


def may_pass(error: KafkaError) -> bool:
    """Whether this is about the connection; aiokafka wraps such errors in the bare KafkaError at times."""
    return type(error) is KafkaError or bool(error.retriable)


def _ms(seconds: float) -> int:
    return int(seconds * 1000)
