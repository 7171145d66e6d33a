"""Starts the refit once a night, as a process of its own with low priority; its end changes nothing here."""

import asyncio
import logging
import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from services.triage.settings import RefitSettings
from shared.clock import LONDON
from shared.errors import BlueLampError
from shared.health import Check
from shared.kafka.stopping import unless_stopped

logger = logging.getLogger(__name__)

COMMAND = (sys.executable, "-m", "services.triage", "refit", "--by", "nightly")
REFUSED = 1
"""The exit status of a refit whose heads were refused."""
LONGEST_WAIT_S = 600.0
"""Looked at anew so often: a machine that slept, or whose clock was set, is not hours late."""
ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
"""Numerics take one core: the others are for labelling."""


def next_start(moment: datetime, settings: RefitSettings) -> datetime:
    """The first time after `moment` that the clock in London shows the hour of the refit."""
    local = moment.astimezone(LONDON)
    for day in range(3):
        start = datetime.combine(local.date() + timedelta(days=day), settings.at, LONDON).astimezone(UTC)
        if start > moment:
            return start
    raise BlueLampError("no night comes")  # unreachable: a day has every hour, or the one that stands for it


class Nightly:
    """Waits for the hour and runs the refit; what goes wrong is a check that is not well, and a line in the log."""

    def __init__(
        self, settings: RefitSettings, check: Check, clock: Callable[[], datetime], command: Sequence[str] = COMMAND
    ) -> None:
        self._settings = settings
        self._check = check
        self._clock = clock
        self._command = command

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop` is set, which also ends a refit under way: it begins again the next night."""
        due = next_start(self._clock(), self._settings)
        while not stop.is_set():
            if self._clock() >= due:
                await unless_stopped(self.refit(), stop, patience=0)
                due = next_start(self._clock(), self._settings)
            wait = min(LONGEST_WAIT_S, max(0.0, (due - self._clock()).total_seconds()))
            await unless_stopped(asyncio.sleep(wait), stop, patience=0)

    async def refit(self) -> None:
        """One refit, ended where it takes too long."""
        environment = {**os.environ, **dict.fromkeys(ONE_THREAD, "1")}
        try:
            process = await asyncio.create_subprocess_exec(*self._command, env=environment)
        except OSError as error:
            self._fails(f"the refit could not be started: {error.strerror}")
            return
        try:
            async with asyncio.timeout(self._settings.minutes * 60):
                status = await process.wait()
        except TimeoutError:
            self._fails(f"the refit took longer than {self._settings.minutes:g} minutes and was ended")
            return
        finally:
            await _ended(process)
        if status == REFUSED:
            self._fails("what was learnt would be worse and was refused: `bluelamp triage heads` says why")
        elif status:
            self._fails(f"the refit ended with status {status}; the log says why")
        else:
            logger.info("the refit is done")
            self._check.passes()

    def _fails(self, reason: str) -> None:
        logger.error(reason)
        self._check.fails(f"{reason}. The heads of before go on.")


async def _ended(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.kill()
        await process.wait()
