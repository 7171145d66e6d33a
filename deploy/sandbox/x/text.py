"""What X makes of a text: its weighted length, its cut form, and the mentions, hashtags and links in it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

SHORT = 280
"""The weight that a post's `text` may have; the rest of a longer one is in its note."""

LONGEST = 25_000
"""The characters of X's longest posts."""

ELLIPSIS = "…"

_MENTION = re.compile(r"(?<![\w!#$%&*@＠/])[@＠]([A-Za-z0-9_]{1,15})(?![A-Za-z0-9_@＠])")  # noqa: RUF001 - X reads the wide sign as well
_HASHTAG = re.compile(r"(?<![\w&/])#(\w*[^\W\d_]\w*)")
_LINK = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)']")

_LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
"""Code points that count once; all others count twice. Links and emoji sequences are counted by their parts here,
which X does not do: the stand-in cuts a little earlier, never later."""


@dataclass(frozen=True)
class Span:
    """A part of a text that means something, `end` exclusive."""

    start: int
    end: int
    value: str


def mentions(text: str) -> Iterator[Span]:
    """The handles a text addresses, without their sign."""
    yield from _spans(_MENTION, text, 1)


def hashtags(text: str) -> Iterator[Span]:
    """The tags in a text, without their sign."""
    yield from _spans(_HASHTAG, text, 1)


def links(text: str) -> Iterator[Span]:
    """The links in a text."""
    yield from _spans(_LINK, text, 0)


def weight(text: str) -> int:
    """The length of a text as X counts it, about."""
    return sum(_weight_of(each) for each in text)


def cut(text: str) -> str:
    """The text where it is short enough, else its beginning and an ellipsis."""
    if weight(text) <= SHORT:
        return text
    room = SHORT - _weight_of(ELLIPSIS)
    for index, character in enumerate(text):
        room -= _weight_of(character)
        if room < 0:
            return text[:index] + ELLIPSIS
    return text


def _weight_of(character: str) -> int:
    return 1 if any(first <= ord(character) <= last for first, last in _LIGHT) else 2


def _spans(pattern: re.Pattern[str], text: str, group: int) -> Iterator[Span]:
    for found in pattern.finditer(text):
        yield Span(found.start(), found.end(), found.group(group))
