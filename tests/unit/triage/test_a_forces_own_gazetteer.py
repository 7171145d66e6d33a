"""A force's own gazetteer in the format of OS Open Names: imported as a table that triage reads beside its own."""

import csv
import zipfile
from pathlib import Path

import pytest

from services.triage.data import load
from services.triage.domain.places import Places
from services.triage.domain.text import read
from services.triage.gazetteer import COLUMNS, import_places
from shared.errors import Misconfigured
from shared.registry import Registry


def row(name: str, kind: str, district: str, *, county: str = "", second: str = "") -> list[str]:
    """A row as Ordnance Survey writes it; everything else is empty."""
    values = {"ID": "osgb1", "NAME1": name, "NAME2": second, "LOCAL_TYPE": kind, "DISTRICT_BOROUGH": district}
    return [(values | {"COUNTY_UNITARY": county}).get(column, "") for column in COLUMNS]


ROWS = [
    row("Nether Wibble", "Village", "Wealden"),
    row("Wibblebury", "Suburban Area", "Horsham"),
    row("Quoit Lane", "Named Road", "Crawley"),
    row("Gorse Nook", "Hamlet", "Rother"),
    row("Gorse Nook", "Hamlet", "Arun"),
    row("Otter Steps", "Named Road", "", county="The City of Brighton and Hove"),
    row("Far Away", "Village", "Waverley"),
    row("BN1 1AA", "Postcode", "Lewes"),
    row("Battle", "Town", "Rother"),
]


def written(folder: Path, rows: list[list[str]], name: str = "TQ00.csv") -> Path:
    """A file with these rows."""
    file = folder / name
    with file.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target).writerows(rows)
    return file


def districts_of(text: str, own: Path, registry: Registry) -> str:
    """Where a message is by the tables and a force's own."""
    vocabulary = load(tuple(registry.concerns), own)
    places: Places = vocabulary.places
    return places.where(read(text, vocabulary.spelling), ()).district


@pytest.fixture
def own(tmp_path: Path, registry: Registry) -> Path:
    """A folder with an imported gazetteer."""
    import_places([written(tmp_path, ROWS)], tmp_path / "places", registry.districts)
    return tmp_path / "places"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Speeding through Nether Wibble", "wealden"),
        ("quads at wibblebury", "unknown"),
        ("Quads in Wibblebury", "horsham"),
        ("Fire on Quoit Lane", "crawley"),
        ("noise at Otter Steps", "brighton_and_hove"),
        ("noise at Gorse Nook", "unknown"),
        ("lost in Far Away", "unknown"),
        ("it is a battle", "unknown"),
        ("Litter on Bexhill seafront", "rother"),
    ],
)
def test_its_names_count_beside_those_that_came_with_triage(
    text: str, expected: str, own: Path, registry: Registry
) -> None:
    assert districts_of(text, own, registry) == expected


def test_what_was_found_is_told(tmp_path: Path, registry: Registry) -> None:
    told = import_places([written(tmp_path, ROWS)], tmp_path / "places", registry.districts)
    assert told == "9 rows read, 7 in the force's districts: 6 names, 1 in several districts."


def test_a_zip_is_read_and_its_header_file_passed_over(tmp_path: Path, registry: Registry) -> None:
    with zipfile.ZipFile(tmp_path / "opname.zip", "w") as archive:
        archive.write(written(tmp_path, ROWS), "Data/TQ00.csv")
        archive.writestr("Doc/OS_Open_Names_Header.csv", ",".join(COLUMNS))
    import_places([tmp_path / "opname.zip"], tmp_path / "places", registry.districts)
    assert districts_of("Speeding through Nether Wibble", tmp_path / "places", registry) == "wealden"


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([ROWS[0], ["short", "row"]], "TQ00.csv, row 2: it has 2 columns"),
        ([row("", "Village", "Wealden")], "TQ00.csv, row 1: NAME1 is empty"),
        ([row("Far Away", "Village", "Waverley")], "None of 1 rows lies in a district"),
    ],
)
def test_what_is_wrong_is_named_by_file_and_row(
    rows: list[list[str]], told: str, tmp_path: Path, registry: Registry
) -> None:
    with pytest.raises(Misconfigured, match=told):
        import_places([written(tmp_path, rows)], tmp_path / "places", registry.districts)
    assert not (tmp_path / "places" / "places.csv").exists()


def test_a_file_that_is_not_there_is_named(tmp_path: Path, registry: Registry) -> None:
    with pytest.raises(Misconfigured, match=r"missing\.csv cannot be read"):
        import_places([tmp_path / "missing.csv"], tmp_path / "places", registry.districts)


def test_a_folder_without_a_table_is_named(tmp_path: Path, registry: Registry) -> None:
    with pytest.raises(Misconfigured, match=r"no \.csv file"):
        load(tuple(registry.concerns), tmp_path)


def test_a_wrong_row_of_a_table_is_named(tmp_path: Path, registry: Registry) -> None:
    (tmp_path / "own.csv").write_text("name,kind,district,cue\nNether Wibble,village,wealden,surely\n")
    with pytest.raises(Misconfigured, match=r"own\.csv, line 2"):
        load(tuple(registry.concerns), tmp_path)
