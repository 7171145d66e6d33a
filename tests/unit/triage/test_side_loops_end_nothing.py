"""Reports and heartbeats that a broker refuses, and side loops with a mistake of ours, cost nobody an alert."""

import asyncio
from collections.abc import Sequence

import pytest

from services.triage import heartbeat
from services.triage.domain.faring import Facts
from services.triage.heartbeat import Heartbeat
from services.triage.reports import Reporter
from services.triage.telling import Topics
from shared.contracts.record import Record
from shared.errors import Transient
from shared.health import Check
from shared.kafka.stopping import aside
from shared.kafka.writer import IdempotentWriter
from tests.support.waiting import wait_until


@pytest.fixture
def refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A broker that takes nothing."""

    async def refuse(_: IdempotentWriter, records: Sequence[Record]) -> None:
        raise Transient(f"Kafka refused {len(records)}")

    async def no_one_waits(*_: object) -> dict[str, float]:
        return {"labels": 0.0}

    monkeypatch.setattr(IdempotentWriter, "write", refuse)
    monkeypatch.setattr(heartbeat, "seconds_behind", no_one_waits)


@pytest.mark.usefixtures("refused")
async def test_a_heartbeat_that_is_refused_fails_its_check_and_is_tried_again() -> None:
    check, stop = Check("heartbeat", well=True), asyncio.Event()
    beat = Heartbeat("nowhere:1", "sussex", "labels", Topics(), lambda: True, 3600.0, check=check)
    running = asyncio.create_task(beat.run(stop))
    await wait_until(lambda: running.done() or not check.well)
    assert not running.done()
    stop.set()
    await running


@pytest.mark.usefixtures("refused")
async def test_a_report_that_is_refused_fails_the_check_and_ends_nothing() -> None:
    check, stop = Check("labelling", well=True), asyncio.Event()
    running = asyncio.create_task(Reporter("nowhere:1", "triage", Topics(), Facts, check).run(stop))
    await wait_until(lambda: running.done() or "refused" in check.reason)
    stop.set()
    await running
    assert "refused" in check.reason


async def test_a_side_loop_with_a_mistake_begins_again() -> None:
    check, stop, begun = Check("some", well=True), asyncio.Event(), 0

    async def wrong(_: asyncio.Event) -> None:
        nonlocal begun
        begun += 1
        if begun == 2:
            stop.set()
        raise ValueError("a mistake of ours")

    await aside(wrong, check, stop, pause_s=0)
    assert begun == 2
    assert "a mistake of ours" in check.reason
