"""How long from writing a mention until its result can be read by a reader of committed records, at a steady rate."""

import asyncio
import time
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from bench import topics
from bench.peers import Peer
from bench.typed import PARTITIONS
from bench.work import FIRST_ID
from bench.worker_process import WorkerProcess, running
from bench.workers.task import Task

TICK_S = 0.005
"""The steady rate in small steps; a timer for each record would not hold 2,000 a second."""
WARM_S = 1.0
"""Written at the rate before what is timed."""
START_DEADLINE_S = 60.0
KNOCK_S = 0.2
"""One mention so often until the worker answers."""
END_DEADLINE_S = 10.0
"""A worker that is further behind than this cannot hold the rate."""


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds from just before the write to the read, at one rate."""

    per_second: int
    p50: float | None
    p99: float | None
    """None where the worker could not hold the rate."""


class _Stopwatch:
    """Writes mentions, reads their results, and notes the moments of both."""

    def __init__(self, task: Task, producer: AIOKafkaProducer, *, typed: bool) -> None:
        self._task = task
        self._producer = producer
        self._typed = typed
        self._written: list[float] = []
        self._read: dict[int, float] = {}

    async def follow(self) -> None:
        """Reads the output until it is cancelled."""
        consumer = AIOKafkaConsumer(
            bootstrap_servers=self._task.bootstrap,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            isolation_level="read_committed",
        )
        await consumer.start()
        try:
            consumer.assign([TopicPartition(self._task.output, number) for number in range(PARTITIONS)])
            while True:
                found = await consumer.getmany(timeout_ms=1000)
                moment = time.perf_counter()
                for records in found.values():
                    for record in records:
                        self._read.setdefault(int((record.key or b"")[2:]) - FIRST_ID, moment)
        finally:
            await consumer.stop()

    async def wake(self, worker: WorkerProcess) -> None:
        """Knocks until the worker answers."""
        until = time.monotonic() + START_DEADLINE_S
        while not self._read:
            worker.check()
            if time.monotonic() > until:
                raise worker.failed(f"did not answer in {START_DEADLINE_S} s")
            await self._write()
            await asyncio.sleep(KNOCK_S)

    async def write_steadily(self, per_second: int, seconds: float) -> range:
        """Writes at the rate for so long; returns the numbers of the mentions."""
        first, begun = len(self._written), time.perf_counter()
        while (elapsed := time.perf_counter() - begun) < seconds:
            for _ in range(round(elapsed * per_second) - (len(self._written) - first)):
                await self._write()
            await asyncio.sleep(TICK_S)
        return range(first, len(self._written))

    async def all_read(self, numbers: range) -> bool:
        """Whether the results of all of these came, after a while at the most."""
        until = time.monotonic() + END_DEADLINE_S
        while time.monotonic() < until:
            if all(number in self._read for number in numbers):
                return True
            await asyncio.sleep(KNOCK_S)
        return False

    def percentile(self, numbers: range, part: float) -> float:
        """Milliseconds within which that part of the mentions went through."""
        taken = sorted(self._read[number] - self._written[number] for number in numbers)
        return 1000 * taken[int(part * (len(taken) - 1))]

    async def _write(self) -> None:
        record = topics.mention_record(self._task.input, len(self._written), typed=self._typed)
        self._written.append(time.perf_counter())
        await self._producer.send(record.topic, record.value, record.key, record.partition, headers=record.headers)


async def measure(peer: Peer, bootstrap: str, per_second: int, seconds: float, folder: Path) -> Latency:
    """Writes at the rate for so long, after the worker has shown that it is awake."""
    name = f"{peer.worker.rpartition('.')[2]}-{uuid.uuid4().hex[:8]}"
    task = Task(bootstrap, f"bench.in.{name}", f"bench.out.{name}", f"bench-{name}")
    await topics.create(bootstrap, task.input, task.output)
    try:
        async with _following(task, typed=peer.typed) as stopwatch, running(peer, task, folder) as worker:
            await stopwatch.wake(worker)
            await stopwatch.write_steadily(per_second, WARM_S)
            timed = await stopwatch.write_steadily(per_second, seconds)
            if not await stopwatch.all_read(timed):
                return Latency(per_second, None, None)
            return Latency(per_second, stopwatch.percentile(timed, 0.5), stopwatch.percentile(timed, 0.99))
    finally:
        await topics.remove(bootstrap, task.input, task.output)


@asynccontextmanager
async def _following(task: Task, *, typed: bool) -> AsyncIterator[_Stopwatch]:
    producer = AIOKafkaProducer(bootstrap_servers=task.bootstrap, enable_idempotence=True, acks="all")
    await producer.start()
    stopwatch = _Stopwatch(task, producer, typed=typed)
    following = asyncio.create_task(stopwatch.follow())
    try:
        yield stopwatch
    finally:
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)
        await producer.stop()
