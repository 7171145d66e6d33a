"""What changed between two versions of a text, word by word, for whoever puts their name to the newer one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

_WORDS = re.compile(r"\s+|\S+")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the text that stayed, went or came."""

    kind: Literal["same", "gone", "new"]
    text: str


def changes(old: str, new: str) -> list[Stretch]:
    """Both texts as one: what of the old one stays or is gone, and what is new; the gone before the new."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    return list(_stretches(before, after))


def _stretches(before: list[str], after: list[str]) -> Iterator[Stretch]:
    for _, start, stop, begin, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        gone, new = "".join(before[start:stop]), "".join(after[begin:end])
        if gone == new:
            yield Stretch("same", new)
            continue
        if gone:
            yield Stretch("gone", gone)
        if new:
            yield Stretch("new", new)
