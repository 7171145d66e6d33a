"""Writes past followers onto account.sampled: all of a file, or nothing where a line of it is wrong."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path

from operations.acts import SOURCE, audited
from operations.dead.words import plain
from operations.exits import BAD_DATA, UNAVAILABLE, Stopped
from operations.metrics.followers import HOLDS, read_followers
from operations.play.rows import Unusable, rows_of
from operations.surroundings import Surroundings
from operations.verb import Verb
from shared.clock import now
from shared.contracts.account_sampled import ACCOUNT_SAMPLED, AccountSample
from shared.contracts.record import Record, record_of
from shared.kafka.reader import Reader
from shared.kafka.writer import IdempotentWriter

LISTED = 20
"""Wrong lines that are told one by one; a file that is wrong throughout would drown the rest."""

AT_ONCE = 1_000
"""Counts of one write: far less than a second."""


def add_arguments(parser: ArgumentParser) -> None:
    """`import` and the file."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    add = acts.add_parser("import", help="past followers, which no platform gives, from a CSV file; audited")
    add.add_argument(
        "file",
        type=Path,
        help="columns account (an id or handle of the registry), at (a date, or RFC 3339) and followers",
    )
    add.add_argument("--dry-run", action="store_true", help="check the file, and write nothing")


async def run(arguments: Namespace, surroundings: Surroundings) -> int:
    """Check the whole file, then write it unless told not to."""
    if arguments.dry_run:
        said = f"{_summary(_checked(arguments.file, surroundings))} can be imported; nothing was written"
    else:
        said = await import_file(arguments.file, surroundings)
    sys.stdout.write(f"{said}\n")
    return 0


async def import_file(file: Path, surroundings: Surroundings) -> str:
    """Write all counts of a file, and say how many; the same file again changes nothing that anybody reads."""
    samples = _checked(file, surroundings)
    await _write(surroundings.kafka, samples)
    return f"{_summary(samples)} imported"


def _checked(file: Path, surroundings: Surroundings) -> Sequence[AccountSample]:
    """The counts of a file; stops the verb where a line of it is wrong, or there is none."""
    found = read_followers(rows_of(file, HOLDS), surroundings.registry, now())
    if found.unusable:
        raise _refused(file, found.unusable)
    if not found.samples:
        raise Stopped(f"{file} has no counts below its first line.", remedy="Add some.", status=BAD_DATA)
    return found.samples


async def _write(bootstrap: str, samples: Sequence[AccountSample]) -> None:
    async with Reader(bootstrap) as reader:  # a broker that is away is told at once: a writer waits for it
        if ACCOUNT_SAMPLED.name not in await reader.names():
            raise Stopped(
                f"Kafka has no topic {ACCOUNT_SAMPLED.name} yet.",
                remedy="Make it with `bluelamp topics apply`.",
                status=UNAVAILABLE,
            )
    writer = IdempotentWriter(bootstrap, name="operations-metrics-import")
    await writer.start()
    try:
        accounts = tuple(sorted({sample.account for sample in samples}))
        await writer.write([audited("metrics.import", accounts)])  # first: nothing is imported by nobody
        rest = iter(samples)
        while some := list(islice(rest, AT_ONCE)):
            await writer.write([_record(sample) for sample in some])
    finally:
        await writer.stop()


def _record(sample: AccountSample) -> Record:
    """Its id follows from what it says: the same count of the same moment is the same record."""
    id_ = f"import|{sample.account}|{sample.at.isoformat()}|{sample.followers}"
    return record_of(ACCOUNT_SAMPLED, "account.sampled", sample, id=id_, source=SOURCE, time=now())


def _refused(file: Path, unusable: Sequence[Unusable]) -> Stopped:
    sys.stderr.writelines(f"{line}\n" for line in _told(unusable))
    wrong = "1 line" if len(unusable) == 1 else f"{len(unusable)} lines"
    return Stopped(
        f"{wrong} of {file} cannot be used, and nothing was written.",
        remedy="Correct what stands above, and import the file again.",
        status=BAD_DATA,
    )


def _told(unusable: Sequence[Unusable]) -> Iterable[str]:
    for each in unusable[:LISTED]:
        yield f"line {each.number}: {plain(each.reason)}"
    if len(unusable) > LISTED:
        yield f"and {len(unusable) - LISTED} more"


def _summary(samples: Sequence[AccountSample]) -> str:
    accounts = len({sample.account for sample in samples})
    counts = "1 count" if len(samples) == 1 else f"{len(samples)} counts"
    return f"{counts} of {accounts} account{'' if accounts == 1 else 's'}"


VERB = Verb("metrics", "counts that no platform gives any more: import past followers", add_arguments, run)
