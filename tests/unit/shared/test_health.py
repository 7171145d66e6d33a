"""A process says over HTTP whether it lives and whether it is ready, and a taken port is told."""

from collections.abc import AsyncIterator

import httpx
import pytest

from shared import health as health_module
from shared.errors import Misconfigured
from shared.health import Health
from shared.kafka import metrics
from tests.support.ports import free_ports


@pytest.fixture
async def served() -> AsyncIterator[tuple[Health, httpx.AsyncClient]]:
    health, (port,) = Health("triage"), free_ports(1)
    await health.serve(port)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
        yield health, client
    await health.close()


async def test_ready_is_when_every_check_is_well(served: tuple[Health, httpx.AsyncClient]) -> None:
    health, client = served
    kafka, journal = health.check("kafka"), health.check("journal")
    journal.passes()
    kafka.fails("no broker answers")
    answer = await client.get("/health/ready")
    assert (answer.status_code, answer.json()["checks"]["kafka"]["reason"]) == (503, "no broker answers")
    kafka.passes()
    answer = await client.get("/health/ready")
    assert (answer.status_code, answer.json()["ready"], answer.json()["service"]) == (200, True, "triage")


async def test_a_check_that_is_not_needed_is_told_and_keeps_nobody_from_being_ready(
    served: tuple[Health, httpx.AsyncClient],
) -> None:
    health, client = served
    learning = health.check("learning", needed=False)
    assert learning.well
    learning.fails("refused")
    answer = await client.get("/health/ready")
    assert (answer.status_code, answer.json()["ready"]) == (200, True)
    assert answer.json()["checks"]["learning"]["reason"] == "refused"


async def test_a_check_keeps_since_when_it_is_so() -> None:
    check = Health("triage").check("kafka")
    began = check.since
    check.fails("no broker answers")
    assert check.since == began
    check.passes()
    assert check.since > began


async def test_a_broker_that_is_away_does_not_make_it_dead(served: tuple[Health, httpx.AsyncClient]) -> None:
    health, client = served
    health.check("kafka").fails("no broker answers")
    health.beat("kafka")
    assert (await client.get("/health/live")).status_code == 200


async def test_a_loop_that_stands_still_does(
    served: tuple[Health, httpx.AsyncClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    health, client = served
    health.beat("kafka")
    monkeypatch.setattr(health_module, "STALLED_AFTER_S", 0.0)
    answer = await client.get("/health/live")
    assert (answer.status_code, answer.json()["alive"]) == (503, False)
    assert "kafka" in answer.json()["seconds_since_loops_turned"]


async def test_metrics_are_what_prometheus_reads(served: tuple[Health, httpx.AsyncClient]) -> None:
    metrics.REBALANCES.labels("a-group").inc()
    answer = await served[1].get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain")
    assert 'bluelamp_rebalances_total{group="a-group"} 1.0' in answer.text


async def test_a_taken_port_is_named_with_the_remedy(served: tuple[Health, httpx.AsyncClient]) -> None:
    port = served[1].base_url.port
    assert port is not None
    with pytest.raises(Misconfigured, match=f"Port {port} on 127.0.0.1.*BLUELAMP_PORT_BASE"):
        await Health("desk").serve(port)
