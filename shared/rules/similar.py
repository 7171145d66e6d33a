"""How alike two texts are: no platform allows the same, or nearly the same, from several accounts."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

TOO_ALIKE = 0.6
"""From this likeness on, two texts are the same to a platform, as far as anybody outside can tell."""

SHINGLE = 3
"""Words that are compared together: the order counts, a changed word changes three of them."""

_LEFT_OUT = re.compile(r"https?://\S+|www\.\S+|(?<!\w)@\w+")
_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
_WHERE_TO = re.compile(r"\d|https?://|@\w|\w\.\w")
"""Numbers, addresses and handles: such a sentence stays, and stays at the end."""

_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?]+(?=\s|$)|\.(?=\S)[^.!?\n]*)*[.!?]*\s*")


class Served(Protocol):
    """One of the force's accounts."""

    @property
    def name(self) -> str:
        """As people see it."""

    @property
    def districts(self) -> tuple[str, ...]:
        """Those that it serves; none is the force's own."""


class Named(Protocol):
    """A district."""

    @property
    def name(self) -> str:
        """As people say it."""


@dataclass(frozen=True, slots=True)
class Variant:
    """Where somebody may begin who says the same for another account."""

    account: str
    text: str
    likeness: float
    """To the text that is most like it among those before, the first account's own included."""
    ready: bool
    """Whether it may go out as it is; else it has to be worded anew."""
    says: str
    """What to do with it, in a sentence."""


@dataclass(frozen=True, slots=True)
class Variants:
    """What is offered where one text was meant for several accounts."""

    offered: tuple[Variant, ...]
    once_from: str | None
    """The force's own account, where one post reaches everybody: districts may repost it."""
    says: str


def bare(text: str) -> str:
    """What is left of a text without case, accents, signs, handles, addresses and space; all of it if nothing is."""
    return "".join(_words(text)) or "".join(_folded(text).split())


def likeness(one: str, other: str) -> float:
    """From 0 (nothing in common) to 1 (the same words in the same order)."""
    if bare(one) == bare(other):
        return 1.0
    mine, theirs = _shingles(one), _shingles(other)
    together = len(mine | theirs)
    return len(mine & theirs) / together if together else 0.0


def too_alike(one: str, other: str) -> bool:
    """Whether no platform would take both from different accounts."""
    return likeness(one, other) >= TOO_ALIKE


def variants(
    text: str, accounts: Sequence[str], known: Mapping[str, Served], districts: Mapping[str, Named]
) -> Variants:
    """Beginnings for every account but the first, which keeps the text; ready only where they are not too alike."""
    said, offered = [text], []
    for place, account in enumerate(accounts[1:]):
        begun = _begun(text, _place(account, known, districts), place)
        best = min(begun, key=lambda each: max(likeness(each, other) for other in said))
        near = max(likeness(best, other) for other in said)
        offered.append(Variant(account, best, round(near, 2), near < TOO_ALIKE, _says(near)))
        said.append(best)
    force = next((name for name, account in known.items() if not account.districts), None)
    return Variants(tuple(offered), force, _once(known, force))


def _says(near: float) -> Literal["Ready to be looked through.", "A beginning only: say it in your own words."]:
    return "Ready to be looked through." if near < TOO_ALIKE else "A beginning only: say it in your own words."


def _once(known: Mapping[str, Served], force: str | None) -> str:
    both = "Word each its own way, with what matters to the people of that place"
    return f"{both}; or post it once from {known[force].name}." if force else f"{both}."


def _place(account: str, known: Mapping[str, Served], districts: Mapping[str, Named]) -> str | None:
    """The name of what the account serves, as a sentence has it; None where nobody knows, or it is the force's."""
    served = known[account].districts if account in known else ()
    names = [districts[each].name for each in served if each in districts]
    return " and ".join(names) or None


def _begun(text: str, place: str | None, turn: int) -> list[str]:
    """The text with its sentences in another order, or one fewer, and the place in front; nothing is invented."""
    sentences = [each.strip() for each in _SENTENCE.findall(text) if each.strip()]
    told = [each for each in sentences if not _WHERE_TO.search(each)]
    where_to = [each for each in sentences if _WHERE_TO.search(each)]
    shift = (turn + 1) % len(told) if told else 0
    orders = [told, [*told[shift:], *told[:shift]], told[::-1]]
    shorter = [[each for at, each in enumerate(told) if at != left] for left in range(1, len(told))]
    whole = [" ".join([*order, *where_to]) for order in (*orders, *shorter) if [*order, *where_to]] or [text]
    return [f"{place}: {each}" if place else each for each in whole]


def _shingles(text: str) -> frozenset[tuple[str, ...]]:
    words = _words(text)
    if len(words) < SHINGLE:
        return frozenset({tuple(words)}) if words else frozenset()
    return frozenset(tuple(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1))


def _words(text: str) -> list[str]:
    return _WORD.findall(_folded(_LEFT_OUT.sub(" ", text)))


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return "".join(each for each in plain if not unicodedata.combining(each))
