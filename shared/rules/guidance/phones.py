"""Telephone numbers in a text, held against the routes that people may be sent to."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from shared.rules.guidance.likeness import slips
from shared.rules.guidance.looking import Found, Look
from shared.rules.guidance.rules import PhoneRule
from shared.rules.guidance.words import Text

SHORT = 6
"""Digits up to which a number is a short one: 101, 116 123."""

_LONG = re.compile(r"(?<![\w.])(?:\+\s?|00)?\(?\d(?:[\s().-]{0,2}\d){6,14}(?![\d])(?!\.\d)")
_TOLD = re.compile(
    r"(?i)\b(?:ref|refs|reference|serial|cad|log|operation|op|quote|quoting|(?:crime|incident|case|report|log|serial)"
    r"(?:\s(?:number|no|ref|report|reference))?)[\s.:#]{0,6}(?:(?:number|no|is)\b[\s.:#]{0,4})?$"
)
_DATE = re.compile(r"\d{1,2}[\s./-]\d{1,2}[\s./-](?:\d{2}|\d{4})|(?:19|20)\d\d-\d\d-\d\d(?:\D.*)?")
_GROUP = re.compile(r"\d{3}")
_SERVICE = ("03", "08", "09")
_CALLING = frozenset(
    {"call", "ring", "phone", "dial", "text", "calling", "ringing", "dialling", "phoning", "rang", "tel", "emergency"}
)
_BETWEEN = frozenset({"us", "on", "the", "police", "to", "or", "number", "emergency", "please"})
_ROUTES_BEGIN = ("+", "07", "0800", "0808")
"""No reference begins so."""
_WHOLE = 7
"""Digits of a free number before its last group."""
_EUROPEAN = "116"
"""Six digits that begin so are a helpline all over Europe; those that exist are routes or known."""
_THINGS_FOLLOW = frozenset({"people", "times", "homes", "friends", "calls", "officers", "minutes", "hours", "days"})


@dataclass(frozen=True, slots=True)
class Number:
    """A number in the text, and where it stands."""

    digits: str
    start: int
    end: int


def phones(rule: PhoneRule, look: Look) -> Iterator[Found]:
    """The numbers that the rule is about."""
    given, run_out = _routes(look)
    known = given | {_bare(each) for each in rule.known}
    for number in (*_long(look.written), *_short(look.text)):
        if number.digits in run_out and number.digits not in known:
            kind = "run_out"
        elif number.digits in known:
            continue
        else:
            kind = _kind(number.digits, known | run_out, rule.wrong)
        if kind == rule.which:
            yield Found(number.start, number.end)


def _kind(digits: str, known: Iterable[str], wrong: Iterable[str]) -> str:
    if len(digits) <= SHORT:
        nearly = (
            digits in wrong
            or digits.startswith(_EUROPEAN)
            or any(len(each) <= SHORT and slips(digits, each) == 1 for each in known)
        )
        return "nearly_a_route" if nearly else ""
    if any(len(each) > SHORT and (slips(digits, each) <= 2 or _begins_alike(digits, each)) for each in known):  # noqa: PLR2004 - two slips of a finger
        return "nearly_a_route"
    return "service" if digits.startswith(_SERVICE) else "private"


def _begins_alike(digits: str, route: str) -> bool:
    """Whether only the end differs from a free number that is given to people."""
    return len(route) == _WHOLE + len("111") and route.startswith("08") and digits[:_WHOLE] == route[:_WHOLE]


def _long(text: str) -> Iterator[Number]:
    """What is written like a whole number: 0 or + in front, or as long as the short routes of six digits."""
    for found in _LONG.finditer(text):
        written = found.group()
        digits = _bare(written)
        whole = digits.startswith("0") and len(digits) >= 7 and not digits.startswith("00")  # noqa: PLR2004 - 0800 111
        told = _TOLD.search(text[max(0, found.start() - 25) : found.start()])
        if whole and not _DATE.fullmatch(written.strip()) and not (told and not written.startswith(_ROUTES_BEGIN)):
            yield Number(digits, found.start(), found.end())


def _short(text: Text) -> Iterator[Number]:
    """Two groups of three digits, and two to six digits just behind a word of calling."""
    words = text.words
    for one, other in pairwise(words):
        if _GROUP.fullmatch(one.form) and _GROUP.fullmatch(other.form) and other.start == one.end + 1:
            yield Number(one.form + other.form, one.start, other.end)
    for at, word in enumerate(words):
        if word.form not in _CALLING:
            continue
        place = at + 1
        while place < len(words) and words[place].form in _BETWEEN and place < at + 4:
            place += 1
        first = place
        while place < len(words) and words[place].form.isdecimal() and place < first + 2:
            place += 1
        digits = "".join(each.form for each in words[first:place])
        followed = words[place].form if place < len(words) else ""
        if 2 <= len(digits) <= SHORT and followed not in _THINGS_FOLLOW:  # noqa: PLR2004 - 99 is a slip of 999
            yield Number(digits, words[first].start, words[place - 1].end)


def _routes(look: Look) -> tuple[frozenset[str], frozenset[str]]:
    """The numbers of the routes that may be given on that day, and of those that have run out."""
    day = look.goes_out.date()
    given: set[str] = set()
    run_out: set[str] = set()
    for route in look.around.routes.values():
        (given if route.usable(day) else run_out).update(_numbers(f"{route.value}. {route.says}"))
    return frozenset(given), frozenset(run_out - given)


def _numbers(said: str) -> Iterator[str]:
    """Every number in the words of a route: whole, and each group that can be rung by itself."""
    for group in re.findall(r"\d[\d ]{1,20}\d", said):
        yield _bare(group)
        if group.startswith("1800"):
            yield from group.split()


def _bare(written: str) -> str:
    """Its digits, as somebody in Britain would dial them."""
    digits = "".join(filter(str.isdigit, written.replace("(0)", "")))
    if written.strip().startswith("+44") or digits.startswith("0044"):
        return f"0{digits.removeprefix('00').removeprefix('44').removeprefix('0')}"
    return f"0{digits}" if written.strip().startswith("+") else digits
