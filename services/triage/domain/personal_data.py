"""Personal data in a text: which kinds, where, and the text with them masked."""

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

import phonenumbers
from phonenumbers import Leniency, PhoneNumberMatcher

LEAST_DIGITS = 9
"""A text with fewer digits has no telephone number: the matcher, which is slow, need not look."""
ROUTES = frozenset({"999", "112", "101", "111", "105", "119", "18000", "116123", "116000", "0800555111", "0800789321"})
"""Numbers that everybody may know: they belong to no person."""


@dataclass(frozen=True, slots=True)
class Personal:
    """A kind of personal data, and the characters that hold it."""

    kind: str
    start: int
    end: int


_POSTCODE = re.compile(r"\b(?:[A-PR-UWYZ][A-HK-Y]?[0-9][0-9A-HJKPSTUW]?)\s?[0-9][ABD-HJLNP-UW-Z]{2}\b", re.IGNORECASE)
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b")
_PLATE = re.compile(
    r"\b(?:[A-HJ-PR-Y][A-HJ-PR-Y][0-9Oo]{2}\s?[A-HJ-PR-Z]{3}|[A-HJ-NPR-TV-Y][0-9]{1,3}\s?[A-HJ-PR-Y]{3}|"
    r"[A-Z]{3}\s?[0-9]{1,3}[A-Z])\b"
)
_PLATE_TOLD = re.compile(
    r"\b(?:reg|registration|plates?|number ?plate|vrm|index)\b[\s:.#is-]{0,6}"
    r"((?=[a-z ]*[0-9])[a-z0-9]{2,4}\s?[a-z0-9]{2,4})\b",
    re.IGNORECASE,
)
_PLATE_LOWER = re.compile(r"\b[a-hj-pr-y]{2}[0-9]{2}\s?[a-hj-pr-z]{3}\b", re.IGNORECASE)
_BIRTH = re.compile(
    r"\b(?:dob|d\.o\.b\.?|date of birth|born(?: on)?|birthday is)\b\W{0,4}"
    r"(\d{1,2}(?:st|nd|rd|th)?[\s./-]+(?:\d{1,2}|[A-Za-z]{3,9})[\s./-]+(?:19|20)?\d{2})\b",
    re.IGNORECASE,
)
_INSURANCE = re.compile(
    r"\b(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\s?(?:\d\s?){6}[A-D]\b", re.IGNORECASE
)
_PHONE = re.compile(r"(?<![\d.])(?:\+44\s?(?:\(0\))?|0)\d(?:[\s-]?\d){8,10}(?![\d.])")
"""As people type British numbers, with a digit too many or too few: it is masked all the same."""
_HEALTH = re.compile(r"\b\d{3}[\s-]?\d{3}[\s-]?\d{4}\b")
_CARD = re.compile(r"\b(?:\d[\s-]?){13,19}\b")
_ACCOUNT = re.compile(
    r"\b\d{2}[- ]\d{2}[- ]\d{2}\b\D{0,25}\b\d{8}\b|\bsort ?code\b\D{0,6}\d{2}[- ]?\d{2}[- ]?\d{2}", re.IGNORECASE
)
_ACCOUNT_TOLD = re.compile(r"\b(?:account|acc|acct)\s?(?:no|num|number)?\b\D{0,6}\d{7,8}\b", re.IGNORECASE)
_ADDRESS = re.compile(
    r"\b(?:(?:flat|apartment|unit|room)\s\d{1,4}[A-Za-z]?,?\s(?:of\s)?)?(?:no\.?\s?|number\s)?(?<![£$\d.:])\d{1,4}[A-Za-z]?,?\s"
    r"(?:[A-Z][\w'\u2019]+\s){1,3}(?:Road|Rd|Street|St|Lane|Ln|Avenue|Ave|Close|Cl|Way|Drive|Dr|Terrace|Place|Square|Gardens|Gdns|"
    r"Crescent|Cres|Hill|Rise|Grove|Parade|Walk|Mews|Court|Row)\b"
)
_ADDRESS_LOWER = re.compile(
    r"\b(?:at|live at|lives at|address is|flat|number|no)\s\d{1,4}[a-z]?,?\s(?:[a-z'\u2019]+\s){1,2}"
    r"(?:road|rd|street|st|lane|avenue|ave|close|way|drive|terrace|gardens|crescent|grove|court)\b",
    re.IGNORECASE,
)


