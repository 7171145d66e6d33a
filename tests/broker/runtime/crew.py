"""Workers as real processes, what they are given, and the one question that every fault test asks at the end."""

import asyncio
import contextlib
import signal
import sys
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from aiokafka import AIOKafkaProducer, ConsumerRecord
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import GroupCoordinatorNotAvailableError

from shared.contracts.dead import DeadLetterTopic
from shared.contracts.partition import partition_of
from shared.contracts.record import Record
from shared.exits import RESTART
from shared.kafka.topics import Declared, apply
from tests.broker.runtime.worker import Hurt, Work
from tests.support.broker import RealBroker, wait_until

KEYS = 12
CHECKOUT = Path(__file__).parents[3]

QUICK = {"session": 1.5, "heartbeat": 0.3, "producer_request": 1.5, "broker_transaction": 2.0}
"""Shorter than in production, so that a test of a time-out is a test of seconds."""


class Process:
    """One worker."""

    def __init__(self, work: Work, says: Path) -> None:
        self._work = work
        self._says = says
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Begin; returns at once."""
        with self._says.open("ab") as said:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "tests.broker.runtime.worker",
                self._work.model_dump_json(),
                cwd=CHECKOUT,
                stderr=said,
            )

    def signal(self, what: signal.Signals) -> None:
        """Hurt it, unless it is gone already."""
        assert self._process is not None
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(what)

    async def ended(self, deadline: float = 20.0) -> int:
        """Its exit code, negative for a signal; fails when it does not end in time."""
        assert self._process is not None
        async with asyncio.timeout(deadline):
            return await self._process.wait()

    @property
    def frozen(self) -> bool:
        """Whether it was stopped by SIGSTOP."""
        assert self._process is not None
        state = Path(f"/proc/{self._process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
        return state == "T"


@dataclass
class Crew:
    """Workers of one group, started again like a supervisor would, from a source topic to a target topic."""

    broker: RealBroker
    source: str
    target: str
    source_partitions: int
    target_partitions: int
    folder: Path
    bootstrap: str = ""
    slow: float = 0.0
    group: str = field(default_factory=lambda: f"g-{uuid.uuid4()}")
    service: str = field(default_factory=lambda: f"copier-{uuid.uuid4().hex[:12]}")
    exits: list[int] = field(default_factory=list)
    published: list[int] = field(default_factory=list)

    def process(self, hurt: Hurt = "none", at: int = 0, **timing: float) -> Process:
        """A worker that is not started yet."""
        work = Work(
            bootstrap=self.bootstrap or self.broker.bootstrap,
            group=self.group,
            service=self.service,
            source=self.source,
            target=self.target,
            target_partitions=self.target_partitions,
            timing=QUICK | timing,
            hurt=hurt,
            at=at,
            slow=self.slow,
        )
        return Process(work, self.folder / "workers.log")

    @contextlib.asynccontextmanager
    async def working(self, *firsts: Process, members: int = 1) -> AsyncIterator[list[Process]]:
        """That many workers, each started again when it ends by a signal or asks for it; `firsts` come first."""
        waiting = list(firsts)
        running: list[Process] = []

        async def supervise(place: int) -> None:
            while True:
                running[place] = waiting.pop(0) if waiting else self.process()
                await running[place].start()
                code = await running[place].ended(deadline=300)
                self.exits.append(code)
                if code not in {RESTART, -signal.SIGKILL}:
                    return

        running.extend(self.process() for _ in range(members))
        supervisors = [asyncio.create_task(supervise(place)) for place in range(members)]
        try:
            yield running
        finally:
            for supervisor in supervisors:
                supervisor.cancel()
            for worker in running:
                worker.signal(signal.SIGKILL)
                await worker.ended()

    async def publish_bad(self, *values: bytes, key: str = "key-0") -> None:
        """Records that the worker cannot handle, on the partition of `key`."""
        partition = partition_of(key, self.source_partitions)
        await self.broker.publish([Record(self.source, partition, key.encode(), value, []) for value in values])

    async def dead_letters(self) -> list[ConsumerRecord]:
        """What the workers put aside, as a committed reader sees it."""
        return await self.broker.read_all(f"{self.service}.dead.v1")

    async def committed(self) -> dict[int, int]:
        """The group's offsets by partition."""
        admin = AIOKafkaAdminClient(bootstrap_servers=self.broker.bootstrap)
        await admin.start()
        try:
            found = await admin.list_consumer_group_offsets(self.group)
        except GroupCoordinatorNotAvailableError:  # no group has ever been on this broker
            return {}
        finally:
            await admin.close()
        return {each.partition: committed.offset for each, committed in found.items() if committed.offset >= 0}

    @property
    def log(self) -> str:
        """What the workers said."""
        return (self.folder / "workers.log").read_text(encoding="utf-8")

    async def publish(self, count: int) -> None:
        """The next numbers onto the source, with aborted ones and transactions' markers between them."""
        numbers = range(len(self.published), len(self.published) + count)
        producer = AIOKafkaProducer(
            bootstrap_servers=self.broker.bootstrap, transactional_id=f"p-{uuid.uuid4()}", enable_idempotence=True
        )
        await producer.start()
        try:
            for start in range(0, count, 50):
                await producer.begin_transaction()
                await self._send(producer, [-1])
                await producer.abort_transaction()
                await producer.begin_transaction()
                await self._send(producer, numbers[start : start + 50])
                await producer.commit_transaction()
        finally:
            await producer.stop()
        self.published.extend(numbers)

    async def _send(self, producer: AIOKafkaProducer, numbers: Iterable[int]) -> None:
        for number in numbers:
            key = f"key-{number % KEYS}"
            partition = partition_of(key, self.source_partitions)
            await producer.send(self.source, b"%d" % number, key.encode(), partition)

    async def written(self) -> list[int]:
        """The numbers on the target as a committed reader sees them, partition by partition."""
        return [int(each.value) for each in await self.broker.read_all(self.target)]

    async def arrived(self, deadline: float = 40.0) -> None:
        """Wait until every number that was published is on the target."""

        async def all_there() -> bool:
            return set(self.published) <= set(await self.written())

        try:
            await wait_until(all_there, deadline, what="all numbers on the target")
        except AssertionError as error:
            lost = sorted(set(self.published) - set(await self.written()))
            raise AssertionError(f"lost {len(lost)}: {lost[:10]}…; exits {self.exits}\n{self.log[-2000:]}") from error

    async def exactly_once(self) -> None:
        """Nothing lost, nothing doubled, each key in its order; nothing comes late either."""
        await self.publish(KEYS * 5)  # behind everything else on each partition: what is done twice comes before these
        await self.arrived()
        written = await self.written()
        doubled = {number: times for number, times in Counter(written).items() if times > 1}
        assert not doubled, f"doubled {len(doubled)}: {dict(list(doubled.items())[:10])}; exits {self.exits}"
        assert set(written) == set(self.published)
        for key in range(KEYS):
            of_key = [number for number in written if number % KEYS == key]
            assert of_key == sorted(of_key), f"key {key} lost its order"


async def crew_on(
    broker: RealBroker, folder: Path, *, partitions: int = 3, target_partitions: int = 2, bootstrap: str = ""
) -> Crew:
    """A crew with topics of its own."""
    crew = Crew(
        broker,
        await broker.topic("source", partitions=partitions),
        await broker.topic("target", partitions=target_partitions),
        partitions,
        target_partitions,
        folder,
        bootstrap,
    )
    letters = DeadLetterTopic(crew.service)
    await apply(broker.bootstrap, replication=1, topics=[Declared(letters.name, letters.partitions, {})])
    return crew
