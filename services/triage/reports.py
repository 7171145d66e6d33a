"""Tells how labelling fares: on labelling.reported for the desk's banner, in the health check for who runs it."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime

from aiokafka.errors import KafkaError

from services.triage.domain.faring import Facts, needs_looking_at, state_of
from services.triage.domain.ids import derived_id
from services.triage.telling import SERVICE, Topics
from shared.clock import now
from shared.contracts.labelling_reported import LabellingReport
from shared.contracts.record import record_of
from shared.errors import BlueLampError
from shared.health import Check
from shared.kafka.stopping import unless_stopped
from shared.kafka.writer import IdempotentWriter

logger = logging.getLogger(__name__)

LOOKS_S = 0.5
"""How soon a change is told."""
EVERY_S = 15.0
"""Without a change: readers take a report of five minutes ago for one of a process that is gone."""


class Reporter:
    """One process's word on its labelling."""

    def __init__(self, bootstrap: str, name: str, topics: Topics, facts: Callable[[], Facts], check: Check) -> None:
        self._writer = IdempotentWriter(bootstrap, name="labelling-reports")
        self._name = name
        self._topics = topics
        self._facts = facts
        self._check = check
        self._last: LabellingReport | None = None
        self._logged = ""
        """The state that the log tells of."""
        self._refused = ""
        """Why the last report was not taken."""

    async def run(self, stop: asyncio.Event) -> None:
        """Look and tell until `stop` is set; while no broker answers, the health check alone tells."""
        telling: asyncio.Task[None] | None = None
        try:
            while not stop.is_set():
                report = self._look()
                if report is not None and (telling is None or telling.done()):
                    self._last = report
                    telling = asyncio.create_task(self._tell(report))
                await unless_stopped(asyncio.sleep(LOOKS_S), stop, patience=0)
        finally:
            if telling is not None:
                telling.cancel()
                await asyncio.wait({telling})
            await self._writer.stop()

    def _look(self) -> LabellingReport | None:
        """What is to be told now; None where nothing has changed for a while."""
        facts = self._facts()
        if why := needs_looking_at(facts) or self._refused:
            self._check.fails(why)
        else:
            self._check.passes()
        report = report_of(self._name, facts, self._last, now())
        if self._last is not None and report.state == self._last.state:
            if (report.reported_at - self._last.reported_at).total_seconds() < EVERY_S:
                return None
        elif report.state != self._logged:
            self._logged = report.state
            logger.info("labelling fares differently", extra={"state": report.state, "why": facts.why})
        return report

    async def _tell(self, report: LabellingReport) -> None:
        name = derived_id(f"{report.reporter}|{report.state}|{report.reported_at.isoformat()}", report.reported_at)
        topic = self._topics.labelling
        record = record_of(topic, "labelling.reported", report, id=name, source=SERVICE, time=report.reported_at)
        try:
            await self._writer.write([record])
            self._refused = ""
        except (KafkaError, BlueLampError) as error:
            self._refused = f"the desk does not hear how labelling fares: {error!r}"
            logger.warning("a report on labelling was not taken", extra={"error": repr(error)})


def report_of(name: str, facts: Facts, last: LabellingReport | None, at: datetime) -> LabellingReport:
    """The report on these facts, in its state since the last one where that has not changed."""
    state = state_of(facts)
    since = facts.away_since if state == "without_encoder" and facts.away_since else at
    if last is not None and last.state == state:
        since = last.since
    return LabellingReport(
        reporter=name,
        state=state,
        since=since,
        behind_s=round(facts.behind_s, 1),
        owed_since=facts.owed_since,
        detail=facts.why,
        reported_at=at,
    )
