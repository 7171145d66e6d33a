"""What is measured on: the test set by part, second labels where somebody gave them, the learning curve."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from pydantic import BaseModel, ConfigDict

from learning.mentions import DATA, Authored, Expected, author_of, fingerprint, read_part

PARTS = {"t1": "realistic", "t2": "realistic", "t3": "hard", "t4": "hard"}
"""Which part a test author's file belongs to."""
CURVE = Path(__file__).parents[1] / "curve.json"
"""What training with fewer lines gave, as training writes it; not there until it has."""


class Second(BaseModel):
    """The labels that somebody else gave to a line, without seeing the first."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    expected: Expected


@dataclass(frozen=True)
class TestSet:
    """The messages that are only measured on."""

    __test__ = False  # not a test, whatever pytest makes of its name

    messages: Sequence[Authored]
    second: dict[str, Expected]

    @property
    def hash(self) -> str:
        """Changes with every line and every label."""
        return fingerprint(self.messages)


def read_test_set(folder: Path = DATA) -> TestSet:
    """The test set; a file that belongs to no part is refused."""
    messages = read_part("test", folder)
    if not messages:
        raise SystemExit(f"There is no test set in {folder / 'test'}: nothing can be measured.")
    for message in messages:
        part_of(message)
    return TestSet(messages, _second(folder / "second"))


def part_of(message: Authored) -> str:
    """`realistic` or `hard`."""
    try:
        return PARTS[author_of(message)]
    except KeyError:
        raise SystemExit(
            f"{message.id}: no part is named for this author. Add it to PARTS in learning/evaluation/sets.py."
        ) from None


def _second(folder: Path) -> dict[str, Expected]:
    lines = [line for file in sorted(folder.glob("*.jsonl")) for line in file.read_text(encoding="utf-8").splitlines()]
    return {each.id: each.expected for each in map(Second.model_validate_json, lines)}


def read_curve(file: Path = CURVE) -> list[dict[str, Any]]:
    """What training on fewer lines gave; empty where it has not been tried."""
    return list(orjson.loads(file.read_bytes())) if file.exists() else []
