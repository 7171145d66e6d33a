"""When the refit starts by itself, and what its end means: nothing but a check and a line."""

import asyncio
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from services.triage.learning import learning
from services.triage.nightly import Nightly, next_start
from services.triage.promoted.store import Store
from services.triage.refit.night import NIGHTLY, Means, refit
from services.triage.settings import RefitSettings
from shared.health import Health
from tests.support.waiting import wait_until

SETTINGS = RefitSettings(at=time(3, 40))


@pytest.mark.parametrize(
    ("moment", "start"),
    [
        (datetime(2026, 11, 23, 1, 0, tzinfo=UTC), datetime(2026, 11, 23, 3, 40, tzinfo=UTC)),
        (datetime(2026, 11, 23, 3, 40, tzinfo=UTC), datetime(2026, 11, 24, 3, 40, tzinfo=UTC)),
        (datetime(2027, 6, 1, 1, 0, tzinfo=UTC), datetime(2027, 6, 1, 2, 40, tzinfo=UTC)),
        (datetime(2027, 3, 27, 12, 0, tzinfo=UTC), datetime(2027, 3, 28, 2, 40, tzinfo=UTC)),
    ],
    ids=["tonight", "only once", "summer", "the night of the change"],
)
def test_it_starts_once_a_night_by_the_clock_in_london(moment: datetime, start: datetime) -> None:
    assert next_start(moment, SETTINGS) == start


def nightly(program: str, health: Health, settings: RefitSettings = SETTINGS) -> Nightly:
    command: Sequence[str] = (sys.executable, "-c", program)
    return Nightly(settings, health.check("learning", needed=False), lambda: datetime.now(UTC), command)


@pytest.mark.parametrize(
    ("program", "reason"),
    [
        ("raise SystemExit(1)", "would be worse and was refused"),
        ("raise SystemExit(78)", "ended with status 78"),
        ("import os; os.kill(os.getpid(), 9)", "ended with status -9"),
    ],
)
async def test_a_refit_that_fails_or_is_refused_is_told_and_keeps_nobody_from_working(
    program: str, reason: str
) -> None:
    health = Health("triage")
    await nightly(program, health).refit()
    assert reason in health.check("learning").reason
    assert health.ready
    await nightly("", health).refit()
    assert health.check("learning").well


async def test_a_refit_that_takes_too_long_is_ended() -> None:
    health = Health("triage")
    await nightly("import time; time.sleep(60)", health, RefitSettings(minutes=0.005)).refit()
    assert "took longer" in health.check("learning").reason


async def test_the_hour_comes_and_a_stop_ends_what_is_under_way(tmp_path: Path) -> None:
    mark, stop = tmp_path / "begun", asyncio.Event()
    begins = datetime(2026, 11, 23, 3, 39, 59, 900_000, tzinfo=UTC)
    started = datetime.now(UTC)
    program = f"import pathlib, time; pathlib.Path({str(mark)!r}).touch(); time.sleep(60)"
    health = Health("triage")
    loop = Nightly(
        SETTINGS,
        health.check("learning", needed=False),
        lambda: begins + (datetime.now(UTC) - started),
        (sys.executable, "-c", program),
    )
    running = asyncio.create_task(loop.run(stop))
    await wait_until(mark.exists)
    stop.set()
    async with asyncio.timeout(5):
        await running


def test_in_the_sandbox_and_where_it_is_switched_off_the_refit_is_by_command_only(means: Means) -> None:
    def loops(settings: RefitSettings, *, sandbox: bool) -> int:
        health = Health("triage")
        return len(learning(means.labeller, means.store, settings, health, sandbox=sandbox))

    assert loops(SETTINGS, sandbox=False) == 2
    assert loops(SETTINGS, sandbox=True) == 1
    assert loops(RefitSettings(nightly=False), sandbox=False) == 1
    means.labeller.learnt = None
    assert loops(SETTINGS, sandbox=False) == 0


async def test_a_second_refit_at_the_same_time_does_nothing(means: Means) -> None:
    with means.store.refitting():
        said = await refit(means, by=NIGHTLY, at=datetime.now(UTC) + timedelta(days=1))
    assert "Another refit is at work" in said.sentence
    assert Store(means.store.folder).history() == []
