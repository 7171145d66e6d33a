"""A hundred thousand numbered records through the runtime that every service shares, while everything is hurt.

The input has aborted transactions in it, and holes where compaction took records away, as a topic of weeks has.
"""

import asyncio
import signal
import time
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.errors import KafkaError

from shared.contracts.dead import DeadLetterTopic
from shared.contracts.partition import partition_of
from shared.kafka.topics import Declared, apply
from tests.broker.runtime.crew import Crew, Process
from tests.faults.judgement import Count
from tests.faults.scene import Ground, Scene
from tests.faults.stage import pause
from tests.support.broker import RealBroker
from tests.support.cluster import cluster_in
from tests.support.waiting import wait_until

GROUP = "100,000 records through the runtime"
RECORDS = 100_000
KEYS = 12
IN_A_TRANSACTION = 1_000
PARTITIONS = 6
TARGET_PARTITIONS = 4
MEMBERS = 2
TIMES = 3
FROZEN_S = 15.0
DONE_S = 240.0
A_RECORD_S = 0.0002
"""What a service does with a record takes about so long; without it all would be over before it is hurt."""
AS_IN_PRODUCTION: dict[str, Any] = {
    "session": 6.0,
    "heartbeat": 1.0,
    "producer_request": 5.0,
    "broker_transaction": 5.0,
}

WITH_HOLES = {
    "cleanup.policy": "compact",
    "min.cleanable.dirty.ratio": "0.001",
    "min.compaction.lag.ms": "0",
    "max.compaction.lag.ms": "1",
    "segment.ms": "100",
    "delete.retention.ms": "0",
}
"""The broker compacts it as soon as it gets to it."""


@dataclass
class Traffic:
    """A source that is written, a target that is empty, and two members between them that are started again."""

    crew: Crew
    kafka: RealBroker
    running: list[Process] = field(default_factory=list)
    recovered: list[float] = field(default_factory=list)

    @asynccontextmanager
    async def flowing(self) -> AsyncIterator[None]:
        """Members come and go until this is over."""
        self.running = [self._member() for _ in range(MEMBERS)]
        supervisors = [asyncio.create_task(self._supervise(place)) for place in range(MEMBERS)]
        try:
            yield
        finally:
            for each in supervisors:
                each.cancel()
            for worker in self.running:
                worker.signal(signal.SIGKILL)
            await asyncio.gather(*supervisors, return_exceptions=True)

    async def at(self, share: float) -> None:
        """Wait until so much of it has come through, committed or not."""
        await wait_until(lambda: self._reached(share * RECORDS), DONE_S, what=f"{share:.0%} of the records")

    async def goes_on(self, since: float) -> None:
        """Wait until more comes through, or all has, and note how long that took."""
        before = await self._written()
        await wait_until(lambda: self._reached(min(before + 1, RECORDS)), DONE_S, what="it goes on")
        self.recovered.append(time.monotonic() - since)

    async def counted(self) -> Count:
        """Wait for all of it, and a little longer for what comes twice."""
        with suppress(AssertionError):
            await wait_until(self._all_there, DONE_S)
        await pause(3.0)
        written = await self._numbers()
        times = Counter(written)
        count = Count(injected=RECORDS, once=sum(each == 1 for each in times.values()), recovered=self.recovered)
        count.doubled = [str(number) for number, seen in times.items() if seen > 1]
        count.lost = [str(number) for number in range(RECORDS) if number not in times]
        for key in range(KEYS):
            of_key = [number for number in written if number % KEYS == key]
            if of_key != sorted(of_key):
                count.untrue.append(f"key {key} lost its order")
        return count

    async def _all_there(self) -> bool:
        return await self._reached(RECORDS) and len(set(await self._numbers())) == RECORDS

    async def _numbers(self) -> list[int]:
        return [int(each.value) for each in await self.kafka.read_all(self.crew.target)]

    async def _supervise(self, place: int) -> None:
        while True:
            await self.running[place].start()
            await self.running[place].ended(DONE_S * 2)
            self.running[place] = self._member()

    def _member(self) -> Process:
        return self.crew.process(**AS_IN_PRODUCTION)

    async def _reached(self, number: float) -> bool:
        return await self._written() >= number

    async def _written(self) -> int:
        """Records and markers on the target; 0 while no broker answers."""
        consumer = AIOKafkaConsumer(bootstrap_servers=self.kafka.bootstrap)
        try:
            await consumer.start()
            places = [TopicPartition(self.crew.target, number) for number in range(TARGET_PARTITIONS)]
            return sum((await consumer.end_offsets(places)).values())
        except KafkaError:
            return 0
        finally:
            await consumer.stop()


