"""The ingest process: `python -m services.ingest`."""

import asyncio
import sys

from services.ingest.app import run
from services.ingest.settings import IngestSettings, SandboxIngestSettings
from shared.kafka.stopping import unless_stopped
from shared.process import run_service
from shared.registry import load_registry
from shared.settings import CommonSettings, read_settings


async def _serve(stop: asyncio.Event) -> None:
    common = read_settings(CommonSettings)
    settings = read_settings(SandboxIngestSettings if common.sandbox else IngestSettings)
    await unless_stopped(run(common, settings, load_registry(common.registry)), stop, patience=0)


def main() -> int:
    """Run until told to stop; what a person has set wrong ends it with one clear line."""
    return run_service("ingest", _serve)


if __name__ == "__main__":
    sys.exit(main())
