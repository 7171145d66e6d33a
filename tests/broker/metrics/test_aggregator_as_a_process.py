"""The process as `make run` starts it: from the real topics to the real one, and back out when it is told."""

import asyncio
import uuid
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from pathlib import Path

from shared.contracts.contribution_changed import CONTRIBUTION_CHANGED
from shared.contracts.district_measured import DISTRICT_MEASURED, Measured
from shared.contracts.record import event_of, record_of
from shared.kafka.topics import apply
from tests.support.broker import RealBroker, wait_until
from tests.support.ports import free_ports
from tests.support.services import answers, service, stops
from tests.unit.metrics.contributions import followers


def aggregator(bootstrap: str, home: Path, port: int) -> "AbstractAsyncContextManager[asyncio.subprocess.Process]":
    settings = {"BLUELAMP_KAFKA": bootstrap, "BLUELAMP_HOME": str(home), "METRICS_AGGREGATOR_HEALTH_PORT": str(port)}
    return service("services.metrics", "aggregator", **settings)


async def test_a_count_becomes_a_measure_that_any_client_can_read(broker: RealBroker, tmp_path: Path) -> None:
    await apply(broker.bootstrap, replication=1)
    district = f"t{uuid.uuid4().hex[:8]}"
    told = followers("2026-05-01", 600, f"x_{district}", districts=(district,))
    record = record_of(
        CONTRIBUTION_CHANGED, "contribution.changed", told, id=district, source="metrics", time=datetime.now(UTC)
    )
    (port,) = free_ports(1)
    found: list[Measured] = []
    async with aggregator(broker.bootstrap, tmp_path, port) as process:
        await broker.publish([record])

        async def measured() -> bool:
            records = await broker.read_all(DISTRICT_MEASURED.name)
            events = [event_of(DISTRICT_MEASURED, each.value, each.headers) for each in records]
            found[:] = [each.fact for each in events if each and each.fact.district == district]
            return len(found) == 14  # seven measures of a day and of its week

        await wait_until(measured, 30)

        async def ready() -> bool:
            return await answers(port, "ready") == 200

        await wait_until(ready, 20)
        assert await stops(process) == 0
    (count,) = [each for each in found if (each.measure, each.period) == ("followers", "2026-05-01")]
    assert (count.force, count.value, count.complete, count.as_of) == ("sussex", 600, True, told.as_of)


async def test_it_waits_for_a_broker_and_stops_meanwhile(tmp_path: Path) -> None:
    nowhere, port = free_ports(2)
    async with aggregator(f"127.0.0.1:{nowhere}", tmp_path, port) as process:

        async def alive() -> bool:
            return await answers(port, "live") == 200

        await wait_until(alive)
        assert await answers(port, "ready") == 503
        assert await stops(process) == 0