def _checked_health(digits: str) -> bool:
    """Whether the tenth digit is the check digit (modulus 11) of the nine before it."""
    numbers = [int(digit) for digit in digits]
    check = 11 - sum(number * weight for number, weight in zip(numbers[:9], range(10, 1, -1), strict=True)) % 11
    return check % 11 == numbers[9] and check != 10  # noqa: PLR2004 - 10 is no check digit: such numbers are not issued


def _checked_card(digits: str) -> bool:
    """Whether Luhn's sum of the digits ends in nought."""
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(digits))]
    return sum(number - 9 if number > 9 else number for number in doubled) % 10 == 0  # noqa: PLR2004 - Luhn's own


def _anything(_: str) -> bool:
    return True


_PATTERNS: tuple[tuple[str, re.Pattern[str], Callable[[str], bool]], ...] = (
    ("email", _EMAIL, _anything),
    ("date_of_birth", _BIRTH, _anything),
    ("national_insurance", _INSURANCE, _anything),
    ("nhs_number", _HEALTH, _checked_health),
    ("bank_or_card", _CARD, _checked_card),
    ("bank_or_card", _ACCOUNT, _anything),
    ("bank_or_card", _ACCOUNT_TOLD, _anything),
    ("street_address", _ADDRESS, _anything),
    ("street_address", _ADDRESS_LOWER, _anything),
    ("postcode", _POSTCODE, _anything),
    ("vehicle_registration", _PLATE, _anything),
    ("vehicle_registration", _PLATE_LOWER, _anything),
    ("vehicle_registration", _PLATE_TOLD, _anything),
)
_DIGIT = re.compile(r"\d")
NO_POSTCODE = frozenset({"email", "vehicle_registration"})
"""Kinds that a postcode's pattern may hit the inside of."""


def find_numbers(text: str) -> list[Personal]:
    """Everything but names: numbers, addresses, plates, each with its check digits where it has some."""
    digits = len(_DIGIT.findall(text))
    if not digits and "@" not in text:
        return []
    found = [
        Personal(kind, match.start(), match.end())
        for kind, pattern, check in _PATTERNS
        for match in pattern.finditer(text)
        if check("".join(_DIGIT.findall(match.group())))
    ]
    if digits >= LEAST_DIGITS:
        other = {"nhs_number", "bank_or_card", "phone"}
        typed = [
            Personal("phone", match.start(), match.end()) for match in _PHONE.finditer(text) if _private(match.group())
        ]
        found += [phone for phone in typed if not _within(phone, found, other)]
        found += [phone for phone in _phones(text) if not _within(phone, found, other)]
    return _once(item for item in found if not (item.kind == "postcode" and _within(item, found, NO_POSTCODE)))


def _once(found: Iterable[Personal]) -> list[Personal]:
    """Each piece once, though several patterns saw it."""
    kept: list[Personal] = []
    for item in sorted(found, key=lambda item: item.start - item.end):
        if not any(one.kind == item.kind and one.start <= item.start and item.end <= one.end for one in kept):
            kept.append(item)
    return sorted(kept, key=lambda item: item.start)


def _phones(text: str) -> Iterable[Personal]:
    """Telephone numbers that a person may have; invented ones of the drama range count as well."""
    for match in PhoneNumberMatcher(text, "GB", leniency=Leniency.POSSIBLE):
        national = phonenumbers.national_significant_number(match.number)
        if _private(f"0{national}") and len(national) >= LEAST_DIGITS:
            yield Personal("phone", match.start, match.end)


def _private(number: str) -> bool:
    """Whether a number is none of those that everybody may know."""
    digits = "".join(_DIGIT.findall(number))
    return not {digits, digits.removeprefix("0")} & ROUTES


def _within(item: Personal, others: Iterable[Personal], kinds: Collection[str]) -> bool:
    return any(
        other is not item and other.kind in kinds and other.start < item.end and item.start < other.end
        for other in others
    )


def masked(text: str, personal: Iterable[Personal]) -> str:
    """The text with each piece of personal data replaced by its kind in brackets."""
    parts, place = [], 0
    for item in sorted(personal, key=lambda found: (found.start, -found.end)):
        if item.start < place:
            place = max(place, item.end)
            continue
        parts += [text[place : item.start], f"[{item.kind}]"]
        place = item.end
    return "".join([*parts, text[place:]])
