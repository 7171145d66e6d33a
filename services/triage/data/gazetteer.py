"""The tables of places: those that came with the product, and a force's own beside them."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from services.triage.domain.place_names import ABROAD_KIND, NO_PLACE, Cue, Entry
from shared.contracts.labels import OUTSIDE
from shared.errors import Misconfigured

HERE = Path(__file__).parent / "places"
TABLES = ("sussex", "streets", "postcodes", "other_scripts")
COLUMNS = ("name", "kind", "district", "cue")
MENDED_KINDS = frozenset({"town"})
"""Places whose names are mended when one letter is wrong: larger towns, which people write most."""
SETTLEMENTS = frozenset({"town", "village", "hamlet", "suburb"})
CUES: tuple[Cue, ...] = ("plain", "word", "agree")
BESIDE: tuple[Cue, ...] = ("beside", "capitals")
"""The cues of a country or state that counts beside a name alone: outside.csv has them, no table of a force's own."""
NAMESAKES = ("{} {}", "{} in {}", "{} village {}", "{} village in {}")
"""How a county or town behind a name says that another place of that name is meant: Shoreham village in Kent."""


def read_places(own: Path | None = None) -> list[Entry]:
    """Every place; what we know of a name, that it is a word or stands for others too, holds for a force's own too."""
    tables = (entry for table in TABLES for entry in _table(HERE / f"{table}.csv"))
    ours = [*tables, *_outside(), *_namesakes(), *_no_places()]
    if own is None:
        return ours
    careful = {entry.name.lower(): entry.cue for entry in ours if entry.cue not in BESIDE}
    return [*ours, *(replace(entry, cue=careful.get(entry.name.lower(), entry.cue)) for entry in _own(own))]


def towns() -> list[str]:
    """Names of larger towns, one word each."""
    entries = _table(HERE / "sussex.csv")
    return [entry.name.lower() for entry in entries if entry.kind in MENDED_KINDS and entry.name.isalpha()]


def _own(folder: Path) -> Iterator[Entry]:
    files = sorted(folder.glob("*.csv"))
    if not files:
        raise Misconfigured(
            f"TRIAGE_PLACES names {folder}, and there is no .csv file in it.",
            remedy="Make one with `python -m services.triage gazetteer import FILE... --out FOLDER`, or do not set it.",
        )
    for file in files:
        yield from _table(file)


def _table(file: Path) -> Iterator[Entry]:
    """The rows of a file; a row that is wrong is named."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines)
        if rows.fieldnames != list(COLUMNS):
            raise Misconfigured(f"{file}: its first line is not `{','.join(COLUMNS)}`.", remedy="Import it again.")
        for row in rows:
            cue = next((cue for cue in CUES if cue == row["cue"]), None)
            if cue is None or not row["name"] or not row["district"] or None in row:
                raise Misconfigured(
                    f"{file}, line {rows.line_num}: it needs a name, a kind, a district and a cue ({', '.join(CUES)}).",
                    remedy="Correct that line.",
                )
            yield Entry(row["name"], row["kind"], row["district"], cue)


def _outside() -> Iterable[Entry]:
    with (HERE / "outside.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            cue: Cue = next((cue for cue in (*CUES, *BESIDE) if cue == row["cue"]), "plain")
            yield Entry(row["name"], "settlement", OUTSIDE, cue, row["police_area"] or None)


def _namesakes() -> Iterable[Entry]:
    with (HERE / "namesakes.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            for form in NAMESAKES:
                name = form.format(row["name"], row["where"])
                yield Entry(name, ABROAD_KIND, OUTSIDE, "plain", row["police_area"] or None)


def _no_places() -> Iterable[Entry]:
    lines = (HERE / "no_places.txt").read_text(encoding="utf-8").splitlines()
    return [Entry(line, NO_PLACE, OUTSIDE, "plain") for line in lines if line and not line.startswith("#")]
