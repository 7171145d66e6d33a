"""How a service runs as a process: until it is told to stop; whatever else ends it is one clear line in its log."""

import asyncio
import logging
import signal
from collections.abc import Callable, Coroutine, Iterator

import uvloop
from aiokafka.errors import KafkaError

from shared.errors import Misconfigured, Transient
from shared.exits import FAULT, INTERRUPTED, PERSON, RESTART
from shared.logging import log_to_stderr

logger = logging.getLogger(__name__)

Serve = Callable[[asyncio.Event], Coroutine[object, object, None]]
"""Serves until the event is set."""


def run_service(service: str, serve: Serve) -> int:
    """Serve until SIGTERM or SIGINT; returns the exit code. A traceback stays in the log, in the field `exception`."""
    log_to_stderr(service)
    try:
        uvloop.run(_until_told(serve))
    except KeyboardInterrupt:  # before there was anybody to hear the signal
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last place before a person: a line, never a traceback
        return _told(service, error)
    return 0


async def _until_told(serve: Serve) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await serve(stop)


def _told(service: str, error: Exception) -> int:
    """Log what ended the service; of several that failed together, the one that needs a person comes first."""
    failures = sorted(_single(error), key=_rank)
    first = failures[0]
    others = [type(each).__name__ for each in failures[1:]]
    match first:
        case Misconfigured():
            logger.critical("%s", first, extra={"exit_code": PERSON, "others": others})
            return PERSON
        case Transient() | KafkaError():
            logger.critical("%s starts again: %s.", service, first, extra={"exit_code": RESTART, "others": others})
            return RESTART
        case _:
            logger.critical(
                "%s ends by a fault of its own; please report this line.",
                service,
                exc_info=first,
                extra={"exit_code": FAULT, "others": others},
            )
            return FAULT


def _single(error: Exception) -> Iterator[Exception]:
    """The failures themselves, out of groups within groups."""
    if isinstance(error, ExceptionGroup):
        for each in error.exceptions:
            yield from _single(each)
    else:
        yield error


def _rank(error: Exception) -> int:
    """A person's matter first, then a fault; what passes by itself may only be their consequence."""
    return 0 if isinstance(error, Misconfigured) else 2 if isinstance(error, Transient | KafkaError) else 1
