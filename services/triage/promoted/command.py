"""`heads` and `undo`: which heads there are, and back to those before. They need neither Kafka nor the encoder."""

import sys
from collections.abc import Iterator
from pathlib import Path

import orjson

from services.triage.model.loading import read_card
from services.triage.promoted.entries import Entry
from services.triage.promoted.store import POINTER, Store
from services.triage.promoted.watching import fits
from shared.clock import LONDON, now
from shared.errors import Misconfigured, Permanent
from shared.exits import PERSON

NOTHING = 1
"""Nothing was done: there was nothing to do."""


def undo(store: Store, folder: Path, by: str) -> int:
    """Go back one version; running triage follows within seconds. Returns the exit status."""
    try:
        model = read_card(folder).model
        entry = store.undo(by, now(), lambda version: fits(store, version, model))
    except Permanent as error:
        sys.stderr.write(f"{error}\n")
        return NOTHING
    except Misconfigured as error:
        sys.stderr.write(f"{error}\n")
        return PERSON
    sys.stdout.write(
        f"Back from {entry.before} to {entry.version}. Triage follows within a minute; it learns by itself again "
        "only from corrections made from now on. `bluelamp triage refit --now` would learn from those of before, too.\n"
    )
    sys.stdout.writelines(f"{why}.\n" for why in entry.why)
    return 0


def tell(store: Store, *, as_json: bool) -> int:
    """What is in force and what happened, the latest first. Returns the exit status."""
    history = list(reversed(store.history()))
    try:
        pointer = store.pointer()
    except Misconfigured as error:
        sys.stderr.write(f"{error}\n")
        return PERSON
    if as_json:
        told = {
            "in_force": pointer.version,
            "before": pointer.before,
            "history": [each.model_dump() for each in history],
        }
        sys.stdout.write(orjson.dumps(told, option=orjson.OPT_INDENT_2).decode() + "\n")
        return 0
    sys.stdout.write(f"In force: {pointer.version} ({store.folder / POINTER})\n")
    sys.stdout.writelines(f"{line}\n" for entry in history for line in _lines(entry))
    return 0


def _lines(entry: Entry) -> Iterator[str]:
    moved = entry.what in ("promoted", "undone") and entry.before != entry.version
    about = f"{entry.before} -> {entry.version}" if moved else entry.version
    many = "corrections" if entry.corrections > 1 else "correction"
    learnt = f", {entry.corrections} {many}" if entry.corrections else ""
    yield f"{entry.at.astimezone(LONDON):%d %b %Y %H:%M}  {entry.what:<9} {about}, by {entry.by}{learnt}"
    if entry.figures:
        yield "    " + ", ".join(f"{name} {value:g}" for name, value in entry.figures.items())
    yield from (f"    because {why}" for why in entry.why)
