"""Personal data said aloud or veiled: no `@`, letters by the radio alphabet, figures and dates in words."""

import re
from collections.abc import Callable, Iterable

from services.triage.domain.said_figures import NUMBER, SAID_ROW, TEENS, TENS, UNIT, figures_of

_RADIO = (
    "alpha|alfa|bravo|charlie|delta|echo|foxtrot|golf|hotel|india|juliett?|kilo|lima|mike|november|oscar|papa|quebec|romeo|"
    "sierra|tango|uniform|victor|whiske?y|x-?ray|yankee|zulu"
)
_RADIO_HINTS = tuple(
    "alpha alfa bravo delta echo foxtrot juliet kilo lima oscar papa sierra tango whisk yankee zulu".split()
)
"""Whoever spells a plate says one of these; Mike, Charlie and November are in too many messages."""
_DOT = r"(?:\s?[(\[{]\s?dot\s?[)\]}]\s?|\sdot\s|\.)"
_SIGN = r"(?:\s?[(\[{]\s?dot\s?[)\]}]\s?|\s(?:dot|underscore|dash|hyphen)\s)"
_HOST = (
    rf"[\w-]{{1,40}}(?:{_DOT}[\w-]{{1,20}}){{0,2}}{_DOT}"
    r"(?:com|net|org|info|co|uk|eu|edu|gov|io|ie|de|fr|it|pl|es|nl|ro)\b"
)
EMAIL_BRACKETED = re.compile(
    rf"(?<![\w.+-])[\w.+-]{{1,64}}(?:{_SIGN}[\w+-]{{1,30}}){{0,3}}\s?[(\[{{]\s?at\s?[)\]}}]\s?{_HOST}", re.IGNORECASE
)
"""`k.haddow(at)example(dot)com`."""
EMAIL_SAID = re.compile(
    rf"(?<![\w.+-])(?:[\w+-]{{1,30}}(?:{_SIGN}[\w+-]{{1,30}}){{1,3}}"
    rf"|[a-z](?=\w{{0,40}}[._]\w|[a-z]{{2,40}}\d)[\w.+-]{{0,60}}\w)['\u2019\"]?\s{{1,2}}at\s{_HOST}",
    re.IGNORECASE,
)
"""`gw_dad at example.com`: what is before has a sign or a figure, for one may look at a page or meet at it."""
_BETWEEN = r"[\s,-]{1,2}"
PLATE_SAID = re.compile(
    rf"\b(?:{_RADIO})(?:{_BETWEEN}(?:{_RADIO})){{0,2}}(?:{_BETWEEN}(?:\d{{1,3}}|{NUMBER})\b){{1,4}}"
    rf"(?:{_BETWEEN}(?:{_RADIO})\b){{1,3}}",
    re.IGNORECASE,
)
PLATE_PART_SAID = re.compile(
    r"\b(?i:plates?|reg|registration|began|begins|ended|ends|ending|started|starts|starting)\b(?:\s(?:is|was|with|in))?\W{1,3}"
    rf"((?i:{_RADIO})(?:{_BETWEEN}(?i:{_RADIO}|\d{{1,3}}|{NUMBER})\b){{1,6}}"
    rf"|[A-Z]{{2}}{_BETWEEN}(?i:(?:{TENS})[\s-]?(?:{UNIT})|{TEENS}|(?:{UNIT}|zero|oh)[\s-](?:{UNIT}|zero|oh))\b)"
)
"""`ended Delta Papa Oscar`, `started EK one six`."""
_LETTER = rf"(?:{_RADIO}|zed|[a-z])"
POSTCODE_SAID = re.compile(
    rf"\b(?:BN|RH|TN|PO|GU)\s?\d{{1,2}}[\s,-]{{1,2}}"
    rf"(?:(?:{UNIT}|zero|nought)[\s-](?:{_LETTER})[\s-](?:{_LETTER})|\d[\s-](?:{_RADIO}|zed)[\s-](?:{_RADIO}|zed))\b",
    re.IGNORECASE,
)
"""`TN22 nine zed zed`, `BN1 three-alpha-hotel`."""
_HOUSE = rf"(?:(?:{TENS})(?:[\s-](?:{UNIT}))?|{TEENS}|{UNIT}|one hundred(?:\s(?:and\s)?{NUMBER})?)"
_NO_STREET = (
    r"(?!(?:bridges|oaks|elms|ashes|acres|dials|mile|sisters|ways?|trees|wells|gates|ends|corners|of|in|on|the|more|was|is|even|"
    r"really|very|too|been|doors?|so|to|from|and|or|"
    r"my|his|her|their|our|an?|it|got|has|have|main|side|people|by|no)\b)"
)
_STREETS = "Road|Rd|Street|Lane|Avenue|Ave|Close|Drive|Terrace|Gardens|Crescent|Grove|Court|Walk|Rise|Mews|Way"
_STREET = rf"(?-i:(?:[A-Z][a-z'\u2019]{{2,20}}\s){{1,2}}(?:{_STREETS}|Parade|Square|Place|Hill|House|Park|View))\b"
ADDRESS_SAID = re.compile(
    rf"\b((?:number|flat|house|no\.?(?!\sone\b))\s{_HOUSE},?\s(?:(?:on|in|of)\s)?"
    rf"(?:(?:{_NO_STREET}[a-z'\u2019]{{3,20}}\s){{1,2}}(?:{_STREETS})\b|{_STREET}))"
    rf"|\b(?:at|address is|live at|lives at|from|outside)\s({_HOUSE}\s{_NO_STREET}{_STREET})"
    rf"|\b((?:{TENS})[\s-](?:{UNIT}),?\s{_NO_STREET}{_STREET})",
    re.IGNORECASE,
)
"""`number seven hollow lane`; `Three Bridges Road` is a road."""
ACCOUNT_SAID = re.compile(
    rf"\b(?:account|acct?|a/c)\b(?:\s(?:no|num|number|is|was)\b){{0,2}}[\s.,:]{{0,3}}\b({SAID_ROW})", re.IGNORECASE
)
SORT_SAID = re.compile(rf"\bsort ?code\b(?:\s(?:is|was)\b)?[\s.,:]{{0,3}}\b({SAID_ROW})", re.IGNORECASE)
CARD_SAID = re.compile(rf"\b(?:card|long number)\b[^\d\n.]{{0,12}}?\b({SAID_ROW})", re.IGNORECASE)
CARD_END = re.compile(
    r"\bcard\b(?!\s(?:game|night|school|shop))[^.\n]{0,60}?\b(?:ending|ended|ends)\b(?:\s(?:in|with))?\s"
    rf"((?:\d{{4}}|{SAID_ROW})\b(?!:|\s?(?:[ap]m|hrs|hours)\b)(?:\W{{1,3}}exp(?:\w{{0,4}})\W{{1,3}}\d\d/\d\d)?)",
    re.IGNORECASE,
)
"""`the card ending 4417 exp 09/27`."""
_NTH = (
    "(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|"
    r"(?:thir|four|fif|six|seven|eigh|nine)teenth|twentieth|thirtieth|(?:twenty|thirty)[\s-](?:fir|seco|thi|four|fif|six|seven|"
    r"eigh|nin)(?:st|nd|rd|th))"
)
_MONTH = "(?:january|february|march|april|may|june|july|august|september|october|november|december)"
BIRTH_SAID = re.compile(
    r"\b(?:dob|d\.o\.b|date of birth|born|birthday)\b\W{1,3}(?:(?:is|was|it's|on|the|as)\s){0,3}"
    rf"({_NTH}\s(?:of\s)?(?:the\s)?(?:{_NTH}|{_MONTH}),?\s(?:of\s)?"
    rf"(?:(?:19|20)?\d\d|(?:nineteen|two thousand(?:\sand)?|twenty)[\s-]{NUMBER}(?:[\s-](?:{UNIT}))?"
    rf"|(?:{TENS})(?:[\s-](?:{UNIT}))?|{TEENS}|two thousand)\b)",
    re.IGNORECASE,
)
"""`born on the nineteenth of the eighth forty-four`."""
_ACCOUNT_DIGITS = (7, 8)
_SORT_DIGITS = (6,)
_CARD_DIGITS = range(13, 20)
_CARD_END_DIGITS = (4, 8)
"""The last four, or those and the month when it ends."""
_SPELT_LETTERS = 4
"""Letters of a plate, at the least: lists of names have no figures in the midst of so many."""
_RADIO_WORD = re.compile(rf"\b(?:{_RADIO})\b", re.IGNORECASE)


