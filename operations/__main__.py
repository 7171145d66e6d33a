"""`bluelamp VERB`: finds the verb, runs it, and tells every failure in one line a person can act on.

Exit status: 0 done · 1 done, and something needs a person · 64 typed wrongly · 65 bad data · 66 no such file ·
69 Kafka, desk or sandbox does not answer · 70 a fault of Blue Lamp's own · 78 a setting is wrong · 130 Ctrl-C.
"""

import asyncio
import logging
import os
import sys
import traceback
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import NoReturn

from aiokafka.errors import KafkaConnectionError, KafkaError

from operations import dead, demo, metrics, play, staff, status, tail, topics, triage
from operations.exits import UNAVAILABLE, USAGE, Stopped
from operations.surroundings import Surroundings
from operations.verb import Verb
from shared.clock import now
from shared.errors import BlueLampError, Misconfigured
from shared.exits import FAULT, PERSON
from shared.settings import CommonSettings, read_settings

VERBS = (
    topics.VERB,
    staff.VERB,
    status.VERB,
    dead.VERB,
    metrics.VERB,
    triage.VERB,
    tail.VERB,
    play.VERB,
    demo.VERB,
)


class _Parser(ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """End as sysexits.h says: argparse's own 2 means nothing there; it has a status for this."""
        self.print_usage(sys.stderr)
        self.exit(USAGE, f"{self.prog}: {message}\n")


def parser() -> ArgumentParser:
    """The command line with all verbs."""
    top = _Parser(
        prog="bluelamp",
        description="Looks after an installation of Blue Lamp.",
        epilog=(__doc__ or "").partition("\n\n")[2],
        formatter_class=RawDescriptionHelpFormatter,
    )
    verbs = top.add_subparsers(dest="verb", required=True, metavar="VERB")
    for verb in VERBS:
        verb.add_arguments(verbs.add_parser(verb.name, help=verb.summary, description=verb.summary))
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run the verb that the arguments name; returns the exit status, and lets no traceback through."""
    arguments = parser().parse_args(argv)
    for output in (sys.stdout, sys.stderr):
        if isinstance(output, TextIOWrapper):
            output.reconfigure(
                encoding="utf-8", errors="backslashreplace"
            )  # whatever the locale: mentions are in any script
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)  # its connection errors are told in our own words
    surroundings = Surroundings(read_settings(CommonSettings))
    verb = next(verb for verb in VERBS if verb.name == arguments.verb)
    try:
        return asyncio.run(_awaited(verb, arguments, surroundings))
    except KeyboardInterrupt:
        return verb.when_interrupted
    except BrokenPipeError:
        _leave_closed_pipe()
        return 0
    except Exception as error:  # noqa: BLE001 - the last place before a person: a line, never a traceback
        return _told(error, surroundings)


async def _awaited(verb: Verb, arguments: Namespace, surroundings: Surroundings) -> int:
    try:
        return await verb.run(arguments, surroundings)
    finally:
        sys.stdout.flush()


def _told(error: Exception, surroundings: Surroundings) -> int:
    match error:
        case Stopped():
            line, status = str(error), error.status
        case Misconfigured():
            line, status = str(error), PERSON
        case KafkaConnectionError():
            line, status = _no_broker(surroundings.kafka), UNAVAILABLE
        case BlueLampError() | KafkaError():
            line, status = f"It did not work: {error or type(error).__name__}. Try again in a moment.", UNAVAILABLE
        case _:
            line, status = f"A fault of Blue Lamp's own ({type(error).__name__}). {_kept(error, surroundings)}", FAULT
    sys.stderr.write(f"bluelamp: {line}\n")
    return status


def _no_broker(address: str) -> str:
    return f"Kafka does not answer at {address}. Start it with `make run`, or set BLUELAMP_KAFKA to where it is."


def _kept(error: Exception, surroundings: Surroundings) -> str:
    """Keep the details for whoever mends it, and say where."""
    file = surroundings.settings.home / "logs" / f"bluelamp-{now():%Y%m%dT%H%M%S}.log"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("".join(traceback.format_exception(error)), encoding="utf-8")
    except OSError:
        return f"Please report it with this: {error!r}."
    return f"Please report it with {_from_here(file)}."


def _from_here(file: Path) -> Path:
    return file.relative_to(Path.cwd()) if file.is_relative_to(Path.cwd()) else file


def _leave_closed_pipe() -> None:
    """The reader went away (`| head`): point standard output elsewhere, or Python complains when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    sys.exit(main())
