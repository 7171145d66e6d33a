"""Lists, shows and replays dead letters; a replay reaches the service that failed, and nobody else."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Sequence

from operations.acts import audited
from operations.dead.letter import Letter, id_of, letters_of
from operations.dead.words import in_a_list, in_full, plain
from operations.exits import USAGE, Stopped
from operations.surroundings import Surroundings
from operations.verb import Verb
from shared.contracts import DEAD_LETTERS, REPLAYS
from shared.contracts.dead import DeadLetterTopic, ReplayTopic, replay_of
from shared.contracts.record import Record
from shared.kafka.writer import TransactionalWriter

TOPICS = {letters.service: (letters, replays) for letters, replays in zip(DEAD_LETTERS, REPLAYS, strict=True)}

AT_ONCE = 500
"""Letters in one transaction: it stays short, and of a replay that is cut off no letter is half done."""


def add_arguments(parser: ArgumentParser) -> None:
    """`list`, `show` and `replay`."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    listed = acts.add_parser("list", help="what each service could not handle")
    listed.add_argument("service", nargs="?", choices=TOPICS)
    show = acts.add_parser("show", help="one letter: headers, reason and bytes")
    replay = acts.add_parser("replay", help="put letters before their own service again; audited")
    for act in (show, replay):
        act.add_argument("service", choices=TOPICS)
    show.add_argument("letter", help="its id, as the list has it")
    replay.add_argument("letters", nargs="*", metavar="letter", help="ids, as the list has them")
    replay.add_argument("--all", action="store_true", help="every letter of this service")
    replay.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")


async def run(arguments: Namespace, surroundings: Surroundings) -> int:
    """Do what was asked for; listing letters is no failure."""
    match arguments.act:
        case "list":
            for service in [arguments.service] if arguments.service else TOPICS:
                letters = await letters_of(surroundings.kafka, TOPICS[service][0])
                _say([f"{service}: {len(letters) or 'no'} dead letter{'' if len(letters) == 1 else 's'}"])
                _say(f"  {line}" for line in in_a_list(letters.values()))
        case "show":
            letters = await letters_of(surroundings.kafka, TOPICS[arguments.service][0])
            _say(in_full(chosen(letters, [arguments.letter])[0]))
        case _:
            await _replay(arguments, surroundings.kafka)
    return 0


def chosen(letters: dict[str, Letter], ids: Sequence[str]) -> list[Letter]:
    """The letters of these ids; stops the verb where there is no such letter (any more)."""
    names = dict.fromkeys(map(id_of, ids))
    if unknown := [name for name in names if name not in letters]:
        raise Stopped(
            f"There is no letter {', '.join(unknown)}.",
            remedy="`bluelamp dead list` shows those that wait; one that was replayed is gone from it.",
            status=USAGE,
        )
    return [letters[name] for name in names]


async def _replay(arguments: Namespace, bootstrap: str) -> None:
    if arguments.all == bool(arguments.letters):
        raise Stopped("It is not said which letters to replay.", remedy="Name their ids, or give --all.", status=USAGE)
    topics = TOPICS[arguments.service]
    if arguments.dry_run:
        letters = await letters_of(bootstrap, topics[0])
        picked = list(letters.values()) if arguments.all else chosen(letters, arguments.letters)
        _say(f"would put {plain(letter.id)} on {topics[1].name}" for letter in picked)
        _say([f"{len(picked)} would be replayed to {arguments.service} alone; nothing was done"])
        return
    await letters_of(bootstrap, topics[0])  # a broker that is away is told at once: a writer waits for it
    count = await replay(bootstrap, *topics, None if arguments.all else arguments.letters)
    _say([f"{count} replayed to {arguments.service} alone"])


async def replay(bootstrap: str, dead: DeadLetterTopic, replays: ReplayTopic, ids: Sequence[str] | None) -> int:
    """Put letters (None: all) before their service again, tombstone them and audit it; returns how many.

    Of one batch all of it happens or nothing. Read after the writer's start, which fences another operator's replay.
    """
    writer = TransactionalWriter(bootstrap, f"operations-{dead.service}-replay")
    await writer.start()
    try:
        letters = await letters_of(bootstrap, dead)
        picked = list(letters.values()) if ids is None else chosen(letters, ids)
        for start in range(0, len(picked), AT_ONCE):
            batch = picked[start : start + AT_ONCE]
            await writer.write([record for letter in batch for record in records_for(letter, dead, replays)])
        return len(picked)
    finally:
        await writer.stop()


def records_for(letter: Letter, dead: DeadLetterTopic, replays: ReplayTopic) -> Iterable[Record]:
    """What a replay of one letter writes: the record again, the letter's tombstone, the audit entry."""
    yield replay_of(replays, letter.key, letter.value, letter.headers)
    yield Record(dead.name, letter.partition, letter.key, None, [])
    yield audited("dead.replay", (letter.id[:200],))


def _say(lines: Iterable[str]) -> None:
    sys.stdout.writelines(f"{line}\n" for line in lines)


VERB = Verb("dead", "records that a service could not handle: list, show, replay", add_arguments, run)
