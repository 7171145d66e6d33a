"""The triage process: `python -m services.triage`; and `python -m services.triage label`, which needs no Kafka."""

import asyncio
import os
import signal
import sys

import uvloop

from services.triage.app import area_of, labeller_of, run
from services.triage.command import label_lines
from services.triage.settings import TriageSettings
from shared.errors import Misconfigured
from shared.logging import log_to_stderr
from shared.registry import load_registry
from shared.settings import CommonSettings, read_settings

USAGE = "Usage: python -m services.triage [label < mentions.jsonl > labelled.jsonl]\n"
PERSON = 78
"""EX_CONFIG of sysexits.h: starting again will not help, somebody has to act first."""


async def _serve() -> None:
    common = read_settings(CommonSettings)
    settings = read_settings(TriageSettings)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await run(common, settings, load_registry(common.registry), stop)


def _label() -> int:
    """Label standard input; a reader that goes away ends it quietly."""
    registry = load_registry(read_settings(CommonSettings).registry)
    try:
        label_lines(sys.stdin.buffer, sys.stdout.buffer, labeller_of(registry), area_of(registry))
    except (BrokenPipeError, KeyboardInterrupt):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python complains when it flushes at exit
    return 0


def main() -> int:
    """Run until told to stop; what a person has set wrong ends it with one clear line."""
    log_to_stderr("triage")
    try:
        if sys.argv[1:] == ["label"]:
            return _label()
        if sys.argv[1:]:
            sys.stderr.write(USAGE)
            return 2
        uvloop.run(_serve())
    except Misconfigured as error:
        sys.stderr.write(f"{error}\n")
        return PERSON
    return 0


if __name__ == "__main__":
    sys.exit(main())
