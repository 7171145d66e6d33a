"""`bluelamp triage`: what triage learnt from people's corrections: look at it, learn now, take it back.

It runs triage's own commands in a process of their own, where triage's heads are: on its machine, or in its container.
"""

import asyncio
import os
import sys
from argparse import ArgumentParser, Namespace

from aiokafka.errors import KafkaError

from operations.acts import audited, operator
from operations.exits import USAGE, Stopped
from operations.surroundings import Surroundings
from operations.verb import Verb
from shared.kafka.reader import Reader
from shared.kafka.writer import IdempotentWriter

MODULE = "services.triage"


def add_arguments(parser: ArgumentParser) -> None:
    """`heads`, `undo` and `refit`."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    heads = acts.add_parser("heads", help="which learnt heads are in force, and what was promoted, refused and undone")
    heads.add_argument("--json", action="store_true", help="the same for machines")
    acts.add_parser("undo", help="back to the heads before, and again further back, to the shipped ones; audited")
    refit = acts.add_parser("refit", help="learn from corrections now; promoted only where no worse; audited")
    refit.add_argument("--now", action="store_true", help="do it: it takes a processor for some minutes")


async def run(arguments: Namespace, surroundings: Surroundings) -> int:
    """Do what was asked for, and put into the audit log what changes anything."""
    match arguments.act:
        case "heads":
            return await _triage(surroundings, "heads", *(["--json"] if arguments.json else []))
        case "refit" if not arguments.now:
            raise Stopped("The refit runs by itself at night.", remedy="Give --now to learn at once.", status=USAGE)
        case act:
            status = await _triage(surroundings, act, "--by", operator())
            await _audit(surroundings.kafka, act, status)
            return status


async def _triage(surroundings: Surroundings, *arguments: str) -> int:
    """Triage's own command, which writes to the same terminal; its exit status."""
    settings = surroundings.settings
    told = {
        "BLUELAMP_KAFKA": surroundings.kafka,
        "BLUELAMP_HOME": str(settings.home),
        "BLUELAMP_REGISTRY": str(settings.registry),
    }
    sys.stdout.flush()
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", MODULE, *arguments, env={**os.environ, **told})
    try:
        return await process.wait()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _audit(bootstrap: str, act: str, status: int) -> None:
    """Tell the audit log; where Kafka is away the history of the heads tells it, and the act stands all the same."""
    try:
        async with Reader(bootstrap):
            pass  # a broker that is away is told at once: a writer waits for it
        writer = IdempotentWriter(bootstrap)
        await writer.start()
        try:
            await writer.write([audited(f"triage.{act}", (), "refused" if status else "done")])
        finally:
            await writer.stop()
    except KafkaError:
        sys.stderr.write(
            "The audit log could not be told, as Kafka does not answer; the history of the heads has it.\n"
        )


VERB = Verb("triage", "what triage learnt from corrections: heads, undo, refit", add_arguments, run)
