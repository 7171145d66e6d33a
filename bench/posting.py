"""The publisher within the whole running system: commands taken a second, and what its two writes add to a post."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from prometheus_client.parser import text_string_to_metric_families

from bench.whole_system import whole_system
from bench.worker_process import WorkerFailed
from shared.clock import new_id, now
from shared.contracts.post_changed import POST_CHANGED
from shared.contracts.post_requested import POST_REQUESTED, Approve, Command, Content, Submit
from shared.contracts.record import Record, event_of, record_of
from shared.kafka.writer import IdempotentWriter

ACCOUNTS = ("x_hastings", "x_rother", "x_crawley", "x_lewes", "x_arun", "x_wealden")
"""On all partitions, so that nothing waits for one alone."""

INTAKE_TARGET = 50.0
"""Deliveries a second, submitted and approved: a force writes so many in a day."""
WRITES_TARGET_MS = 100.0
"""Both writes together, at the median: what safety may cost a post."""

DONE_S = 120.0
METRIC = "bluelamp_publisher_write_seconds"


@dataclass(frozen=True, slots=True)
class Posting:
    """What was measured; milliseconds are medians."""

    deliveries: int
    per_second: float
    posts: int
    intent_ms: float
    outcome_ms: float
    """Of posts that go out one after the other."""
    together_ms: float = 0.0
    """Both writes, where six accounts post in the same moment and their writes wait for each other."""

    def faults(self) -> list[str]:
        """Which targets are missed; empty is success."""
        missed = []
        if self.per_second < INTAKE_TARGET:
            missed.append(f"intake took {self.per_second:.0f} deliveries a second; the target is {INTAKE_TARGET:.0f}")
        if self.intent_ms + self.outcome_ms > WRITES_TARGET_MS:
            both = self.intent_ms + self.outcome_ms
            missed.append(
                f"T1 and T2 together add {both:.0f} ms at the median; at most {WRITES_TARGET_MS:.0f} are allowed"
            )
        return missed

    def table(self) -> str:
        """For people."""
        return (
            f"publisher: {self.per_second:,.0f} deliveries/s submitted and approved ({self.deliveries:,} of them; "
            f"target {INTAKE_TARGET:.0f})\n"
            f"publisher: T1 {self.intent_ms:.0f} ms + T2 {self.outcome_ms:.0f} ms at the median of {self.posts} posts "
            f"(target {WRITES_TARGET_MS:.0f} together); {self.together_ms:.0f} ms where {len(ACCOUNTS)} accounts post "
            "in the same moment"
        )


async def measure(folder: Path, port_base: int, *, deliveries: int, posts: int) -> Posting:
    """Start the whole system without the demo, and give the publisher work as the desk does."""
    async with whole_system(folder, port_base) as places:
        kafka, metrics = places["kafka"], places["metrics"]["publisher"]
        per_second = await _intake(kafka, deliveries)
        at_first = await _buckets(metrics)
        await _post(kafka, posts, at_once=1)
        alone = await _buckets(metrics)
        await _post(kafka, posts, at_once=len(ACCOUNTS))
        both = await _buckets(metrics)
    t1, t2 = (1000 * median_of(_since(at_first, alone, step)) for step in ("t1", "t2"))
    together = sum(1000 * median_of(_since(alone, both, step)) for step in ("t1", "t2"))
    return Posting(deliveries, per_second, posts, t1, t2, together)


def median_of(buckets: Sequence[tuple[float, float]]) -> float:
    """From cumulative counts by upper bound, as Prometheus' histogram_quantile does it; infinite beyond the last."""
    half, below, before = buckets[-1][1] / 2, 0.0, 0.0
    for bound, count in buckets:
        if count >= half > 0:
            return bound if bound == float("inf") else below + (bound - below) * (half - before) / (count - before)
        below, before = bound, count
    return float("inf")


