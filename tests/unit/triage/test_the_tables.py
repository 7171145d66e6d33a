"""The tables in services/triage/data hang together, and say so when they do not."""

import csv
import re
import tomllib

import pytest

from services.triage import data
from services.triage.domain.lexicon import expand
from shared.registry import Registry


def test_every_place_lies_in_a_district_of_the_registry(registry: Registry) -> None:
    for table in ("sussex", "streets"):
        with (data.HERE / "places" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert rows
        assert {row["district"] for row in rows} <= set(registry.districts)
        assert {row["cue"] for row in rows} <= {"plain", "word", "agree"}


def test_every_concern_but_other_has_words(registry: Registry) -> None:
    table = data.load(tuple(registry.concerns)).concerns
    assert set(table.concepts) == set(registry.concerns) - {"other"}
    assert list(table.concepts) == [concern for concern in registry.concerns if concern != "other"]


@pytest.mark.parametrize(
    ("phrase", "written_out"),
    [
        ("kick(s|ed|) the door", {"kicks the door", "kicked the door", "kick the door"}),
        ("hit <him>", {"hit me", "hit her"}),
        ("plain words", {"plain words"}),
    ],
)
def test_a_phrase_is_written_out(phrase: str, written_out: set[str]) -> None:
    assert set(expand(phrase, {"him": ("me", "her")})) == written_out


def test_every_concept_is_used_by_a_rule_a_weight_or_the_code() -> None:
    source = data.HERE.parent / "domain"
    users = [*source.glob("*.py"), *(data.HERE / "rules").glob("*.toml"), data.WEIGHTS]
    used = set(re.findall(r"[a-z_]+", " ".join(file.read_text(encoding="utf-8") for file in users)))
    written = {
        concept
        for file in (data.HERE / "concepts").glob("*.toml")
        for concept in tomllib.loads(file.read_text(encoding="utf-8"))["concepts"]
    }
    assert written
    assert written <= used
