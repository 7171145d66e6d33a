"""The ingest process: `python -m services.ingest`."""

import asyncio
import contextlib
import signal
import sys

import uvloop

from services.ingest.app import run
from services.ingest.settings import IngestSettings, SandboxIngestSettings
from shared.errors import Misconfigured
from shared.logging import log_to_stderr
from shared.registry import load_registry
from shared.settings import CommonSettings, read_settings


async def _serve() -> None:
    common = read_settings(CommonSettings)
    settings = read_settings(SandboxIngestSettings if common.sandbox else IngestSettings)
    serving = asyncio.ensure_future(run(common, settings, load_registry(common.registry)))
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, serving.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await serving


def main() -> int:
    """Run until told to stop; what a person has set wrong ends it with one clear line."""
    log_to_stderr("ingest")
    try:
        uvloop.run(_serve())
    except Misconfigured as error:
        sys.stderr.write(f"{error}\n")
        return 78  # EX_CONFIG of sysexits.h: starting again will not help
    return 0


if __name__ == "__main__":
    sys.exit(main())
