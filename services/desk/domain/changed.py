"""What changed between two versions of a text, in stretches, for whoever puts their name to the newer one."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

_WORDS = re.compile(r"\S+\s*|\s+")

WORTH_KEEPING = 3
"""Words: fewer that stayed between two changes tear both apart, and nobody can read either."""

Pair = tuple[str, str]
"""What stood there and what stands there now."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the text that stayed, went or came."""

    kind: Literal["same", "gone", "new"]
    text: str


def changes(old: str, new: str) -> list[Stretch]:
    """Both texts as one: what stayed, what is gone, and after that what came in its place."""
    pairs = list(_pairs(_WORDS.findall(old), _WORDS.findall(new)))
    last = len(pairs) - 1
    torn = [gone != came or (0 < at < last and _is_short(gone)) for at, (gone, came) in enumerate(pairs)]
    made: list[Stretch] = []
    for changed, run in groupby(zip(torn, pairs, strict=True), key=lambda each: each[0]):
        made += _told([pair for _, pair in run], changed=changed)
    return made


def _pairs(before: list[str], after: list[str]) -> Iterator[Pair]:
    for _, start, stop, begin, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        yield "".join(before[start:stop]), "".join(after[begin:end])


def _is_short(text: str) -> bool:
    return len(text.split()) < WORTH_KEEPING


def _told(pairs: Iterable[Pair], *, changed: bool) -> list[Stretch]:
    gone, new = ("".join(part) for part in zip(*pairs, strict=True))
    if not changed:
        return [Stretch("same", new)]
    both = (Stretch("gone", gone), Stretch("new", new))
    return [each for each in both if each.text]