def _any(_: str) -> bool:
    return True


def _spelt(said: str) -> bool:
    return len(_RADIO_WORD.findall(said)) >= _SPELT_LETTERS


def _account(said: str) -> bool:
    return len(figures_of(said)) in _ACCOUNT_DIGITS


def _sort(said: str) -> bool:
    return len(figures_of(said)) in _SORT_DIGITS


def _card(said: str) -> bool:
    """With words among its figures: what is all typed has its own pattern, and may stand beside an amount."""
    return len(figures_of(said)) in _CARD_DIGITS and any(letter.isalpha() for letter in said)


def _card_end(said: str) -> bool:
    return len(figures_of(said)) in _CARD_END_DIGITS


_Rule = tuple[str, re.Pattern[str], Callable[[str], bool]]
_SAID: tuple[tuple[tuple[str, ...], tuple[_Rule, ...]], ...] = (
    (("(at", "[at", "{at", "( at", "[ at"), (("email", EMAIL_BRACKETED, _any),)),
    (
        ("zed", *_RADIO_HINTS),
        (("vehicle_registration", PLATE_SAID, _spelt), ("postcode", POSTCODE_SAID, _any)),
    ),
    (
        ("plate", "reg", "beg", "ended", "ends", "ending", "start"),
        (("vehicle_registration", PLATE_PART_SAID, _any),),
    ),
    (
        ("account", "acc ", "acct", "a/c", "sort", "card", "long number"),
        (
            ("bank_or_card", ACCOUNT_SAID, _account),
            ("bank_or_card", SORT_SAID, _sort),
            ("bank_or_card", CARD_SAID, _card),
            ("bank_or_card", CARD_END, _card_end),
        ),
    ),
    (
        (
            " road",
            " street",
            " lane",
            " avenue",
            " ave",
            " rd",
            " close",
            " drive",
            " terrace",
            " gardens",
            " crescent",
            " grove",
            " court",
            " walk",
            " rise",
            " mews",
            " way",
            " parade",
            " square",
            " place",
            " hill",
            " house",
            " park",
            " view",
        ),
        (("street_address", ADDRESS_SAID, _any),),
    ),
    (("dob", "d.o.b", "birth", "born"), (("date_of_birth", BIRTH_SAID, _any),)),
)
"""Each with what a text holds if it is worth the look: finding a few letters costs next to nothing."""
_HOST_SAID = re.compile(r"\sat\s[\w-]{1,40}(?:\.|\sdot\s)[a-z]", re.IGNORECASE)
"""`at example.c`: ` at ` alone is in every fourth message, and what comes before it takes long to judge."""


def find_said(text: str) -> Iterable[tuple[str, int, int]]:
    """Kind, start and end of what is said aloud or veiled; where a word tells what it is, the word stays."""
    lower = text.lower()
    if " at " in lower and _HOST_SAID.search(text):
        yield from _matches(text, ("email", EMAIL_SAID, _any))
    for hints, rules in _SAID:
        for hint in hints:
            if hint in lower:
                for rule in rules:
                    yield from _matches(text, rule)
                break


def _matches(text: str, rule: _Rule) -> Iterable[tuple[str, int, int]]:
    kind, pattern, check = rule
    for match in pattern.finditer(text):
        start, end = match.span(match.lastindex or 0)
        if check(text[start:end]):
            yield kind, start, end
