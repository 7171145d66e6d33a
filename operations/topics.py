"""`bluelamp topics apply`: makes Kafka have the topics of the contracts."""

import sys
from argparse import ArgumentParser, Namespace

from operations.surroundings import Surroundings
from operations.verb import Verb
from shared.kafka.topics import apply, declared


def add_arguments(parser: ArgumentParser) -> None:
    """Only `apply` so far."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    acts.add_parser("apply", help="make the topics that are missing, and set how long each is kept")


async def run(arguments: Namespace, surroundings: Surroundings) -> int:
    """Create and update every topic; waits half a minute for a broker that is just starting."""
    del arguments  # there is only one act
    copies = surroundings.settings.replication
    applied = await apply(surroundings.kafka, replication=copies)
    for name in applied.created:
        sys.stdout.write(f"{name} created\n")
    for name, changes in applied.altered.items():
        sys.stdout.write(f"{name} changed: {', '.join(f'{key}={value}' for key, value in changes.items())}\n")
    sys.stdout.write(f"{len(declared(copies))} topics are as the contracts say\n")
    return 0


VERB = Verb("topics", "make Kafka have the topics of the contracts", add_arguments, run)
