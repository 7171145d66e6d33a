"""`gazetteer import`: a force's own gazetteer, in the format of OS Open Names, as a table that triage reads."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from services.triage.promoted.durable import naming
from shared.errors import Misconfigured

COLUMNS = """ID NAMES_URI NAME1 NAME1_LANG NAME2 NAME2_LANG TYPE LOCAL_TYPE GEOMETRY_X GEOMETRY_Y MOST_DETAIL_VIEW_RES
    LEAST_DETAIL_VIEW_RES MBR_XMIN MBR_YMIN MBR_XMAX MBR_YMAX POSTCODE_DISTRICT POSTCODE_DISTRICT_URI POPULATED_PLACE
    POPULATED_PLACE_URI POPULATED_PLACE_TYPE DISTRICT_BOROUGH DISTRICT_BOROUGH_URI DISTRICT_BOROUGH_TYPE COUNTY_UNITARY
    COUNTY_UNITARY_URI COUNTY_UNITARY_TYPE REGION REGION_URI COUNTRY COUNTRY_URI RELATED_SPATIAL_OBJECT SAME_AS_DBPEDIA
    SAME_AS_GEONAMES""".split()
"""The columns that Ordnance Survey documents, in their order; the files themselves have no line that names them."""
KINDS = {
    "City": "town",
    "Town": "town",
    "Village": "village",
    "Hamlet": "hamlet",
    "Suburban Area": "suburb",
    "Other Settlement": "hamlet",
    "Named Road": "street",
    "Section Of Named Road": "street",
    "Numbered Road": "road",
    "Section Of Numbered Road": "road",
}
"""What a row is to triage; everything else that has a name is a landmark."""
LEFT_OUT = frozenset({"Postcode"})
PLACES = "places.csv"
_OTHER = re.compile(r"[^a-z0-9]+")
_STYLE = re.compile(r"^(?:the )?(?:city of |royal borough of |london borough of )?|(?: \(b\)| district| borough)$")

Found = dict[str, dict[str, str]]
"""For each name the districts in which it lies, and the kind that it is there."""


def import_places(files: Sequence[Path], out: Path, districts: Iterable[str]) -> str:
    """Write `places.csv` into the folder; returns what was found, in one line.

    A name that lies in several districts is written for each and never decides alone. Rows of other districts are
    passed over. Raises Misconfigured where a file is not in the format, naming the file and the row.
    """
    known = {_folded(district): district for district in districts}
    found: Found = {}
    rows = taken = 0
    for source, lines in _sources(files):
        for number, row in _rows(source, lines):
            rows += 1
            taken += _take(row, known, found, f"{source}, row {number}")
    if not found:
        raise Misconfigured(
            f"None of {rows:,} rows lies in a district of the registry ({', '.join(sorted(known.values()))}).",
            remedy="Give the files of your area; DISTRICT_BOROUGH or COUNTY_UNITARY has to hold the district's name.",
        )
    _write(found, out)
    several = sum(len(places) > 1 for places in found.values())
    in_all = f"{rows:,} rows read, {taken:,} in the force's districts"
    return f"{in_all}: {len(found):,} names, {several:,} in several districts."


def _sources(files: Sequence[Path]) -> Iterator[tuple[str, TextIO]]:
    """Every table in the files: a CSV file is one, a zip file may hold many."""
    for file in files:
        try:
            if zipfile.is_zipfile(file):
                yield from _zipped(file)
            else:
                with file.open(encoding="utf-8-sig", newline="") as lines:
                    yield str(file), lines
        except OSError as error:
            raise Misconfigured(f"{file} cannot be read: {error.strerror}.", remedy="Check its name.") from error


def _zipped(file: Path) -> Iterator[tuple[str, TextIO]]:
    with zipfile.ZipFile(file) as archive:
        names = [name for name in archive.namelist() if name.lower().endswith(".csv") and "header" not in name.lower()]
        if not names:
            raise Misconfigured(f"{file} holds no .csv file.", remedy="Give the CSV edition of OS Open Names.")
        for name in names:
            with archive.open(name) as raw:
                yield f"{file}: {name}", io.TextIOWrapper(raw, encoding="utf-8-sig", newline="")


def _rows(source: str, lines: TextIO) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Each row by the names of its columns; a first row that names them itself may stand there."""
    number = 0
    try:
        for number, row in enumerate(csv.reader(lines), start=1):
            if number == 1 and row[:3] == COLUMNS[:3]:
                continue
            if len(row) != len(COLUMNS):
                raise Misconfigured(
                    f"{source}, row {number}: it has {len(row)} columns, and OS Open Names has {len(COLUMNS)}.",
                    remedy="Give the file as Ordnance Survey delivers it, or correct that row.",
                )
            yield number, dict(zip(COLUMNS, row, strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise Misconfigured(
            f"{source}, after row {number}: it cannot be read as CSV in UTF-8 ({error}).",
            remedy="Give the file as Ordnance Survey delivers it.",
        ) from error


def _take(row: Mapping[str, str], known: Mapping[str, str], found: Found, where: str) -> bool:
    """Keep the row's names, where it lies in a district of ours."""
    if row["LOCAL_TYPE"] in LEFT_OUT:
        return False
    if not row["NAME1"].strip():
        raise Misconfigured(f"{where}: NAME1 is empty.", remedy="Every row needs a name: correct that row.")
    district = next(
        filter(None, (known.get(_folded(row[part])) for part in ("DISTRICT_BOROUGH", "COUNTY_UNITARY"))), None
    )
    if district is None:
        return False
    kind = KINDS.get(row["LOCAL_TYPE"], "landmark")
    for name in filter(None, (" ".join(row[part].split()) for part in ("NAME1", "NAME2"))):
        found.setdefault(name, {}).setdefault(district, kind)
    return True


def _folded(district: str) -> str:
    """`The City of Brighton and Hove` and `brighton_and_hove` are one."""
    name = district.lower().replace("_", " ").replace("&", "and").strip()
    for _ in range(2):
        name = _STYLE.sub("", name)
    return _OTHER.sub("_", name).strip("_")


def _write(found: Found, out: Path) -> None:
    """The table, put in its place only when it is whole."""
    out.mkdir(parents=True, exist_ok=True)
    half = out / f".{PLACES}.half"
    try:
        with naming(out / PLACES), half.open("w", encoding="utf-8", newline="") as file:
            table = csv.writer(file, lineterminator="\n")
            table.writerow(["name", "kind", "district", "cue"])
            for name, places in sorted(found.items()):
                cue = _cue(name, places)
                table.writerows([name, kind, district, cue] for district, kind in sorted(places.items()))
        half.replace(out / PLACES)
    finally:
        with suppress(FileNotFoundError):
            half.unlink()


def _cue(name: str, places: Mapping[str, str]) -> str:
    """What the name needs to be believed: a single word may be a word of the language."""
    if len(places) > 1:
        return "agree"
    return "plain" if " " in name or any(letter.isdigit() for letter in name) else "word"
