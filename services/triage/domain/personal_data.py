"""Personal data in a text: which kinds, where, and the text with them masked."""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

import phonenumbers
from phonenumbers import Leniency, PhoneNumberMatcher

from services.triage.domain import patterns
from services.triage.domain.said_figures import figures_of
from services.triage.domain.said_patterns import find_said

LEAST_DIGITS = 9
"""A text with fewer digits has no telephone number: the matcher, which is slow, need not look."""
PHONE_DIGITS = (10, 12)
"""Figures of a British number; people who say one double a figure too many."""
BEFORE_ROW = 4
"""Characters before a number in which the figure before it ends, if it is the rest of a row of figures."""
HEALTH_DIGITS = 10
"""Figures of an NHS number."""
ROUTES = frozenset({"999", "112", "101", "111", "105", "119", "18000", "116123", "116000", "0800555111", "0800789321"})
"""Numbers that everybody may know: they belong to no person."""


@dataclass(frozen=True, slots=True)
class Personal:
    """A kind of personal data, and the characters that hold it."""

    kind: str
    start: int
    end: int


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


def _mostly_digits(digits: str) -> bool:
    """An account's number of another country has letters as well; words in capitals have no digits."""
    return len(digits) > LEAST_DIGITS


_PATTERNS: tuple[tuple[int, str, re.Pattern[str], Callable[[str], bool]], ...] = (
    (0, "email", patterns.EMAIL, _anything),
    (3, "date_of_birth", patterns.BIRTH, _anything),
    (6, "date_of_birth", patterns.BIRTH_OF_ME, _anything),
    (6, "date_of_birth", patterns.BIRTH_RUN, _anything),
    (6, "national_insurance", patterns.INSURANCE, _anything),
    (6, "national_insurance", patterns.INSURANCE_TOLD, _anything),
    (10, "nhs_number", patterns.HEALTH, _checked_health),
    (10, "nhs_number", patterns.HEALTH_TOLD, _anything),
    (13, "bank_or_card", patterns.CARD, _checked_card),
    (16, "bank_or_card", patterns.CARD_TYPED, _anything),
    (6, "bank_or_card", patterns.ACCOUNT, _anything),
    (7, "bank_or_card", patterns.ACCOUNT_TOLD, _anything),
    (10, "bank_or_card", patterns.ACCOUNT_ABROAD, _mostly_digits),
    (1, "street_address", patterns.ADDRESS, _anything),
    (1, "street_address", patterns.ADDRESS_TOLD, _anything),
    (1, "street_address", patterns.ADDRESS_LOWER, _anything),
    (1, "street_address", patterns.ADDRESS_NEAR_WORDS, _anything),
    (1, "street_address", patterns.ADDRESS_LOUD, _anything),
    (1, "street_address", patterns.ADDRESS_AFTER, _anything),
    (1, "street_address", patterns.ADDRESS_ABROAD, _anything),
    (1, "street_address", patterns.ADDRESS_CYRILLIC, bool),
    (2, "postcode", patterns.POSTCODE, _anything),
    (2, "postcode", patterns.POSTCODE_MISTYPED, _anything),
    (1, "vehicle_registration", patterns.PLATE, _anything),
    (2, "vehicle_registration", patterns.PLATE_LOWER, _anything),
    (2, "vehicle_registration", patterns.PLATE_SPACED, _anything),
    (2, "vehicle_registration", patterns.PLATE_LETTERS, _anything),
    (2, "vehicle_registration", patterns.PLATE_OLD_SPACED, _anything),
    (1, "vehicle_registration", patterns.PLATE_ABROAD, _anything),
    (1, "vehicle_registration", patterns.PLATE_TOLD, _anything),
    (2, "vehicle_registration", patterns.PLATE_PART, _anything),
)
"""Each with the fewest digits that it may have: a text with fewer needs no look."""
_DIGIT = re.compile(r"\d")
NO_POSTCODE = frozenset({"email", "vehicle_registration", "national_insurance", "bank_or_card"})
"""Kinds that a postcode's pattern may hit the inside of."""
NO_PHONE = frozenset({"nhs_number", "bank_or_card"})
"""Kinds whose digits a telephone number's pattern may hit."""
NO_PLATE = frozenset({"email", "postcode", "national_insurance", "bank_or_card"})
"""Kinds that a plate's pattern may hit the inside of."""


