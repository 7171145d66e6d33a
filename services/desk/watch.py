"""What the Status page knows of other services: it asks their health servers, and never waits long for an answer."""

import asyncio
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

import httpx
from prometheus_client.parser import text_string_to_metric_families

from services.desk.readmodel import staff
from services.desk.readmodel.freshness import Freshness
from services.desk.readmodel.model import ReadModel
from shared.clock import now
from shared.registry import Registry
from shared.status import DiskStatus, Seen, ServiceStatus, Status, assemble

ANSWER_WITHIN_S = 1.0
"""All of them are asked at once: the page waits no longer than this."""


@dataclass
class Watch:
    """Puts together what was seen; judged by shared.status, as `bluelamp status` does."""

    model: ReadModel
    registry: Registry
    freshness: Freshness
    services: Mapping[str, str]
    """The health server's address of each service to show."""
    audit_waiting: Callable[[], int]
    home: Path
    kafka: str

    async def status(self) -> Status:
        """Everything at this moment."""
        async with httpx.AsyncClient(timeout=ANSWER_WITHIN_S) as client:
            services = await asyncio.gather(
                *(_service(client, name, address) for name, address in self.services.items())
            )
        disk = shutil.disk_usage(self.home)
        accounts = self.registry.accounts.values()
        seen = Seen(
            handles={account.id: account.handle for account in accounts if account.status == "active"},
            reports=staff.channels(self.model.store.db),
            services=services,
            disk=DiskStatus(free_bytes=disk.free, total_bytes=disk.total),
            audit_waiting=self.audit_waiting(),
            broker_silent=self.kafka if self.freshness.lost_since else None,
        )
        return assemble(seen, now())


async def _service(client: httpx.AsyncClient, name: str, address: str) -> ServiceStatus:
    try:
        ready, metrics = await asyncio.gather(
            client.get(urljoin(address, "/health/ready")), client.get(urljoin(address, "/metrics"))
        )
        checks: dict[str, dict[str, object]] = ready.json()["checks"]
    except (httpx.HTTPError, ValueError, KeyError):
        return ServiceStatus(service=name, ready=False)
    not_ready = [f"{check}: {state['reason']}" for check, state in checks.items() if not state["well"]]
    return ServiceStatus(
        service=name,
        ready=ready.is_success,
        not_ready=tuple(not_ready),
        seconds_behind=_largest(metrics.text, "bluelamp_lag_seconds"),
    )


def _largest(exposed: str, metric: str) -> float | None:
    """The largest value of a metric, None where it is not exposed."""
    samples = (family.samples for family in text_string_to_metric_families(exposed) if family.name == metric)
    return max((sample.value for several in samples for sample in several), default=None)
