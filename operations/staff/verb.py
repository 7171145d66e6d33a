"""Adds people to staff.changed, each with an entry in the audit log, all in one transaction."""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from operations.acts import SOURCE, audited, operator
from operations.exits import USAGE, Stopped
from operations.staff.entries import ROLES, Entry, entry_of, read_courses, read_entries, read_grants
from operations.staff.present import present_staff
from operations.surroundings import Surroundings
from operations.verb import Verb
from shared.clock import new_id, now
from shared.contracts.record import Record, record_of
from shared.contracts.staff_changed import STAFF_CHANGED, Person
from shared.kafka.writer import TransactionalWriter
from shared.registry import Registry

WRITER = "operations-staff"
"""A fixed transactional id: of two operators who add people at once, one is told to do it again."""


def add_arguments(parser: ArgumentParser) -> None:
    """`add` with one person's particulars, or with a file of people."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    add = acts.add_parser("add", help="add a person, or all people of a file")
    add.add_argument("--from", dest="file", type=Path, metavar="FILE.toml", help="people as [[person]] entries")
    add.add_argument("--id", help="a short name that never changes, such as a staff number")
    add.add_argument("--name", help="the name that colleagues see")
    add.add_argument("--role", choices=ROLES, help="with --district: what they may do there")
    add.add_argument("--district", help="a district of the registry, or * for all")
    add.add_argument("--grant", action="append", default=[], metavar="ROLE:DISTRICT", help="a further role")
    add.add_argument("--course", action="append", default=[], metavar="COURSE:FROM:UNTIL", help="training, with dates")
    add.add_argument("--replace", action="store_true", help="change people who are there already")


async def run(arguments: Namespace, surroundings: Surroundings) -> int:
    """Write those who are new; those of a file who are there already are left as they stand."""
    entries = read_entries(arguments.file) if arguments.file else [_typed(arguments)]
    wanted = [_person(entry, surroundings.registry) for entry in entries]
    there = await present_staff(surroundings.kafka)
    if not arguments.file and not arguments.replace and wanted[0].id in there:
        known = there[wanted[0].id]
        raise Stopped(
            f"{known.id} is there already: {known.name}, {_grants(known)}.",
            remedy="Give --replace to change them, or another --id.",
            status=USAGE,
        )
    fresh = [person for person in wanted if arguments.replace or person.id not in there]
    if fresh:
        await _write(surroundings.kafka, fresh, set(there))
    for person in wanted:
        did = "is there already" if person not in fresh else "changed" if person.id in there else "added"
        sys.stdout.write(f"{person.id} {did}: {person.name}, {_grants(person)}\n")
    return 0


async def _write(bootstrap: str, people: list[Person], there: set[str]) -> None:
    writer = TransactionalWriter(bootstrap, WRITER)
    await writer.start()
    try:
        await writer.write([record for person in people for record in _records(person, known=person.id in there)])
    finally:
        await writer.stop()


def _records(person: Person, *, known: bool) -> tuple[Record, Record]:
    transition, act = ("person.changed", "staff.change") if known else ("person.added", "staff.add")
    change = record_of(STAFF_CHANGED, transition, person, id=new_id(), source=SOURCE, time=person.at)
    return change, audited(act, (person.id,))


def _typed(arguments: Namespace) -> Entry:
    if missing := [name for name in ("id", "name") if not getattr(arguments, name)]:
        raise Stopped(f"--{' and --'.join(missing)} must be given.", remedy="Or name a file with --from.", status=USAGE)
    if bool(arguments.role) != bool(arguments.district):
        raise Stopped("--role and --district belong together.", remedy="Give both.", status=USAGE)
    first = [f"{arguments.role}:{arguments.district}"] if arguments.role else []
    person = {
        "id": arguments.id,
        "name": arguments.name,
        "grants": (*first, *arguments.grant),
        "training": read_courses(arguments.course),
    }
    return entry_of(person, "The person")


def _person(entry: Entry, registry: Registry) -> Person:
    return Person(
        id=entry.id,
        name=entry.name,
        grants=read_grants(entry.grants, registry),
        training=entry.training,
        by=operator(),
        at=now(),
    )


def _grants(person: Person) -> str:
    return ", ".join(
        f"{grant.role} in {'all districts' if grant.district == '*' else grant.district}" for grant in person.grants
    )


VERB = Verb("staff", "add people: roles, districts, training", add_arguments, run)
