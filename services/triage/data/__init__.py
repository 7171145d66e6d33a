"""The tables that triage reads from, in the files beside this one: written for people to review, read once at start."""

import csv
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, cast

from services.triage.data.common import read_common
from services.triage.data.gazetteer import SETTLEMENTS, read_places, towns
from services.triage.data.naming import read_names
from services.triage.domain.concern import WEAK, ConcernTable
from services.triage.domain.danger import DangerRules
from services.triage.domain.evidence import Evidence, Weights
from services.triage.domain.labeller import Vocabulary, Words
from services.triage.domain.lexicon import ALWAYS, Lexicon, expand
from services.triage.domain.places import Places
from services.triage.domain.rules import Rule, Rules
from services.triage.domain.spelling import Spelling, fold
from shared.errors import Misconfigured

HERE = Path(__file__).parent
WEIGHTS = HERE / "rules" / "weights.csv"
DENIABLE = frozenset(
    """casualty down_ill harm_ed harm_ing hard_weapon blunt blaze in_peril weapon wields armed attack struck
    stabbed shots fight scream domestic entry hurt overdose self_harm edge rail water fire gas blast crash
    trapped wrong_way drunk_driver road_person road_object thrown gone dog_attack rampage followed lured praise
    let_down positive negative sighting""".split()
)
"""Concepts that a negation before them takes back: `no knife`, `nobody was hurt`, `not happy`."""


@cache
def load(order: tuple[str, ...], own_places: Path | None = None) -> Vocabulary:
    """Everything read and joined; `order` is the registry's order of concerns, the greatest risk first."""
    spelling = Spelling(_usual(), [*_lines("spelling/mended.txt"), *towns()], _lines("spelling/real_words.txt"))
    places = read_places(own_places)
    concern_file = _toml(HERE / "rules" / "concern.toml")
    concepts = _concepts()
    for made in _toml(HERE / "rules" / "derived.toml")["derive"]:
        concepts.setdefault(made["makes"], [])
    concepts[WEAK] = _phrases(concern_file["weak"]["words"], {})
    spelling.learn(fold(word) for entry in places for word in entry.name.split())
    spelling.learn(word for phrases in concepts.values() for phrase in phrases for word in phrase.split())
    words = Words(Lexicon(concepts, spelling, negatable=DENIABLE), tuple(_rules("derived", concepts)))
    danger = DangerRules(Rules(_rules("danger", concepts)), Rules(_rules("downgrade", concepts)))
    return Vocabulary(
        spelling=spelling,
        words=words,
        of_danger=words.only(danger.named | ALWAYS),
        evidence=Evidence(spelling, words.lexicon, _weights(), danger),
        danger=danger,
        concerns=_concern_table(concern_file, order),
        places=Places(places, spelling),
        names=read_names(entry.name for entry in places),
        common=read_common(
            entry.name
            for entry in places
            if entry.kind in SETTLEMENTS and entry.cue == "plain" and entry.name.isascii()
        ),
    )


def _toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise Misconfigured(f"{file} is not TOML: {error}.", remedy="Correct that line.") from error


def _lines(name: str) -> list[str]:
    text = (HERE / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _usual() -> dict[str, str]:
    with (HERE / "spelling" / "usual.csv").open(encoding="utf-8", newline="") as file:
        return {row["written"]: row["meant"] for row in csv.DictReader(file)}


def _concepts() -> dict[str, list[str]]:
    """Every concept with its phrases, choices written out."""
    found: dict[str, list[str]] = {}
    for file in sorted((HERE / "concepts").glob("*.toml")):
        table = _toml(file)
        words = {name: tuple(forms) for name, forms in table.get("words", {}).items()}
        for concept, phrases in table["concepts"].items():
            if concept in found:
                raise Misconfigured(f"{file}: the concept {concept} stands elsewhere too.", remedy="Keep one of them.")
            found[concept] = _phrases(phrases, words)
    return found


def _phrases(written: str, words: Mapping[str, tuple[str, ...]]) -> list[str]:
    parts = (" ".join(part.split()) for part in written.split(","))
    return [phrase for part in parts if part for phrase in expand(part, words)]


def _rules(name: str, concepts: Mapping[str, Sequence[str]]) -> list[Rule]:
    file = HERE / "rules" / f"{name}.toml"
    table = _toml(file)
    return [_rule(entry, name, concepts, file) for kind in ("rule", "derive") for entry in table.get(kind, ())]


def _rule(entry: Mapping[str, Any], label: str, concepts: Mapping[str, Sequence[str]], file: Path) -> Rule:
    needs = tuple(frozenset(choice.split("|")) for choice in entry["needs"])
    unless = frozenset(cast("list[str]", entry.get("unless", [])))
    if unknown := {name for choice in (*needs, unless) for name in choice} - set(concepts):
        raise Misconfigured(
            f"{file}: the rule {entry.get('why', entry.get('makes'))!r} needs concepts that nobody wrote: "
            f"{', '.join(sorted(unknown))}.",
            remedy="Write them in the folder concepts, or correct the name.",
        )
    return Rule(
        label=entry.get("makes", label),
        why=entry.get("why", ""),
        weight=float(entry.get("weight", 0)),
        needs=needs,
        within=entry.get("within"),
        unless=unless,
        concern=entry.get("concern"),
        ordered=entry.get("ordered", False),
    )


def _concern_table(file: Mapping[str, Any], order: Sequence[str]) -> ConcernTable:
    written: dict[str, str] = file["concern"]
    return ConcernTable(
        concepts={name: tuple(written[name].split("|")) for name in order if name in written},
        first=file["first"],
        of_places=frozenset(file["kinds"]["of_places"]),
    )


def _weights() -> Weights:
    """The weights that `python -m learning.words` wrote."""
    read: dict[str, dict[Any, int]] = {kind: {} for kind in Weights._fields}
    with WEIGHTS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            what = tuple(row["what"].split()) if row["kind"] == "pairs" else row["what"]
            read[row["kind"]][what] = int(row["hundredths"])
    always = read.pop("always")[""]
    return Weights(always, **read)
