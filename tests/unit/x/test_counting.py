"""X's weighted length, rule by rule: what counts once, what twice, and what is an address."""

import time
import unicodedata

import pytest

from shared.x.counting import ADDRESS, LIMIT, LONGEST, addresses, weighted_length, why_not_postable, why_too_long

ZWJ = "\u200d"
FAMILY = ZWJ.join("👩👩👧👦")
ENGLAND = "🏴" + "".join(chr(0xE0000 + ord(letter)) for letter in "gbeng") + "\U000e007f"

ONCE_AND_TWICE = {
    "nothing at all": ("", 0),
    "plain words": ("Road closed at Battle.", 22),
    "accents in Latin": ("Café São Łódź", 13),
    "an accent written apart": (unicodedata.normalize("NFD", "Café São"), 8),
    "Greek": ("Αθήνα", 5),
    "Cyrillic": ("Москва", 6),
    "Arabic": ("مرحبا", 5),
    "Hebrew": ("שלום", 4),
    "Devanagari with its marks": ("नमस्ते", 6),
    "Thai": ("สวัสดี", 6),
    "Georgian, the last of the single ones": ("\u10ff", 1),
    "Hangul letters, the first of the double ones": ("\u1100", 2),
    "Chinese": ("警察", 4),
    "Japanese": ("ありがとう", 10),
    "Korean in whole syllables": ("경찰", 4),
    "Korean in letters, which NFC joins": (unicodedata.normalize("NFD", "경찰"), 4),
    "half-wide Japanese": ("ｱ", 2),
    "a pound and a euro": ("£5 or €5", 9),
    "curly quotation marks": ("\u201cIt\u2019s \u2018here\u2019\u201d", 13),
    "dashes": ("9\u20135 \u2014 or later", 14),
    "three dots in one character": ("wait…", 6),
    "a bullet": ("• one", 6),
    "a joiner that joins nothing": (f"a{ZWJ}b", 3),
    "marks of direction": ("\u200e\u200f", 4),
    "marks that embed a direction": ("\u202aabc\u202c", 7),
    "marks that isolate a direction": ("\u2066abc\u2069", 7),
    "a line break": ("a\nb", 3),
    "a line break as Windows writes it": ("a\r\nb", 3),
}

EMOJI = {
    "one": ("🚔", 2),
    "two": ("🚔🚨", 4),
    "with a skin tone": ("👮🏽", 2),
    "a family": (FAMILY, 2),
    "a profession with skin tone and sex": (f"👮🏾{ZWJ}♀\ufe0f", 2),
    "a flag": ("🇬🇧", 2),
    "two flags": ("🇬🇧🇫🇷", 4),
    "the flag of England": (ENGLAND, 2),
    "a key of the telephone": ("1\ufe0f\u20e3", 2),
    "a hash key": ("#\ufe0f\u20e3", 2),
    "an old sign in colour": ("☎\ufe0f", 2),
    "an old sign plain": ("☎", 2),
    "between words": ("Stop 🛑 now", 11),
}

ADDRESSES = {
    "with its protocol": ("https://example.com", ADDRESS),
    "shorter than what takes its place": ("http://a.co", ADDRESS),
    "a hundred characters long": ("https://example.com/" + "a" * 100, ADDRESS),
    "without a protocol": ("example.com", ADDRESS),
    "without a protocol, with a path": ("example.co.uk/news?id=7", ADDRESS),
    "of an agency": ("www.sussex.police.uk", ADDRESS),
    "with a port": ("http://example.com:8080/a", ADDRESS),
    "with a fragment": ("https://example.com/#part", ADDRESS),
    "in words": ("See https://example.com/a now", 4 + ADDRESS + 4),
    "with a full stop behind it": ("See https://example.com/a.", 4 + ADDRESS + 1),
    "with a comma behind it": ("example.com, then", ADDRESS + 6),
    "in brackets": ("(https://example.com)", ADDRESS + 2),
    "with brackets of its own": ("https://example.com/a_(b)", ADDRESS),
    "in quotation marks": ("“https://example.com”", ADDRESS + 2),
    "two": ("https://example.com http://example.org", ADDRESS * 2 + 1),
    "between Chinese": ("警察example.com警察", ADDRESS + 8),
    "with letters beyond ASCII": ("https://exämple.com", ADDRESS),
    "with an ending in letters beyond ASCII": ("http://例え.テスト.みんな", ADDRESS),
}

