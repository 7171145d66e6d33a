"""Mentions labelled by hand, see README.md."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Case:
    """One message, and the labels that a person gave it."""

    id: str
    text: str
    account: str
    in_reply_to: str | None
    expected: dict[str, Any]

    @property
    def dangerous(self) -> bool:
        """Whether the person called it an emergency."""
        return "emergency" in self.expected["tags"]


def read_cases(name: str) -> Iterator[Case]:
    """The cases of a file."""
    for line in (Path(__file__).parent / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        yield Case(entry["id"], entry["text"], entry["account"], entry.get("in_reply_to"), entry["expected"])
