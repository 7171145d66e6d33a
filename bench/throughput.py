"""How many records a second: a preloaded topic is worked off, then what came out is read back and counted."""

import asyncio
import time
import uuid
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import orjson
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from bench import topics
from bench.peers import Peer
from bench.typed import PARTITIONS
from bench.work import FIRST_ID, mention, scan
from bench.worker_process import WorkerProcess, running
from bench.workers.task import Task

SETTLE = 0.1
"""The first tenth is not timed: start, group join and first fetches are not the rate."""
POLL_S = 0.1
DEADLINE_S = 300.0


@dataclass(frozen=True, slots=True)
class Throughput:
    """What one run of one worker gave."""

    rate: float
    """Records a second, from the first tenth on the output to the last record, by the broker's clock."""
    cpu_us: float
    """The worker's processor time for each record, its start included."""
    lost: int
    doubled: int
    wrong: int


async def measure(peer: Peer, bootstrap: str, source: str, count: int, folder: Path) -> Throughput:
    """Lets the peer work off `source`, which holds mentions 0 to `count` - 1."""
    name = f"{peer.worker.rpartition('.')[2]}-{uuid.uuid4().hex[:8]}"
    task = Task(bootstrap, source, f"bench.out.{name}", f"bench-{name}")
    await topics.create(bootstrap, task.output)
    try:
        async with running(peer, task, folder) as worker:
            await _worked_off(task, worker)
        return await _counted(task, count, worker.cpu_seconds)
    finally:
        await topics.remove(bootstrap, task.output)


async def _worked_off(task: Task, worker: WorkerProcess) -> None:
    """Returns when the group has committed the input's end; asks the broker only, so that nothing competes for it."""
    ends = await _ends(task)
    admin = AIOKafkaAdminClient(bootstrap_servers=task.bootstrap)
    await admin.start()
    try:
        until = time.monotonic() + DEADLINE_S
        while time.monotonic() < until:
            worker.check()
            committed = await _committed(admin, task)
            if all(committed.get(each, 0) >= end for each, end in ends.items()):
                return
            await asyncio.sleep(POLL_S)
    finally:
        await admin.close()
    raise worker.failed(f"was not done in {DEADLINE_S} s")


async def _committed(admin: AIOKafkaAdminClient, task: Task) -> dict[TopicPartition, int]:
    try:
        found = await admin.list_consumer_group_offsets(task.group)
    except KafkaError as error:
        if error.retriable:  # a broker that is minutes old makes its topic of offsets first
            return {}
        raise
    return {each: reached.offset for each, reached in found.items()}


async def _ends(task: Task) -> dict[TopicPartition, int]:
    consumer = AIOKafkaConsumer(bootstrap_servers=task.bootstrap)
    await consumer.start()
    try:
        ends = await consumer.end_offsets([TopicPartition(task.input, number) for number in range(PARTITIONS)])
    finally:
        await consumer.stop()
    return {each: end for each, end in ends.items() if end}


async def _counted(task: Task, count: int, cpu_seconds: float) -> Throughput:
    seen: Counter[int] = Counter()
    times: list[int] = []
    wrong = 0
    async for record in topics.read_back(task.bootstrap, task.output):
        number = int((record.key or b"x:0")[2:]) - FIRST_ID
        times.append(record.timestamp)
        if not seen[number] and orjson.loads(record.value or b"null") != scan(mention(number)):
            wrong += 1
        seen[number] += 1
    times.sort()
    timed = times[int(len(times) * SETTLE) :]
    return Throughput(
        rate=1000 * (len(timed) - 1) / max(timed[-1] - timed[0], 1) if timed else 0.0,
        cpu_us=cpu_seconds / count * 1e6,
        lost=sum(1 for number in range(count) if number not in seen),
        doubled=sum(times - 1 for times in seen.values()),
        wrong=wrong + sum(1 for number in seen if not 0 <= number < count),
    )
