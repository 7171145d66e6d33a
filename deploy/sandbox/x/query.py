"""The language of rules and searches as far as it is used: `@handle`, `to:`, `from:`, `is:`, `OR`, `-`, parentheses."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from deploy.sandbox.x.post import Named, Post

Matches = Callable[[Post], bool]

_TOKEN = re.compile(r"-?\(|\)|[^\s()]+")
_HANDLE = re.compile(r"@?([A-Za-z0-9_]{1,15})")

_KINDS: dict[str, Matches] = {
    "reply": lambda post: post.replied_to is not None,
    "retweet": lambda _post: False,  # nobody reposts or quotes on this stand-in
    "quote": lambda _post: False,
}


class NotAQuery(ValueError):
    """The text is no query of this language; the message says where and why."""


DEEPEST = 50
"""Parentheses in a query; nobody writes more, and each costs the parser a level of its stack."""


@dataclass(frozen=True)
class Query:
    """A parsed query."""

    value: str
    matches: Matches


@dataclass(frozen=True)
class _Part:
    """A part of a query; a query that nothing in it anchors would match the whole platform."""

    matches: Matches
    anchored: bool


def parse(value: str, longest: int) -> Query:
    """The query a text means; raises NotAQuery where it means none, or is longer than it may be."""
    if len(value) > longest:
        raise NotAQuery(f"it has {len(value)} characters and may have {longest}")
    tokens = _TOKEN.findall(value)
    if not tokens:
        raise NotAQuery("it is empty")
    if value.count("(") > DEEPEST:
        raise NotAQuery(f"it has more than {DEEPEST} parentheses")
    part = _either(tokens)
    if tokens:
        raise NotAQuery(f"unexpected {tokens[0]!r}")
    if not part.anchored:
        raise NotAQuery("it needs an operator that can stand alone: @handle, to: or from:, not negated")
    return Query(value, part.matches)


def _either(tokens: list[str]) -> _Part:
    parts = [_all_of(tokens)]
    while tokens and tokens[0] == "OR":
        tokens.pop(0)
        parts.append(_all_of(tokens))
    if len(parts) == 1:
        return parts[0]
    return _Part(lambda post: any(each.matches(post) for each in parts), all(each.anchored for each in parts))


def _all_of(tokens: list[str]) -> _Part:
    parts = []
    while tokens and tokens[0] not in {"OR", ")"}:
        parts.append(_one(tokens))
    if not parts:
        raise NotAQuery(f"something is missing before {tokens[0]!r}" if tokens else "something is missing at its end")
    return _Part(lambda post: all(each.matches(post) for each in parts), any(each.anchored for each in parts))


def _one(tokens: list[str]) -> _Part:
    word = tokens.pop(0)
    if word == "-(":
        raise NotAQuery("a group cannot be negated; negate each part")
    if word == "(":
        part = _either(tokens)
        if not tokens:
            raise NotAQuery("a parenthesis is not closed")
        tokens.pop(0)
        return part
    if word.startswith("-"):
        inner = _operator(word[1:])
        return _Part(lambda post: not inner.matches(post), anchored=False)
    return _operator(word)


def _operator(word: str) -> _Part:
    name, separator, argument = word.partition(":")
    if word.startswith("@"):
        handle = _handle(word)
        return _Part(lambda post: post.mentioned(handle), anchored=True)
    if separator and name == "from":
        handle = _handle(argument)
        return _Part(lambda post: _is(post.author, handle), anchored=True)
    if separator and name == "to":
        handle = _handle(argument)
        return _Part(lambda post: _is(post.in_reply_to, handle), anchored=True)
    if separator and name == "is" and argument in _KINDS:
        return _Part(_KINDS[argument], anchored=False)
    raise NotAQuery(f"{word!r} is not known here; there are @handle, to:, from:, is:reply, is:retweet, is:quote")


def _handle(text: str) -> str:
    found = _HANDLE.fullmatch(text)
    if found is None:
        raise NotAQuery(f"{text!r} is no handle")
    return found.group(1)


def _is(user: Named | None, handle: str) -> bool:
    return user is not None and user.username.lower() == handle.lower()
