"""A flood of mentions into a running triage: how long its alerts take, how far labels fall behind, and catch up."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

from bench.owed import Again, made_again
from bench.worker_process import WorkerFailed
from deploy.local.paths import ROOT
from shared.clock import new_id, now
from shared.contracts.alert_changed import ALERT_CHANGED, AlertRaised
from shared.contracts.mention_changed import MENTION_CHANGED, Mention
from shared.contracts.record import Record, event_of, record_of
from shared.kafka.topics import apply

PER_SECOND = 1_000
DELAY_TARGET_S = 2.0
"""No alert may take longer."""
TICK_S = 0.02
"""The steady rate in small steps."""
START_S = 60.0
ALERTS_S = 30.0
"""So long after the last mention the last alerts are waited for."""
CAUGHT_UP_S = 600.0
LOOK_S = 1.0
LABELS_GROUP = "triage-labels"


@dataclass(frozen=True, slots=True)
class Flood:
    """What was measured, in seconds; percentiles are of alerts by words, from the write to the read."""

    seconds: float
    written: int
    expected: int
    """Alerts that the words of the mentions must raise."""
    missing: int
    p50: float
    p99: float
    longest: float
    most_behind: int
    """Mentions without labels at the worst moment."""
    caught_up: float | None
    """From the last mention until all had labels; None where that took longer than was waited for."""
    again: Again | None = None
    """What became of the labels that were made without the encoder; None where nobody waited for them."""

    def faults(self) -> list[str]:
        """Which targets are missed; empty is success."""
        missed = [f"{self.missing} of {self.expected} alerts did not come"] if self.missing else []
        if self.longest > DELAY_TARGET_S:
            missed.append(f"an alert took {self.longest:.1f} s in the flood; at most {DELAY_TARGET_S:.0f} are allowed")
        if self.caught_up is None:
            missed.append(f"labels had not caught up {CAUGHT_UP_S:.0f} s after the flood")
        return missed

    def table(self) -> str:
        """For people."""
        again = f"\n{self.again.line()}" if self.again else ""
        labels = "never caught up" if self.caught_up is None else f"caught up {self.caught_up:.0f} s after the last"
        return (
            f"triage: {self.written / self.seconds:,.0f} mentions/s for {self.seconds:.0f} s: {self.expected:,} alerts "
            f"within {self.p50 * 1000:.0f} ms (median), {self.p99 * 1000:.0f} ms (p99), {self.longest * 1000:.0f} ms "
            f"(longest; target {DELAY_TARGET_S * 1000:.0f}), {self.missing} missing\n"
            f"triage: labels at most {self.most_behind:,} mentions behind, {labels}{again}"
        )


@dataclass
class _Watch:
    """The moments of writing, and of reading each alert."""

    written: dict[str, float] = field(default_factory=dict)
    read: dict[str, float] = field(default_factory=dict)
    most_behind: int = 0


async def measure(
    folder: Path,
    bootstrap: str,
    health_port: int,
    *,
    seconds: float,
    again_s: float,
    next_mention: Callable[[int], tuple[Mention, bool]],
) -> Flood:
    """Write for so long; `next_mention` gives mention n, and whether its words must alert.

    Labels that are owed are waited for `again_s` at most once all have some; 0: not at all.
    """
    await apply(bootstrap, replication=1)
    watch, expected = _Watch(), set[str]()
    async with _triage(folder, bootstrap, health_port), asyncio.TaskGroup() as tasks:
        followers = [tasks.create_task(each) for each in (_follow(bootstrap, watch), _look(bootstrap, watch))]
        begun = time.monotonic()
        await _write(bootstrap, watch, expected, seconds, next_mention)
        took, ended = time.monotonic() - begun, time.monotonic()
        await _until(lambda: expected <= watch.read.keys(), ALERTS_S)
        caught_up = await _caught_up(bootstrap, watch, ended)
        for task in followers:
            task.cancel()
        again = await made_again(bootstrap, len(watch.written), ended, again_s) if again_s else None
    return replace(_found(watch, expected, took, caught_up), again=again)


def _found(watch: _Watch, expected: set[str], took: float, caught_up: float | None) -> Flood:
    delays = sorted(watch.read[name] - watch.written[name] for name in expected if name in watch.read) or [0.0]
    return Flood(
        seconds=took,
        written=len(watch.written),
        expected=len(expected),
        missing=len(expected - watch.read.keys()),
        p50=_share(delays, 0.5),
        p99=_share(delays, 0.99),
        longest=delays[-1],
        most_behind=watch.most_behind,
        caught_up=caught_up,
    )


def _share(delays: Sequence[float], share: float) -> float:
    return delays[min(len(delays) - 1, int(share * len(delays)))]


async def _write(
    bootstrap: str,
    watch: _Watch,
    expected: set[str],
    seconds: float,
    next_mention: Callable[[int], tuple[Mention, bool]],
) -> None:
    """At the rate, however long a write takes: what is late is made up for at once."""
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap, enable_idempotence=True, acks="all", linger_ms=5)
    await producer.start()
    try:
        begun, count = time.monotonic(), 0
        while count < seconds * PER_SECOND:
            due = min(seconds, time.monotonic() - begun) * PER_SECOND
            while count < due:
                mention, alerts = next_mention(count)
                record = _record(mention)
                watch.written[mention.id] = time.monotonic()
                if alerts:
                    expected.add(mention.id)
                await producer.send(
                    record.topic, record.value, record.key, partition=record.partition, headers=record.headers
                )
                count += 1
            await asyncio.sleep(TICK_S)
        await producer.flush()
    finally:
        await producer.stop()


def _record(mention: Mention) -> Record:
    return record_of(MENTION_CHANGED, "mention.received", mention, id=new_id(), source="ingest", time=now())


async def _follow(bootstrap: str, watch: _Watch) -> None:
    """Reads alerts by words until it is cancelled; those that only the model raises come with the labels."""
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap, auto_offset_reset="earliest")
    await consumer.start()
    try:
        consumer.assign([TopicPartition(ALERT_CHANGED.name, number) for number in range(ALERT_CHANGED.partitions)])
        while True:
            records = await consumer.getmany(timeout_ms=500)
            moment = time.monotonic()
            for record in (each for found in records.values() for each in found):
                event = event_of(ALERT_CHANGED, record.value, record.headers)
                if event and isinstance(event.fact, AlertRaised) and event.fact.because != "model":
                    watch.read.setdefault(event.fact.id, moment)
    finally:
        await consumer.stop()


async def _look(bootstrap: str, watch: _Watch) -> None:
    """Looks how far behind labels are until it is cancelled."""
    while True:
        behind = len(watch.written) - await _labelled(bootstrap)
        watch.most_behind = max(watch.most_behind, behind)
        await asyncio.sleep(LOOK_S)


async def _labelled(bootstrap: str) -> int:
    """Mentions that have labels, as triage's group has committed."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        offsets = await admin.list_consumer_group_offsets(LABELS_GROUP)
    finally:
        await admin.close()
    return sum(at.offset for place, at in offsets.items() if place.topic == MENTION_CHANGED.name and at.offset > 0)


