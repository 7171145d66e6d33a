"""Looks, judges, and tells; exit status 1 when something needs a person."""

import sys
from argparse import ArgumentParser, Namespace

from operations.exits import NEEDS_A_PERSON
from operations.status.words import in_words
from operations.surroundings import Surroundings
from operations.verb import Verb
from shared.clock import now
from shared.standing import look
from shared.status import assemble


def add_arguments(parser: ArgumentParser) -> None:
    """How it is printed."""
    parser.add_argument("--json", action="store_true", help="the same as the desk's /api/status")


async def run(arguments: Namespace, surroundings: Surroundings) -> int:
    """Print the status."""
    metrics = surroundings.endpoints.metrics if surroundings.endpoints else {}
    seen = await look(surroundings.kafka, metrics, surroundings.settings.home, surroundings.registry)
    status = assemble(seen, now())
    sys.stdout.write(f"{status.model_dump_json(indent=2)}\n" if arguments.json else in_words(status))
    return NEEDS_A_PERSON if status.findings else 0


VERB = Verb("status", "what works and what needs a person: accounts, services, disk", add_arguments, run)
