"""Reports and heartbeats that a broker refuses, and side loops with a mistake of ours, cost nobody an alert."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from functools import partial

import pytest

from services.triage import heartbeat
from services.triage.domain.faring import Facts
from services.triage.heartbeat import Heartbeat
from services.triage.model.company import Asked, Company, Patience
from services.triage.reports import Reporter
from services.triage.telling import Topics
from shared.contracts.record import Record
from shared.errors import Transient
from shared.health import Check
from shared.kafka import stopping
from shared.kafka.stopping import aside
from shared.kafka.writer import IdempotentWriter
from tests.support.encoder_process import COMMAND, CWD
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

    async def nothing_owed() -> None:
        return None

    beat = Heartbeat("nowhere:1", "sussex", "labels", Topics(), lambda: True, 3600.0, owed=nothing_owed, check=check)
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


def failing_once(then: str = "") -> Callable[[Check, asyncio.Event], Coroutine[object, object, None]]:
    """A loop that has a mistake when it first runs; `then` it may find something else to say."""
    begun = 0

    async def loop(check: Check, stop: asyncio.Event) -> None:
        nonlocal begun
        begun += 1
        if begun == 1:
            raise ValueError("a mistake of ours")
        if then:
            check.fails(then)
        await stop.wait()

    return loop


async def test_a_side_loop_that_works_again_is_well_again() -> None:
    check, stop = Check("some", well=True), asyncio.Event()
    running = asyncio.create_task(aside(partial(failing_once(), check), check, stop, pause_s=0.1, sound_s=0.1))
    await wait_until(lambda: "a mistake of ours" in check.reason)
    await wait_until(lambda: check.well)
    stop.set()
    await running


async def test_what_a_side_loop_itself_says_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    looked, works = asyncio.Event(), stopping._works

    def looking(check: Check, said: str) -> None:
        works(check, said)
        looked.set()

    monkeypatch.setattr(stopping, "_works", looking)
    check, stop = Check("some", well=True), asyncio.Event()
    loop = partial(failing_once("what was learnt was refused"), check)
    running = asyncio.create_task(aside(loop, check, stop, pause_s=0, sound_s=0.05))
    await wait_until(looked.is_set)
    assert not check.well
    assert "refused" in check.reason
    stop.set()
    await running


async def test_a_side_loop_that_fails_each_time_is_never_well() -> None:
    check, stop, begun = Check("some", well=True), asyncio.Event(), 0

    async def wrong(_: asyncio.Event) -> None:
        nonlocal begun
        begun += 1
        assert begun == 1 or not check.well
        if begun == 4:
            stop.set()
        raise ValueError("a mistake of ours")

    await aside(wrong, check, stop, pause_s=0.05, sound_s=0.02)
    assert begun == 4
    assert "a mistake of ours" in check.reason


async def test_an_encoder_whose_keeper_failed_is_kept_again_and_its_check_is_well(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    check, stop, keep = Check("encoder", well=True), asyncio.Event(), Company._keep

    async def wrong(_: Company) -> None:
        monkeypatch.setattr(Company, "_keep", keep)
        raise ValueError("a mistake of ours")

    monkeypatch.setattr(Company, "_keep", wrong)
    kept = Company(COMMAND, cwd=CWD, patience=Patience(away=30))
    running = asyncio.create_task(aside(kept.run, check, stop, pause_s=0.1, sound_s=0.1))
    await wait_until(lambda: "a mistake of ours" in check.reason)
    assert "fault of our own" in kept.why
    await wait_until(lambda: check.well and kept.away_since is None)
    assert len(await kept.ask([Asked("x:1", "one")])) == 1
    stop.set()
    await running