async def _intake(kafka: str, count: int) -> float:
    """From the first command's time on its topic to the last approval's on post.changed, by the broker's clock."""
    asked = [_submit(f"Intake {n}", ACCOUNTS[n % len(ACCOUNTS)], ahead=timedelta(days=1)) for n in range(count)]
    approvals = [_approve(each) for each in asked]
    await _write(kafka, [each for pair in zip(asked, approvals, strict=True) for each in pair])
    records = await _until(kafka, {each.delivery for each in asked}, "post.approved")
    first = min(each.timestamp for each in records.values())
    last = max(each.timestamp for each in records.values())
    return count / max(float(last - first) / 1000, 0.001)


async def _post(kafka: str, count: int, *, at_once: int) -> None:
    """So many at once, on an account each, and the next when those are out."""
    for start in range(0, count, at_once):
        accounts = [ACCOUNTS[(start + n) % len(ACCOUNTS)] for n in range(at_once)]
        asked = [_submit(f"Post {start} {new_id()[-6:]}", account) for account in accounts]
        await _write(kafka, [*asked, *(_approve(each) for each in asked)])
        await _until(kafka, {each.delivery for each in asked}, "post.posted")


def _submit(text: str, account: str, ahead: timedelta | None = None) -> Submit:
    content = Content(account=account, text=text, not_before=now() + ahead if ahead else None)
    asked: dict[str, Any] = {"id": new_id(), "delivery": new_id(), "account": account, "by": "media", "at": now()}
    return Submit(post=new_id(), content=content, **asked)


def _approve(asked: Submit) -> Approve:
    said: dict[str, Any] = {"id": new_id(), "by": "supervisor", "at": now(), "hash": asked.content.hash, "version": 1}
    return Approve(delivery=asked.delivery, account=asked.account, **said)


async def _write(kafka: str, commands: Iterable[Command]) -> None:
    writer = IdempotentWriter(kafka, name="bench-commands")
    try:
        await writer.write([_record(each) for each in commands])
    finally:
        await writer.stop()


def _record(command: Command) -> Record:
    transition = "post.submit" if isinstance(command, Submit) else "post.approve"
    return record_of(POST_REQUESTED, transition, command, id=new_id(), source="desk", time=now())


async def _until(kafka: str, deliveries: set[str], transition: str) -> dict[str, ConsumerRecord[bytes, bytes]]:
    """The record by which each of these came to this, once all have."""
    consumer = AIOKafkaConsumer(bootstrap_servers=kafka, isolation_level="read_committed", auto_offset_reset="earliest")
    await consumer.start()
    found: dict[str, ConsumerRecord[bytes, bytes]] = {}
    try:
        consumer.assign([TopicPartition(POST_CHANGED.name, number) for number in range(POST_CHANGED.partitions)])
        until = time.monotonic() + DONE_S
        while len(found) < len(deliveries):
            if time.monotonic() > until:
                raise WorkerFailed(f"only {len(found)} of {len(deliveries)} deliveries came to {transition}")
            for records in (await consumer.getmany(timeout_ms=500)).values():
                for record in records:
                    event = event_of(POST_CHANGED, record.value, record.headers)
                    if event and event.transition == transition and event.fact.id in deliveries:
                        found[event.fact.id] = record
    finally:
        await consumer.stop()
    return found


Buckets = dict[str, list[tuple[float, float]]]
"""By step, the cumulative counts by upper bound."""


def _since(before: Buckets, after: Buckets, step: str) -> list[tuple[float, float]]:
    """What was counted in between."""
    counted = dict(before.get(step, ()))
    return [(bound, count - counted.get(bound, 0.0)) for bound, count in after[step]]


async def _buckets(address: str) -> Buckets:
    """As the publisher has counted so far."""
    async with httpx.AsyncClient(trust_env=False) as client:
        text = (await client.get(address)).text
    found: Buckets = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples if family.name == METRIC else ():
            if sample.name.endswith("_bucket"):
                found.setdefault(sample.labels["step"], []).append((float(sample.labels["le"]), sample.value))
    return found
