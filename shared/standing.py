"""Looks how an installation stands: topics, groups, health endpoints, disk; status.py judges what was seen."""

import asyncio
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx
from aiokafka import ConsumerRecord
from aiokafka.errors import KafkaError
from prometheus_client.parser import text_string_to_metric_families

from shared.clock import now
from shared.contracts import DEAD_LETTERS
from shared.contracts.channel_reported import CHANNEL_REPORTED, ChannelReport
from shared.kafka.behind import seconds_behind
from shared.kafka.reader import Reader
from shared.kafka.tolerance import event_if_readable
from shared.registry import Registry
from shared.status import DiskStatus, Seen, ServiceStatus

SERVICES = ("ingest", "triage", "publisher", "metrics", "desk")
"""In the order in which a mention, then a post, then its counts meet them; the desk last."""

PROCESSES_OF = {"metrics": ("metrics-sampler", "metrics-aggregator")}
"""The processes of a service that has several; of the others each is its one process's name."""

AUDITED = "desk"
"""Only it keeps an audit journal; others show a 0 that means nothing."""

ANSWER_S = 3.0
"""Health endpoints answer in milliseconds; one that takes longer is not well."""

LAG_METRIC = "bluelamp_lag_seconds"
AUDIT_METRIC = "bluelamp_audit_waiting"


@dataclass(frozen=True, slots=True)
class _Health:
    """What one process says of itself; None is not known."""

    ready: bool | None = None
    not_ready: tuple[str, ...] = ()
    behind_s: float | None = None
    audit_waiting: int | None = None


@dataclass(frozen=True, slots=True)
class _Topics:
    """What the broker knows."""

    reports: Sequence[ChannelReport] = ()
    behind: Mapping[str, float] | None = None
    dead: Mapping[str, int] | None = None


async def look(
    bootstrap: str, metrics: Mapping[str, str], home: Path, registry: Registry, *, known_silent: bool = False
) -> Seen:
    """What is seen now; `metrics` has the address of each service's `/metrics`, where it is known.

    A broker that is known to be silent is not waited for once more.
    """
    found = await asyncio.gather(*(_health_of(name, metrics) for name in SERVICES))
    healths = dict(zip(SERVICES, found, strict=True))
    topics = None if known_silent else await _answered(bootstrap)
    silent = bootstrap if topics is None else None
    topics = topics or _Topics()
    active = (account for account in registry.accounts.values() if account.status == "active")
    return Seen(
        handles={account.id: account.handle for account in active},
        reports=topics.reports,
        services=[_service(name, health, topics) for name, health in healths.items()],
        disk=_disk(home),
        audit_waiting=healths[AUDITED].audit_waiting,
        broker_silent=silent,
    )


def _service(name: str, health: _Health, topics: _Topics) -> ServiceStatus:
    return ServiceStatus(
        service=name,
        ready=health.ready,
        not_ready=health.not_ready,
        seconds_behind=(topics.behind or {}).get(name, health.behind_s),
        dead_letters=(topics.dead or {}).get(name),
    )


async def _answered(bootstrap: str) -> _Topics | None:
    try:
        return await _topics(bootstrap)
    except (KafkaError, TimeoutError):
        return None


async def _topics(bootstrap: str) -> _Topics:
    reports: dict[str, ChannelReport] = {}
    dead: dict[str, set[bytes]] = {letters.name: set() for letters in DEAD_LETTERS}
    async with Reader(bootstrap) as reader:
        await reader.open([CHANNEL_REPORTED.name, *dead])
        async for records in reader.to_end():
            for record in records:
                if record.topic == CHANNEL_REPORTED.name:
                    note_report(record, reports)
                else:
                    _note_letter(record, dead[record.topic])
    return _Topics(
        reports=list(reports.values()),
        behind=await seconds_behind(bootstrap, SERVICES, now()),
        dead={letters.service: len(dead[letters.name]) for letters in DEAD_LETTERS},
    )


def note_report(record: ConsumerRecord, reports: dict[str, ChannelReport]) -> None:
    """Keep the last report of each account and reporter; one that cannot be read is left out."""
    key = (record.key or b"").decode(errors="replace")
    event = event_if_readable(CHANNEL_REPORTED, record)
    if event:
        reports[key] = event.fact
    elif record.value is None:
        reports.pop(key, None)


def _note_letter(record: ConsumerRecord, letters: set[bytes]) -> None:
    if record.value is None:
        letters.discard(record.key)  # a tombstone: it was put back
    else:
        letters.add(record.key)


async def _health_of(service: str, metrics: Mapping[str, str]) -> _Health:
    """A service's health: of several processes it is no better than the worst of them."""
    processes = PROCESSES_OF.get(service, (service,))
    healths = await asyncio.gather(*(_health(metrics.get(process)) for process in processes))
    if len(processes) == 1:
        return healths[0]
    named = zip(processes, healths, strict=True)
    return _Health(
        ready=_all_of([each.ready for each in healths]),
        not_ready=tuple(f"{process}: {why}" for process, each in named for why in each.not_ready),
        behind_s=max((each.behind_s for each in healths if each.behind_s is not None), default=None),
    )


def _all_of(ready: Sequence[bool | None]) -> bool | None:
    """False where one is known not to be; None where one is not known."""
    return False if False in ready else None if None in ready else True


async def _health(metrics: str | None) -> _Health:
    """What the process at this address says; one that does not answer is not ready, one without address not known."""
    if metrics is None:
        return _Health()
    try:
        async with httpx.AsyncClient(timeout=ANSWER_S, trust_env=False) as client:
            ready = await client.get(httpx.URL(metrics).copy_with(path="/health/ready"))
            numbers = await client.get(metrics)
        checks = ready.json()["checks"]
        missing = tuple(f"{name}: {check['reason']}" for name, check in checks.items() if not check["well"])
        found = _numbers(numbers.text, (LAG_METRIC, AUDIT_METRIC))
    except (httpx.HTTPError, ValueError, KeyError, TypeError, AttributeError):
        return _Health(ready=False, not_ready=("it does not answer",))
    audit = found.get(AUDIT_METRIC)
    return _Health(ready.is_success, missing, found.get(LAG_METRIC), None if audit is None else int(audit))


def _numbers(exposed: str, wanted: Iterable[str]) -> dict[str, float]:
    """The largest sample of each metric that is exposed."""
    samples = {
        family.name: [sample.value for sample in family.samples] for family in text_string_to_metric_families(exposed)
    }
    return {name: max(samples[name]) for name in wanted if samples.get(name)}


def _disk(home: Path) -> DiskStatus | None:
    """The disk that holds `home`, or will once it is made."""
    there = next((folder for folder in (home, *home.absolute().parents) if folder.exists()), None)
    if there is None:
        return None
    usage = shutil.disk_usage(there)
    return DiskStatus(free_bytes=usage.free, total_bytes=usage.total)
