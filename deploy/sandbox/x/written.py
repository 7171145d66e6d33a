"""What X makes of a text that is posted: how long it counts, which links it holds, whom a reply names in front."""

import unicodedata
from typing import Literal

from twitter_text import extract_urls_with_indices, parse_tweet
from twitter_text.has_invalid_characters import has_invalid_characters

from deploy.sandbox.x import text as words
from deploy.sandbox.x.post import Link, Post, Written

SHORT_HOST = "https://t.co/"

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

SHORT_LENGTH = 10
"""Characters of X's short links after the host: 23 in all, which is what a link counts."""


PLACES = 64
"""More links than a text can hold."""


def fault_of(text: str) -> Literal["empty", "characters", "long"] | None:
    """What is wrong with a text that was to be posted: `empty`, `characters` or `long`; None where nothing is."""
    if not text.strip():
        return "empty"
    if has_invalid_characters(text):
        return "characters"
    return None if parse_tweet(text).valid else "long"


def added_link(identifier: int) -> str:
    """The link that X puts at the end of a post that shows pictures."""
    return _short(identifier, PLACES - 1)


def same(one: str, other: str) -> bool:
    """Whether two texts are duplicates to X: the marks of one letter may be written in two ways."""
    return _plain(one) == _plain(other)


def written(text: str, identifier: int, answered: Post | None, author: int) -> Written:
    """How this text is shown as the post of this id, an answer to another or none."""
    found = extract_urls_with_indices(text)
    links = (
        Link(each["indices"][0], each["indices"][1], _short(identifier, number)) for number, each in enumerate(found)
    )
    return Written(_prefix(text, answered, author), tuple(links))


def _prefix(text: str, answered: Post | None, author: int) -> str:
    """A reply begins with whom it answers, unless it names them itself or goes on from its author's own post."""
    if answered is None or answered.author.id == author:
        return ""
    named = {each.value.lower() for each in words.mentions(text)}
    return "" if answered.author.username.lower() in named else f"@{answered.author.username} "


def _short(identifier: int, number: int) -> str:
    """The same short link whenever it is asked for, another one for every link of every post."""
    rest, short = identifier * PLACES + number, ""
    for _ in range(SHORT_LENGTH):
        rest, digit = divmod(rest, len(_DIGITS))
        short += _DIGITS[digit]
    return SHORT_HOST + short


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()
