"""Aggregators as processes on topics of a test's own, and the one question that every test of them asks at the end."""

import asyncio
import signal
import sys
import uuid
from collections.abc import Iterable
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path

import httpx
from aiokafka import ConsumerRecord, TopicPartition
from prometheus_client.parser import text_string_to_metric_families

from services.metrics.aggregator.board import Board, active_accounts, today
from services.metrics.domain.measures_index import Contributions
from shared.contracts.contribution_changed import CONTRIBUTION_CHANGED, Contribution
from shared.contracts.district_measured import DISTRICT_MEASURED
from shared.contracts.record import Record, record_of
from shared.kafka.reader import Reader
from shared.kafka.topics import apply
from shared.registry import load_registry
from shared.settings import CHECKOUT
from tests.broker.metrics.aggregator_worker import Work
from tests.support.broker import RealBroker
from tests.support.ports import free_ports
from tests.support.waiting import wait_until


class Process:
    """One aggregator."""

    def __init__(self, work: Work, process: asyncio.subprocess.Process) -> None:
        self._work = work
        self._process = process

    async def ready(self) -> None:
        """Wait until it has recovered, or stands by."""
        await wait_until(self._is_ready, 30, what="the aggregator is ready")

    def pause(self) -> None:
        """As when its machine sleeps."""
        self._process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Wake up."""
        self._process.send_signal(signal.SIGCONT)

    async def kill(self) -> None:
        """Kill -9."""
        await self.ends(signal.SIGKILL)

    async def stop(self) -> int:
        """Stop cleanly; its exit code."""
        return await self.ends(signal.SIGTERM)

    async def ends(self, by: signal.Signals | None = None) -> int:
        """Its exit code, once it has ended: by a signal, or by itself."""
        if by is not None and self._process.returncode is None:
            self._process.send_signal(by)
        async with asyncio.timeout(30):
            return await self._process.wait()

    async def number(self, name: str, **labels: str) -> float:
        """What Prometheus reads: the sum over all that have these labels."""
        async with httpx.AsyncClient() as client:
            text = (await client.get(f"http://127.0.0.1:{self._work.port}/metrics")).text
        families = text_string_to_metric_families(text)
        samples = [each for family in families for each in family.samples if each.name == name]
        return sum(each.value for each in samples if labels.items() <= each.labels.items())

    async def _is_ready(self) -> bool:
        assert self._process.returncode is None, "the aggregator ended"
        async with httpx.AsyncClient() as client:
            try:
                return (await client.get(f"http://127.0.0.1:{self._work.port}/health/ready")).is_success
            except httpx.TransportError:
                return False


class Aggregators:
    """One group of them, on topics of its own."""

    def __init__(self, broker: RealBroker, home: Path) -> None:
        self.broker = broker
        self._home = home
        self._started: list[Process] = []
        self._told: list[Contribution] = []
        self._open = AsyncExitStack()
        self._written: list[ConsumerRecord[bytes, bytes]] = []

    async def begin(self) -> None:
        """Make the topics."""
        await apply(self.broker.bootstrap, replication=1)  # for the dead letters
        self._contributions = await self.broker.topic_for(CONTRIBUTION_CHANGED)
        self._measures = await self.broker.topic_for(DISTRICT_MEASURED)
        self.group = f"metrics-{uuid.uuid4().hex[:8]}"
        reader = Reader(self.broker.bootstrap)  # one for all looks, of which there are many
        self._reader = await self._open.enter_async_context(reader)
        partitions = range(self._measures.partitions)
        await self._reader.open_partitions([TopicPartition(self.measures, each) for each in partitions])

    @property
    def contributions(self) -> str:
        """The name of the topic."""
        return self._contributions.name

    @property
    def measures(self) -> str:
        """The name of the topic."""
        return self._measures.name

    async def start(self, *, accept_bad_records: bool = False) -> Process:
        """One more process; returns at once."""
        work = Work(
            bootstrap=self.broker.bootstrap,
            home=self._home,
            contributions=self.contributions,
            measures=self.measures,
            group=self.group,
            port=free_ports(1)[0],
            accept_bad_records=accept_bad_records,
        )
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.broker.metrics.aggregator_worker", work.model_dump_json(), cwd=CHECKOUT
        )
        self._started.append(Process(work, process))
        return self._started[-1]

    async def end(self) -> None:
        """No process is left over."""
        await self._open.aclose()
        for each in self._started:
            await each.kill()

    def record(self, contribution: Contribution) -> Record:
        """As the sampler writes it."""
        return record_of(
            self._contributions,
            "contribution.changed",
            contribution,
            id=str(uuid.uuid4()),
            source="metrics",
            time=datetime.now(UTC),
        )

    async def tell(self, told: Iterable[Contribution]) -> None:
        """The sampler writes these."""
        told = list(told)
        self.hear(told)
        await self.broker.publish([self.record(each) for each in told])

    def hear(self, told: Iterable[Contribution]) -> None:
        """These are part of what has to follow, however they come in."""
        self._told += told

    def expected(self) -> dict[str, bytes]:
        """What follows from all that was told."""
        registry = load_registry(CHECKOUT / "deploy" / "force")
        index = Contributions()
        for each in self._told:
            index.take(each)
        board = Board(self._measures, registry.force.id, active_accounts(registry))
        written = board.differences(index, index.cells(), today())
        return {each.key.decode(): each.value for each in written if each.value is not None}

    async def read(self) -> dict[str, bytes]:
        """What any dashboard holds that reads from the start."""
        held: dict[str, bytes] = {}
        for record in await self.written():
            key = (record.key or b"").decode()
            if record.value is None:
                held.pop(key, None)
            else:
                held[key] = record.value
        return held

    async def written(self) -> list[ConsumerRecord[bytes, bytes]]:
        """Every record of measures that was ever written, in the order of each partition."""
        async for records in self._reader.to_end():
            self._written += records
        return self._written

    async def all_follows(self) -> None:
        """No value differs and none is missing, as soon as everything is added up."""
        expected = self.expected()
        held: dict[str, bytes] = {}

        async def equal() -> bool:
            held.clear()
            held.update(await self.read())
            return held == expected

        try:
            await wait_until(equal, 40)
        except AssertionError:
            differ = {key for key in expected.keys() & held.keys() if expected[key] != held[key]}
            missing, beyond = expected.keys() - held.keys(), held.keys() - expected.keys()
            message = f"{len(differ)} differ, {len(missing)} are missing, {len(beyond)} follow from nothing"
            raise AssertionError(message) from None
