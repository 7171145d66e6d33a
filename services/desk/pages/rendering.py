"""A post as the platform will show it: its addresses, names and hashtags told apart, and what nobody sees marked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from shared.unseen import unseen
from shared.x.counting import addresses

_NAMES = re.compile(r"(?<![\w@#/])[@#]\w+")


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the text; `linked` where the platform makes a link of it.

    With `mark` it is one character that nobody sees, and that may turn round what follows: the mark says which, and is
    shown in its place.
    """

    text: str
    linked: bool
    mark: str = ""


def parts(text: str) -> list[Part]:
    """The text in stretches, nothing left out: addresses as X finds them when it counts, names and hashtags."""
    found = addresses(text)
    names = [match.span() for match in _NAMES.finditer(text) if not any(a <= match.start() < b for a, b in found)]
    cut: list[Part] = []
    at = 0
    for start, stop in sorted([*found, *names]):
        cut += [Part(text[at:start], linked=False), Part(text[start:stop], linked=True)]
        at = stop
    whole = [*cut, Part(text[at:], linked=False)]
    return [each for part in whole if part.text for each in _marked(part.text, linked=part.linked)]


def marked(text: str) -> list[Part]:
    """The text in stretches, with a mark for each character that nobody sees, and nothing linked."""
    return list(_marked(text, linked=False))


def _marked(text: str, *, linked: bool) -> Iterator[Part]:
    told = [(each, unseen(text, at) or "") for at, each in enumerate(text)]
    for mark, run in groupby(told, key=lambda each: each[1]):
        stretch = [each for each, _ in run]
        if mark:
            yield from (Part(each, linked=False, mark=mark) for each in stretch)
        else:
            yield Part("".join(stretch), linked=linked)
