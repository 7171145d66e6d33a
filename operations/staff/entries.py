"""People as an operator describes them, on the command line or in a TOML file; checked against the registry."""

import tomllib
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ConfigDict, ValidationError

from operations.exits import BAD_DATA, NO_INPUT, USAGE, Stopped
from shared.contracts.fact import Id
from shared.contracts.staff_changed import FORCE_WIDE, Grant, Role, Training
from shared.registry import Registry

ROLES: tuple[str, ...] = get_args(Role)


class Entry(BaseModel):
    """One person to add."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id
    name: Id
    grants: tuple[str, ...]
    """Each `role:district`, `*` for every district."""
    training: tuple[Training, ...] = ()


def read_entries(file: Path) -> list[Entry]:
    """The `[[person]]` entries of a TOML file; refused as a whole, naming the entry, when anything is wrong."""
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise Stopped(
            f"{file} cannot be read: {error.strerror}.", remedy="Name another file.", status=NO_INPUT
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Stopped(f"{file} is not TOML: {error}.", remedy="Correct that line.", status=BAD_DATA) from error
    people: list[Any] = table.get("person", [])
    entries = [entry_of(person, f"{file}, person number {number}") for number, person in enumerate(people, start=1)]
    if twice := sorted({entry.id for entry in entries if sum(other.id == entry.id for other in entries) > 1}):
        raise Stopped(f"{file} has a person twice: {', '.join(twice)}.", remedy="Remove one.", status=BAD_DATA)
    if not entries:
        raise Stopped(f"{file} has no [[person]].", remedy="Add at least one.", status=BAD_DATA)
    return entries


def entry_of(person: object, where: str) -> Entry:
    """The entry, checked; stops the verb, saying `where` and which field, when it is wrong."""
    try:
        return Entry.model_validate(person)
    except ValidationError as error:
        problem = error.errors(include_url=False)[0]
        field = ".".join(str(part) for part in problem["loc"]) or "person"
        raise Stopped(f"{where}: {field}: {problem['msg']}.", remedy="Correct it.", status=BAD_DATA) from error


def read_grants(given: Iterable[str], registry: Registry) -> tuple[Grant, ...]:
    """Grants of `role:district`; stops the verb, naming what is known, where role or district is not."""
    grants = tuple(_grant(text, registry) for text in given)
    if not grants:
        raise Stopped(
            "Nobody can work without a role.",
            remedy="Give --role and --district, or --grant role:district.",
            status=USAGE,
        )
    return tuple(dict.fromkeys(grants))


def _grant(text: str, registry: Registry) -> Grant:
    role, _, district = text.partition(":")
    if role not in ROLES:
        raise Stopped(f"There is no role {role!r}.", remedy=f"There are: {', '.join(ROLES)}.", status=USAGE)
    if district != FORCE_WIDE and district not in registry.districts:
        known = f"The registry has: {', '.join(registry.districts)}; {FORCE_WIDE} is all of them."
        raise Stopped(f"There is no district {district!r}.", remedy=known, status=USAGE)
    return Grant.model_validate({"role": role, "district": district})


def read_courses(given: Sequence[str]) -> tuple[Training, ...]:
    """Training of `course:from:until`, both dates as 2026-11-02."""
    return tuple(_course(text) for text in given)


def _course(text: str) -> Training:
    try:
        course, begins, ends = text.split(":")
        training = Training(course=course, valid_from=date.fromisoformat(begins), valid_until=date.fromisoformat(ends))
    except ValueError as error:
        raise Stopped(
            f"The course {text!r} cannot be understood.",
            remedy="Write course:from:until, such as social_media:2026-11-02:2027-11-01.",
            status=USAGE,
        ) from error
    if training.valid_until < training.valid_from:
        raise Stopped(f"The course {text!r} ends before it begins.", remedy="Swap the dates.", status=USAGE)
    return training
