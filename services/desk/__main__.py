"""The desk process: `python -m services.desk`."""

import asyncio
import signal
import sys

import uvloop

from services.desk.app import Desk
from services.desk.settings import DeskSettings
from shared.errors import Misconfigured, Transient
from shared.logging import log_to_stderr
from shared.registry import load_registry
from shared.settings import CommonSettings, read_settings

RESTART = 75
"""EX_TEMPFAIL of sysexits.h: starting again is the cure."""
PERSON = 78
"""EX_CONFIG of sysexits.h: starting again will not help, somebody has to act first."""


async def _serve() -> None:
    common = read_settings(CommonSettings)
    desk = Desk(common, read_settings(DeskSettings), load_registry(common.registry))
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await desk.run(stop)


def main() -> int:
    """Run until told to stop; what a person has set wrong ends it with one clear line."""
    log_to_stderr("desk")
    try:
        uvloop.run(_serve())
    except Misconfigured as error:
        sys.stderr.write(f"{error}\n")
        return PERSON
    except Transient as error:
        sys.stderr.write(f"The desk starts again: {error}.\n")
        return RESTART
    return 0


if __name__ == "__main__":
    sys.exit(main())