async def _caught_up(bootstrap: str, watch: _Watch, ended: float) -> float | None:
    while time.monotonic() < ended + CAUGHT_UP_S:
        if await _labelled(bootstrap) >= len(watch.written):
            return time.monotonic() - ended
        await asyncio.sleep(LOOK_S)
    return None


async def _until(true: Callable[[], bool], patience: float) -> None:
    """As soon as it is true, or when patience ends."""
    until = time.monotonic() + patience
    while not true() and time.monotonic() < until:  # noqa: ASYNC110 - what arrives sets no event
        await asyncio.sleep(TICK_S)


@asynccontextmanager
async def _triage(folder: Path, bootstrap: str, health_port: int) -> AsyncIterator[None]:
    """The process as it runs everywhere, ready; it is told to stop when the block ends."""
    log = folder / "triage.log"
    told = {"BLUELAMP_KAFKA": bootstrap, "BLUELAMP_HOME": str(folder), "TRIAGE_HEALTH_PORT": str(health_port)}
    with log.open("wb") as said:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "services.triage", cwd=ROOT, env=os.environ | told, stdout=said, stderr=said
        )
    try:
        await _ready(process, health_port, log)
        yield
    finally:
        with suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
        await process.wait()


async def _ready(process: asyncio.subprocess.Process, port: int, log: Path) -> None:
    until = time.monotonic() + START_S
    async with httpx.AsyncClient(trust_env=False) as client:
        while True:
            if process.returncode is not None or time.monotonic() > until:
                raise WorkerFailed(f"triage did not become ready: {_last_words(log)}")
            with suppress(httpx.TransportError):
                if (await client.get(f"http://127.0.0.1:{port}/health/ready")).is_success:
                    return
            await asyncio.sleep(TICK_S)


def _last_words(log: Path) -> str:
    return " / ".join(log.read_text(errors="replace").splitlines()[-5:]) or "it said nothing"