async def traffic_on(kafka: RealBroker, folder: Path, *, source: str = "", replication: int = 1) -> Traffic:
    """On a source that is written already, or on a new one."""
    mark = uuid.uuid4().hex[:8]
    names = (source or f"numbers-{mark}", f"target-{mark}")
    crew = Crew(kafka, *names, PARTITIONS, TARGET_PARTITIONS, folder, slow=A_RECORD_S)
    letters = DeadLetterTopic(crew.service)
    copies = {"min.insync.replicas": str(max(1, replication - 1))}
    topics = [
        Declared(crew.target, TARGET_PARTITIONS, copies),
        Declared(letters.name, letters.partitions, copies),
        *([] if source else [Declared(crew.source, PARTITIONS, WITH_HOLES | copies)]),
    ]
    await apply(kafka.bootstrap, replication=replication, topics=topics)
    if not source:
        await _publish(kafka.bootstrap, crew.source)
        await wait_until(lambda: _has_holes(kafka, crew.source), 120, what="compaction has made holes")
    return Traffic(crew, kafka)


async def _publish(bootstrap: str, source: str) -> None:
    """The numbers in their order, with fillers that will be compacted, and with aborted ones between them."""
    producer = AIOKafkaProducer(
        bootstrap_servers=bootstrap, transactional_id=f"numbers-{uuid.uuid4()}", enable_idempotence=True, linger_ms=5
    )
    await producer.start()
    try:
        for start in range(0, RECORDS, IN_A_TRANSACTION):
            await producer.begin_transaction()
            for number in range(start, start + 100):
                await _send(producer, source, number, b"-1")
            await producer.abort_transaction()
            await producer.begin_transaction()
            for number in range(start, start + IN_A_TRANSACTION):
                await _send(producer, source, number, b"%d" % number)
                if number % 10 == 0:
                    await _send(producer, source, number, b"filler", key=f"key-{number % KEYS}|filler")
            await producer.commit_transaction()
    finally:
        await producer.stop()


async def _send(producer: AIOKafkaProducer, source: str, number: int, value: bytes, *, key: str = "") -> None:
    scope = f"key-{number % KEYS}"
    key = key or f"{scope}|{number}{'' if value != b'-1' else '-aborted'}"
    await producer.send(source, value, key.encode(), partition_of(scope, PARTITIONS))


async def _has_holes(kafka: RealBroker, source: str) -> bool:
    """Of the fillers most are gone."""
    left = [each for each in await kafka.read_all(source, committed=False) if each.value == b"filler"]
    return len(left) < RECORDS / 20


Hurt = Callable[[Traffic, Ground], Awaitable[None]]


def in_the_middle(hurt: Hurt, times: int = TIMES) -> Callable[[Ground], Awaitable[Count]]:
    """Done so many times while the records flow; on one broker, whose source serves all that are played there."""

    async def play(ground: Ground) -> Count:
        kafka = RealBroker(ground.broker.node.bootstrap, ground.broker)
        traffic = await traffic_on(kafka, ground.room(), source=ground.numbers)
        ground.numbers = traffic.crew.source
        async with traffic.flowing():
            for number in range(times):
                await traffic.at((number + 0.5) / times)
                begun = time.monotonic()
                await hurt(traffic, ground)
                await traffic.goes_on(begun)
            count = await traffic.counted()
        count.cases = times
        return count

    return play


async def killed(traffic: Traffic, _: Ground) -> None:
    """Both, one after another."""
    for worker in traffic.running:
        worker.signal(signal.SIGKILL)


async def ended(traffic: Traffic, _: Ground) -> None:
    """As a deployment does it: one after another."""
    for worker in list(traffic.running):
        worker.signal(signal.SIGTERM)
        await worker.ended()


async def frozen(traffic: Traffic, _: Ground) -> None:
    """One sleeps, the other takes over, and the first wakes up."""
    worker = traffic.running[0]
    worker.signal(signal.SIGSTOP)
    await pause(FROZEN_S)
    worker.signal(signal.SIGCONT)


async def broker_killed(_: Traffic, ground: Ground) -> None:
    """And started again."""
    await asyncio.to_thread(ground.broker.kill)
    await asyncio.to_thread(ground.broker.start)


async def leader_killed(ground: Ground) -> Count:
    """One of three, twice: the leader of the target, then the coordinator of the group."""
    folder = ground.room()
    async with cluster_in(folder) as cluster:
        traffic = await traffic_on(RealBroker(cluster.bootstrap, None), folder, replication=3)
        async with traffic.flowing():
            for share, find in (
                (0.2, partial(cluster.leader_of, traffic.crew.target, 0)),
                (0.6, partial(cluster.coordinator_of, traffic.crew.group)),
            ):
                await traffic.at(share)
                victim = await find()
                begun = time.monotonic()
                victim.kill()
                await traffic.goes_on(begun)
                await cluster.start(victim)
            count = await traffic.counted()
    count.cases = 2
    return count


def scenes() -> list[Scene]:
    """Each with about how long it takes."""
    return [
        Scene(GROUP, "kill -9 of both members, three times", in_the_middle(killed), 100),
        Scene(GROUP, "SIGTERM of both members, three times", in_the_middle(ended), 100),
        Scene(GROUP, "SIGSTOP for 15 s, twice", in_the_middle(frozen, 2), 100),
        Scene(GROUP, "the one broker killed (kill -9), twice", in_the_middle(broker_killed, 2), 100),
        Scene(GROUP, "one of three killed: the leader, then the coordinator", leader_killed, 150),
    ]