def find_numbers(text: str) -> list[Personal]:
    """Everything but names: numbers, addresses, plates, each with its check digits where it has some."""
    digits = len(_DIGIT.findall(text))
    if not digits and "@" not in text:
        return _once([*_phones_told(text), *(Personal(*said) for said in find_said(text))])
    found = [
        Personal(kind, match.start(), match.end())
        for least, kind, pattern, check in _PATTERNS
        if digits >= least
        for match in pattern.finditer(text)
        if check("".join(_DIGIT.findall(match.group())))
    ]
    found += (Personal(*said) for said in find_said(text))
    for apart in patterns.ADDRESS_APART.finditer(text):
        found += (Personal("street_address", *apart.span(part)) for part in ("house", "street"))
    if digits >= HEALTH_DIGITS and patterns.PATIENT.search(text):
        found += (Personal("nhs_number", *match.span()) for match in patterns.HEALTH_TYPED.finditer(text))
    if digits >= LEAST_DIGITS:
        found += _phones(text, found)
    hidden = _covered(found, {item.kind for item in found}, len(text))
    found += (item for item in _phones_told(text) if not any(hidden[item.start : item.end]))
    return _once(
        _without(_without(found, "postcode", NO_POSTCODE, len(text)), "vehicle_registration", NO_PLATE, len(text))
    )


def births_beside(text: str, names: Iterable[Personal]) -> Iterable[Personal]:
    """Dates that follow a person's name at once, as in a list: `Jo Bloggs 14/02/2003`."""
    for name in names:
        date = patterns.FULL_DATE.match(text, name.end)
        if not date and " " in text[name.start : name.end]:
            date = patterns.RUN_DATE.match(text, name.end)
        if date:
            yield Personal("date_of_birth", date.start(1), date.end(1))


def _once(found: Iterable[Personal]) -> list[Personal]:
    """Each piece once, though several patterns saw it."""
    kept: list[Personal] = []
    reached: dict[str, int] = {}
    for item in sorted(found, key=lambda item: (item.start, -item.end)):
        if item.end > reached.get(item.kind, 0):
            kept.append(item)
            reached[item.kind] = item.end
    return kept


def _phones(text: str, found: Sequence[Personal]) -> Iterable[Personal]:
    """Telephone numbers that a person may have; invented ones of the drama range count as well."""
    taken = _covered(found, NO_PHONE, len(text))
    for typed in patterns.PHONE.finditer(text):
        if not any(taken[typed.start() : typed.end()]):
            taken[typed.start() : typed.end()] = b"\1" * (typed.end() - typed.start())
            if _private(typed.group()):
                yield Personal("phone", typed.start(), typed.end())
    rest = "".join("\n" if hidden else letter for letter, hidden in zip(text, taken, strict=True))
    rest = patterns.GOODS.sub(lambda goods: "\n" * len(goods.group()), rest)
    if len(_DIGIT.findall(rest)) < LEAST_DIGITS:
        return
    for match in PhoneNumberMatcher(rest, "GB", leniency=Leniency.POSSIBLE):
        if patterns.ROW.fullmatch(match.raw_string) and not _is_dialled(text, match.start, match.raw_string):
            continue
        national = phonenumbers.national_significant_number(match.number)
        if _private(f"0{national}") and len(national) >= LEAST_DIGITS:
            yield Personal("phone", match.start, match.end)


def _phones_told(text: str) -> Iterable[Personal]:
    """Telephone numbers with words between their figures, or for them."""
    for told in patterns.PHONE_TOLD.finditer(text):
        digits = figures_of(told.group())
        row = patterns.ROW.fullmatch(told.group()) is not None
        fits = _is_dialled(text, told.start(), digits) if row else PHONE_DIGITS[0] <= len(digits) <= PHONE_DIGITS[1]
        if fits:
            yield Personal("phone", told.start(), told.end())


def _is_dialled(text: str, start: int, row: str) -> bool:
    """Whether a row of single figures is a whole number, as scores and lists are rows of figures too."""
    digits = "".join(_DIGIT.findall(row))
    within = patterns.ROW_BEFORE.search(text[max(0, start - BEFORE_ROW) : start]) is not None
    return not within and patterns.DIALLED.fullmatch(digits) is not None


def _private(number: str) -> bool:
    """Whether a number is none of those that everybody may know."""
    digits = "".join(_DIGIT.findall(number))
    return not {digits, digits.removeprefix("0")} & ROUTES


def _covered(found: Iterable[Personal], kinds: Collection[str], length: int) -> bytearray:
    """For each character whether something of these kinds holds it."""
    taken = bytearray(length)
    for item in found:
        if item.kind in kinds:
            taken[item.start : item.end] = b"\1" * (item.end - item.start)
    return taken


def _without(found: Sequence[Personal], kind: str, kinds: Collection[str], length: int) -> list[Personal]:
    """Those of the kind that lie in something of the other kinds left out."""
    if not any(item.kind == kind for item in found):
        return list(found)
    taken = _covered(found, kinds, length)
    return [item for item in found if item.kind != kind or not any(taken[item.start : item.end])]


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
