"""The aggregator as a process on topics of a test's own; its one argument is `Work` as a JSON object."""

import asyncio
import dataclasses
import sys
from pathlib import Path

from pydantic import BaseModel

from services.metrics.aggregator.aggregate import Topics
from services.metrics.aggregator.app import run
from services.metrics.settings import AggregatorSettings
from shared.contracts.contribution_changed import CONTRIBUTION_CHANGED
from shared.contracts.district_measured import DISTRICT_MEASURED
from shared.kafka.timing import Timing
from shared.process import run_service
from shared.registry import load_registry
from shared.settings import CommonSettings

QUICK = Timing(session=1.5, heartbeat=0.3)
"""Shorter than in production, so that a process that was killed is missed within seconds."""


class Work(BaseModel):
    """Where to read and write."""

    bootstrap: str
    home: Path
    contributions: str
    measures: str
    group: str
    port: int
    accept_bad_records: bool = False

    @property
    def topics(self) -> Topics:
        """The contracts, on topics of the test's own."""
        return Topics(
            dataclasses.replace(CONTRIBUTION_CHANGED, name=self.contributions),
            dataclasses.replace(DISTRICT_MEASURED, name=self.measures),
        )


def main() -> int:
    """Run until told to stop."""
    work = Work.model_validate_json(sys.argv[1])

    async def serve(stop: asyncio.Event) -> None:
        common = CommonSettings(kafka=work.bootstrap, home=work.home)
        settings = AggregatorSettings(aggregator_health_port=work.port, accept_bad_records=work.accept_bad_records)
        registry = load_registry(common.registry)
        await run(common, settings, registry, stop, topics=work.topics, group=work.group, timing=QUICK)

    return run_service("metrics-aggregator", serve)


if __name__ == "__main__":
    sys.exit(main())
