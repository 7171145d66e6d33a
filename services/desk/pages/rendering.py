"""A post as the platform will show it: its addresses, names and hashtags told apart from the words."""

import re
from dataclasses import dataclass

from shared.x.counting import addresses

_NAMES = re.compile(r"(?<![\w@#/])[@#]\w+")


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the text; `linked` where the platform makes a link of it."""

    text: str
    linked: bool


def parts(text: str) -> list[Part]:
    """The text in stretches, nothing left out: addresses as X finds them when it counts, names and hashtags."""
    found = addresses(text)
    names = [match.span() for match in _NAMES.finditer(text) if not any(a <= match.start() < b for a, b in found)]
    cut: list[Part] = []
    at = 0
    for start, stop in sorted([*found, *names]):
        cut += [Part(text[at:start], linked=False), Part(text[start:stop], linked=True)]
        at = stop
    return [part for part in (*cut, Part(text[at:], linked=False)) if part.text]
