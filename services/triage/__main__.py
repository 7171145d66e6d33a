"""The triage process: `python -m services.triage`; and `python -m services.triage label`, which needs no Kafka."""

import asyncio
import os
import sys

from services.triage.app import area_of, labeller_of, run
from services.triage.command import label_lines
from services.triage.settings import TriageSettings
from shared.errors import Misconfigured
from shared.exits import PERSON
from shared.process import run_service
from shared.registry import load_registry
from shared.settings import CommonSettings, read_settings

USAGE = "Usage: python -m services.triage [label < mentions.jsonl > labelled.jsonl]\n"


async def _serve(stop: asyncio.Event) -> None:
    common = read_settings(CommonSettings)
    await run(common, read_settings(TriageSettings), load_registry(common.registry), stop)


def _label() -> int:
    """Label standard input, and say how many lines were refused. A reader that goes away ends it quietly."""
    try:
        registry = load_registry(read_settings(CommonSettings).registry)
        refused = label_lines(sys.stdin.buffer, sys.stdout.buffer, labeller_of(registry), area_of(registry))
    except Misconfigured as error:
        sys.stderr.write(f"{error}\n")
        return PERSON
    except (BrokenPipeError, KeyboardInterrupt):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python complains when it flushes at exit
        return 0
    if refused:
        lines = "1 line was" if refused == 1 else f"{refused} lines were"
        sys.stderr.write(f"{lines} refused: the answers with an `error` say which and why.\n")
    return 0  # the answers tell of each refused line; the rest are labelled all the same


def main() -> int:
    """Run until told to stop; what a person has set wrong ends it with one clear line."""
    if sys.argv[1:] == ["label"]:
        return _label()
    if sys.argv[1:]:
        sys.stderr.write(USAGE)
        return 2
    return run_service("triage", _serve)


if __name__ == "__main__":
    sys.exit(main())
