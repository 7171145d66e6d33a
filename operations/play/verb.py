"""Sends a file's mentions at a rate, shows progress, and ends with what became of them, counted on the topics."""

import asyncio
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterator
from pathlib import Path

from operations.exits import BAD_DATA, NEEDS_A_PERSON, Stopped
from operations.play.mention import Mentions, PlayedMention
from operations.play.progress import Progress
from operations.play.rows import Row, Unusable, rows_of
from operations.play.sending import Sending, Sent
from operations.stand_in import StandIn
from operations.surroundings import Surroundings
from operations.tally import Count, Counting
from operations.verb import Verb

FASTEST = 5_000.0
"""Mentions a second: far more than the stand-in takes, so that a slip of the finger is noticed."""

PATIENCE_S = 60.0
"""Without anything arriving: a broker that was killed is back, and a gap searched, in less."""


def add_arguments(parser: ArgumentParser) -> None:
    """The file and the pace."""
    parser.add_argument("file", type=Path, help="JSON lines or CSV: text, account, author?, at?, reply_to?, id?")
    parser.add_argument("--rate", type=_rate, default=20.0, help="mentions a second (default 20)")
    parser.add_argument(
        "--patience", type=float, default=PATIENCE_S, metavar="SECONDS", help="to wait for arrivals (default 60)"
    )


async def run(arguments: Namespace, surroundings: Surroundings) -> int:
    """Play the file; 1 where something was lost, doubled or not heard."""
    address = surroundings.running_sandbox().sandbox["x"]
    mentions = Mentions(surroundings.registry)
    progress = Progress(sys.stderr)
    async with StandIn(address) as stand_in, Counting(surroundings.kafka) as counting:
        sending = Sending(stand_in, arguments.rate, progress.refused)
        watching = asyncio.create_task(progress.watch(lambda: counting.tally.of(sending.sent.ids)))
        try:
            await sending.all(_lines(arguments.file, mentions))
            count = await counting.settled(sending.sent.ids, arguments.patience)
        except asyncio.CancelledError:
            sys.stdout.write(f"interrupted; so far: {summary(counting.tally.of(sending.sent.ids), sending.sent)}\n")
            raise
        finally:
            watching.cancel()
            progress.done()
    if not count.sent and not sending.sent.unsure:
        raise Stopped(f"Of {arguments.file} nothing could be sent.", remedy="See the reasons above.", status=BAD_DATA)
    sys.stdout.write(f"{summary(count, sending.sent)}\n")
    return NEEDS_A_PERSON if count.lost or count.doubled or count.unheard else 0


def summary(count: Count, sent: Sent) -> str:
    """The counted line; what did not happen is left out where it is the exception."""
    line = (
        f"sent {count.sent}, received {count.received}, labelled {count.labelled}, alerted {count.alerted}, "
        f"lost {count.lost}, doubled {count.doubled}"
    )
    exceptions = {
        "refused": sent.refused,
        "without an answer, so perhaps sent": sent.unsure,
        "alarming but not alerted": count.unheard,
    }
    return line + "".join(f", {what} {number}" for what, number in exceptions.items() if number)


def _lines(file: Path, mentions: Mentions) -> Iterator[PlayedMention | Unusable]:
    for row in rows_of(file):
        yield mentions.of(row) if isinstance(row, Row) else row


def _rate(given: str) -> float:
    try:
        rate = float(given)
    except ValueError:
        rate = 0.0
    if not 0 < rate <= FASTEST:
        raise ArgumentTypeError(f"{given!r} is no rate: give mentions a second, above 0 and at most {FASTEST:.0f}")
    return rate


VERB = Verb("play", "send a file's mentions through the sandbox and count", add_arguments, run)
