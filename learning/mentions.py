"""Authored messages with their labels: one JSON object a line, one file an author."""

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from shared.contracts.labels import Sentiment, Tag, Urgency

DATA = Path(__file__).parent / "data"
Part = Literal["train", "heads", "test"]
"""What a file is for: to teach encoder and terms, to fit the heads and thresholds, or only to measure."""


class Expected(BaseModel):
    """The labels that the author gave by the guide."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    tags: tuple[Tag, ...]
    concern: str | None = None
    urgency: Urgency
    needs_reply: bool
    district: str
    personal_data: tuple[str, ...] = ()
    language: str
    sentiment: Sentiment


class Authored(BaseModel):
    """An invented message as one author wrote and labelled it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    text: str
    account: str
    in_reply_to: str | None = None
    slice: str
    """What makes it easy or hard, in the author's word."""
    expected: Expected


def read_part(part: Part, folder: Path = DATA) -> list[Authored]:
    """All messages of a part, by author and number."""
    return [each for file in sorted((folder / part).glob("*.jsonl")) for each in read_file(file)]


def read_file(file: Path) -> list[Authored]:
    """The messages of one author; a line that is not one raises, with file and number."""
    messages = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            messages.append(Authored.model_validate_json(line))
        except ValueError as error:
            raise ValueError(f"{file.name}, line {number}: {error}") from error
    return messages


def author_of(message: Authored) -> str:
    """Whose hand it is."""
    return message.id.partition("-")[0]


def fingerprint(messages: Sequence[Authored] | Iterable[Authored]) -> str:
    """The first letters of the hash of these messages and their labels."""
    whole = hashlib.sha256()
    for message in messages:
        whole.update(message.model_dump_json().encode())
    return whole.hexdigest()[:8]
