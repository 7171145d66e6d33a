"""The triage process: `python -m services.triage`; and `python -m services.triage label`, which needs no Kafka."""

import asyncio
import errno
import os
import sys
from pathlib import Path

from services.triage.app import area_of, desk_of, labeller_of, run
from services.triage.command import HELP, Counted, label_lines
from services.triage.gazetteer import import_places
from services.triage.model.loading import FILES
from services.triage.promoted.command import tell, undo
from services.triage.promoted.store import Store, folder_of
from services.triage.settings import RefitSettings, TriageSettings
from shared.errors import Misconfigured
from shared.exits import PERSON
from shared.logging import log_to_stderr
from shared.process import run_service
from shared.registry import load_registry
from shared.settings import CommonSettings, read_settings

USAGE = (
    "Usage: python -m services.triage "
    "[label < mentions.jsonl > labelled.jsonl | heads [--json] | undo --by NAME | refit --by NAME | "
    "gazetteer import FILE... --out FOLDER]\n"
)


async def _serve(stop: asyncio.Event) -> None:
    common = read_settings(CommonSettings)
    settings, refit = read_settings(TriageSettings), read_settings(RefitSettings)
    await run(common, settings, refit, load_registry(common.registry), stop)


def _label() -> int:
    """Label standard input, and say how many lines were refused."""
    try:
        common = read_settings(CommonSettings)
        desk, without = desk_of(common, read_settings(TriageSettings), load_registry(common.registry))
        if without:
            sys.stderr.write(f"Labelled without the encoder: {without}\n")
        counted = label_lines(sys.stdin.buffer, sys.stdout.buffer, desk)
    except Misconfigured as error:
        sys.stderr.write(f"{error}\n")
        return PERSON
    except KeyboardInterrupt:
        return 0
    _tell_refused(counted)
    return 0  # the answers tell of each refused line; the rest are labelled all the same


def _tell_refused(counted: Counted) -> None:
    if counted.refused:
        were = "line was" if counted.lines == 1 else "lines were"
        told = f"{counted.refused} of {counted.lines} {were} refused: the answers with an `error` say which and why.\n"
        sys.stderr.write(told)


def _help() -> int:
    sys.stdout.write(f"{USAGE}\n{HELP}")
    return 0


def _refit(by: str) -> int:
    """Learn from corrections now; what it needs beyond labelling is loaded here alone."""
    from services.triage.refit.command import run_refit  # noqa: PLC0415 - SciPy is for this alone

    common = read_settings(CommonSettings)
    log_to_stderr("triage-refit")
    try:
        registry = load_registry(common.registry)
        parts = labeller_of(registry, read_settings(TriageSettings).places), area_of(registry)
    except Misconfigured as error:
        sys.stderr.write(f"{error}\n")
        return PERSON
    return run_refit(common.kafka, _store(common), _model(), parts, read_settings(RefitSettings), by)


def _import(files: list[str], out: str) -> int:
    """A force's own places, for TRIAGE_PLACES."""
    try:
        districts = load_registry(read_settings(CommonSettings).registry).districts
        told = import_places([Path(file) for file in files], Path(out), districts)
    except Misconfigured as error:
        sys.stderr.write(f"{error}\n")
        return PERSON
    sys.stdout.write(f"{told}\nSet TRIAGE_PLACES={Path(out).resolve()} and start triage again.\n")
    return 0


def _store(common: CommonSettings) -> Store:
    return Store(folder_of(read_settings(TriageSettings).heads, common.home))


def _model() -> Path:
    return read_settings(TriageSettings).model or FILES


def main() -> int:
    """Run until told to stop; what a person has set wrong ends it with one clear line.

    A reader of its answers who goes away ends it quietly; answers, or files, that cannot be written are an error.
    """
    if sys.stdout is None and sys.argv[1:]:  # as Python has it where it was closed; the service writes nothing there
        sys.stderr.write("The answers cannot be written: standard output is closed. Open it and run it again.\n")
        return PERSON
    try:
        status = _asked()
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        _drop_answers()
        return 0
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise
        what = "The answers" if error.filename is None else error.filename
        if sys.stdout is not None:
            _drop_answers()
        sys.stderr.write(f"{what} cannot be written: {error.strerror}. Make room there and run it again.\n")
        return PERSON
    return status


def _drop_answers() -> None:
    """What is still to be written goes nowhere, or Python complains when it flushes at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _asked() -> int:  # noqa: PLR0911 - one for each command
    match sys.argv[1:]:
        case []:
            return run_service("triage", _serve)
        case ["-h" | "--help"] | ["label", "-h" | "--help"]:
            return _help()
        case ["label"]:
            return _label()
        case ["heads"] | ["heads", "--json"] as asked:
            return tell(_store(read_settings(CommonSettings)), as_json=len(asked) > 1)
        case ["undo", "--by", by]:
            return undo(_store(read_settings(CommonSettings)), _model(), by)
        case ["gazetteer", "import", _, *_, "--out", out]:
            return _import(sys.argv[3:-2], out)
        case ["refit", "--by", by]:
            return _refit(by)
        case _:
            sys.stderr.write(USAGE)
            return 2


if __name__ == "__main__":
    sys.exit(main())