NO_ADDRESSES = {
    "an unknown ending": "example.zzz",
    "no ending": "http://example",
    "an address for letters": "desk@example.com",
    "a version": "1.2.3",
    "an abbreviation": "e.g. this",
    "a protocol alone": "https://",
    "a sentence end without a space": "Closed.Avoid it",
    "an underscore in the name": "http://exam_ple",
}


@pytest.mark.parametrize(("text", "length"), ONCE_AND_TWICE.values(), ids=ONCE_AND_TWICE)
def test_a_character_counts_once_or_twice_by_its_writing(text: str, length: int) -> None:
    assert weighted_length(text) == length


@pytest.mark.parametrize(("text", "length"), EMOJI.values(), ids=EMOJI)
def test_an_emoji_counts_two_of_however_many_parts_it_is(text: str, length: int) -> None:
    assert weighted_length(text) == length


@pytest.mark.parametrize(("text", "length"), ADDRESSES.values(), ids=ADDRESSES)
def test_an_address_counts_the_same_however_long_it_is(text: str, length: int) -> None:
    assert weighted_length(text) == length
    assert addresses(text)


@pytest.mark.parametrize("text", NO_ADDRESSES.values(), ids=NO_ADDRESSES)
def test_what_x_makes_no_link_of_counts_by_its_characters(text: str) -> None:
    assert weighted_length(text) == len(text)
    assert addresses(text) == ()


def test_an_address_is_found_where_it_stands() -> None:
    assert addresses("See example.com/a, or not") == ((4, 17),)


def test_composed_or_not_a_text_has_one_length() -> None:
    text = "Été Łódź ç ñ ü 경찰 が"
    assert weighted_length(unicodedata.normalize("NFD", text)) == weighted_length(text)


def test_the_limit_itself_fits_and_what_is_beyond_is_told() -> None:
    assert why_too_long("a" * LIMIT) is None
    assert why_too_long("a" * (LIMIT + 1)) == "The text is 1 character longer than the 280 that X takes."
    assert why_too_long("警" * 141) == "The text is 2 characters longer than the 280 that X takes."
    assert why_too_long("a" * 2_280) == "The text is 2,000 characters longer than the 280 that X takes."


def test_ten_long_addresses_fit() -> None:
    assert why_not_postable(" ".join(["https://example.com/" + "a" * 100] * 10)) is None


@pytest.mark.parametrize("text", ["", " \n\t"])
def test_an_empty_text_cannot_be_posted(text: str) -> None:
    assert why_not_postable(text) == "The text is empty."


@pytest.mark.parametrize("text", ["\u200b", "\u2060 \u202e", "\u3164\u2800", "\ufe0f\u200d", "\u00ad\u034f"])
def test_a_text_that_shows_nothing_cannot_be_posted(text: str) -> None:
    assert why_not_postable(text) == "The text has no character that can be seen: write one."


@pytest.mark.parametrize("text", ["!", "\u2764\ufe0f", "\u0645", "\U0001f3f4\U000e0067\U000e007f", "\u202eRoad"])
def test_whatever_shows_something_can(text: str) -> None:
    assert why_not_postable(text) is None


@pytest.mark.parametrize("character", ["\ufeff", "\ufffe", "\uffff"])
def test_characters_that_x_refuses_are_told_before_anybody_approves(character: str) -> None:
    assert "does not take" in (why_not_postable(f"Road{character} closed") or "")


def test_half_a_character_stops_nothing() -> None:
    assert weighted_length("a\ud83d") == 2


@pytest.mark.parametrize("text", ["a." * 50_000, "a-" * 50_000, "a." * (LONGEST // 2), ("a." * 18 + " ") * 50])
def test_no_text_keeps_the_counting_for_long(text: str) -> None:
    begun = time.process_time()
    assert why_too_long(text)
    assert addresses(text) == ()
    assert time.process_time() - begun < 2
