"""In which language a message is written: ISO 639-1, or `und` where it is too short to tell."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from lingua import Language, LanguageDetectorBuilder

from services.triage.domain.rules import Concepts
from services.triage.domain.spelling import fold

LANGUAGES = """ENGLISH POLISH PORTUGUESE ROMANIAN UKRAINIAN ARABIC BENGALI TURKISH FRENCH SPANISH LITHUANIAN
RUSSIAN GERMAN ITALIAN HUNGARIAN PERSIAN URDU BULGARIAN CHINESE HINDI PUNJABI GREEK ALBANIAN DUTCH""".split()
"""Languages spoken in Sussex; each one more makes short texts harder to tell apart."""
ENOUGH_ENGLISH = 0.3
"""Share of a message's words that are common English ones from which on it is English without a further look."""
ENOUGH_LETTERS = 12
"""Fewer letters of the Latin alphabet tell no language by their likelihood."""
ENOUGH_OWN = 8
"""The same where there are letters that English has not."""
CLEAR_MARGIN = 0.25
"""How far the likeliest language must be ahead of the next; English wins a closer race, being the most frequent."""
CLEARER_MARGIN = 0.5
"""The same where neither a letter nor a common word speaks for another language than English."""
ENOUGH_COMMON = 2
"""Common words of a language that settle it, where they are more than the English ones."""
OWN_LETTERS = {
    "ro": "\u0103\u0219\u021b",
    "lv": "\u0101\u0113\u012b\u0137\u013c\u0146\u0123",
    "lt": "\u0117\u012f\u0173",
    "pl": "\u0142\u015b\u017a\u017c\u0144",
    "tr": "\u011f\u0131",
    "pt": "\u00e3\u00f5",
    "hu": "\u0151\u0171",
    "es": "\u00f1\u00bf\u00a1",
    "de": "\u00df",
    "cs": "\u011b\u0159\u016f",
    "sk": "\u013e\u013a\u0155",
    "ku": "\u06ce\u06c6\u06b5\u0695",
    "ur": "\u0679\u0688\u0691\u06ba\u06d2",
}
"""Letters and marks that one language alone has, of those with the same alphabet that are spoken in Sussex."""
SCRIPTS = {
    "he": "\u0590-\u05ff",
    "hy": "\u0530-\u058f",
    "pa": "\u0a00-\u0a7f",
    "gu": "\u0a80-\u0aff",
    "or": "\u0b00-\u0b7f",
    "ta": "\u0b80-\u0bff",
    "te": "\u0c00-\u0c7f",
    "kn": "\u0c80-\u0cff",
    "ml": "\u0d00-\u0d7f",
    "si": "\u0d80-\u0dff",
    "th": "\u0e00-\u0e7f",
    "lo": "\u0e80-\u0eff",
    "bo": "\u0f00-\u0fff",
    "my": "\u1000-\u109f",
    "ka": "\u10a0-\u10ff",
    "am": "\u1200-\u137f",
    "km": "\u1780-\u17ff",
    "ja": "\u3040-\u30ff",
    "ko": "\uac00-\ud7af",
}
"""Scripts that hardly any other language is written in."""
_SCRIPT = re.compile("|".join(f"(?P<{language}>[{letters}]{{2,}})" for language, letters in SCRIPTS.items()))
TIGRINYA = re.compile("[\u12a3\u1250-\u125d\u12b8-\u12be]")
"""What Tigrinya has of the letters that it shares with Amharic."""
BY_WORDS = frozenset({"cs", "sk", "ku", "cy", "tl", "lv"})
"""Languages that only letters and words tell: the model does not know them."""
NEAR = {"ur": "hi"}
"""The same language in speech: some words that only one of the two writes so decide."""
_LETTER_OF = {letter: language for language, letters in OWN_LETTERS.items() for letter in letters}
_TYPED = {
    "ar": re.compile(
        r"\b(?=[a-z0-9]*[a-z]{2})(?:[a-z]+[2357][a-z]+|[2357](?!day|moro|nite|gether|nd|rd|th|pm|am|yo|yrs?|hrs?)[a-z]{2,})[a-z0-9]*\b"
    ),
    "bg": re.compile(r"\b(?:[a-z]+[46][a-z]+|[46](?!th|pm|am|yo|yrs?|hrs?|get|ever|real|you|sure)[a-z]{2,})\b"),
}
"""Arabic and Bulgarian in Latin letters write sounds as digits: `wa7ed`, `ve4e`."""
ENOUGH_TYPED = 2


class Languages(Protocol):
    """Ranks the languages that a text may be in."""

    def ranked(self, words: str) -> Sequence[tuple[str, float]]:
        """Languages and their likelihood, the likeliest first."""
        ...


class Lingua:
    """The languages by lingua's small models, loaded once; its large ones cost 2 s and 400 MB and gain little here."""

    def __init__(self) -> None:
        chosen = [getattr(Language, name) for name in LANGUAGES]
        builder = LanguageDetectorBuilder.from_languages(*chosen)
        self._detector: Any = builder.with_low_accuracy_mode().with_preloaded_language_models().build()

    def ranked(self, words: str) -> Sequence[tuple[str, float]]:
        """Languages and their likelihood, the likeliest first."""
        return [
            (found.language.iso_code_639_1.name.lower(), found.value)
            for found in self._detector.compute_language_confidence_values(words)
        ]


def mostly_english(concepts: Concepts) -> bool:
    """Whether enough of the words are common English ones."""
    words = len(concepts.text.words)
    return words > 0 and len(concepts.of(["english"])) / words >= ENOUGH_ENGLISH


def language_of(concepts: Concepts, languages: Languages, common: Mapping[str, Sequence[str]]) -> str:
    """The language of a message; `common` says which languages a frequent word belongs to."""
    words = [concepts.text.original[span.start : span.end] for span in concepts.text.spans]
    spoken = Counter(language for word in words for language in common.get(_folded(word), ()))
    english = spoken.pop("en", 0)
    untold = spoken.pop("und", 0)
    if untold and untold == sum(any(map(str.isalnum, word)) for word in words):
        return "und"
    foreign = max(spoken.values(), default=0) > english
    if not foreign and mostly_english(concepts):
        return "en"
    written = " ".join(word for word in words if word.isascii() or any(map(str.isalpha, word)))
    if english > 2 * max(spoken.values(), default=0) and written.isascii() and _is_english(words, english, common):
        return "en"
    return (
        _by_letters(written)
        or _by_words(spoken, english, len(words), known=not written.isascii())
        or _by_likelihood(written, concepts, languages, spoken=foreign)
    )


def _is_english(words: Sequence[str], english: int, common: Mapping[str, Sequence[str]]) -> bool:
    """Whether enough of the words that tell a language are English: no numbers, signs, or names in the middle."""
    counted = [word for place, word in enumerate(words) if word[0].isalpha() and (place == 0 or not word[0].isupper())]
    different = {_folded(word) for word in words if "en" in common.get(_folded(word), ())}
    return english >= ENOUGH_ENGLISH * len(counted) and (len(different) > 1 or len(counted) <= ENOUGH_COMMON + 1)


def _folded(word: str) -> str:
    """As `fold`, at a tenth of its cost for plain letters."""
    return word.lower().replace("'", "") if word.isascii() else fold(word)


def _by_words(spoken: Mapping[str, int], english: int, words: int, *, known: bool) -> str | None:
    """The language whose common words stand out, from English and from those of other languages.

    Where the model may be asked, as it knows the letters, only those that it does not know.
    """
    best = max(spoken, key=lambda language: (spoken[language], language), default=None)
    if best is None:
        return None
    if known and best not in BY_WORDS:
        return None
    near = NEAR.get(best)
    next_best = max((count for language, count in spoken.items() if language not in {best, near}), default=0)
    enough = spoken[best] >= ENOUGH_COMMON or 2 * spoken[best] >= words
    if not enough or spoken[best] <= english or spoken[best] <= next_best + (next_best > 0):
        return None
    return near if near in spoken else best


def _by_letters(written: str) -> str | None:
    """The language whose own letters or digits stand in it."""
    if not written.isascii() and (script := _SCRIPT.search(written)) is not None:
        return "ti" if script.lastgroup == "am" and TIGRINYA.search(written) else script.lastgroup
    own = Counter(_LETTER_OF[letter] for letter in written.lower() if letter in _LETTER_OF)
    if own:
        return max(own, key=lambda language: (own[language], language))
    if any(letter.isdigit() for letter in written):
        for language, pattern in _TYPED.items():
            if len(pattern.findall(written.lower())) >= ENOUGH_TYPED:
                return language
    return None


def _by_likelihood(written: str, concepts: Concepts, languages: Languages, *, spoken: bool) -> str:
    letters = sum(letter.isalpha() for letter in written)
    if letters == 0:
        return "und"
    latin = all(ord(letter) < 0x250 for letter in written if letter.isalpha())  # noqa: PLR2004 - end of Latin Extended-B
    if latin and letters < (ENOUGH_LETTERS if written.isascii() else ENOUGH_OWN):
        return "en" if "english" in concepts or _may_be_a_word(written) else "und"
    (best, likelihood), (_, next_likelihood), *_ = languages.ranked(written)
    margin = CLEAR_MARGIN if spoken or not written.isascii() else CLEARER_MARGIN
    if not latin or likelihood - next_likelihood >= margin:
        return best
    return "en" if best == "en" or "english" in concepts or written.isascii() else "und"


def _may_be_a_word(written: str) -> bool:
    """Whether it is a word in plain letters rather than a cry or a code: most of the messages are English."""
    letters = "".join(word for word in written.lower().split() if word.replace("'", "").isalpha())
    return written.isascii() and len(letters) > 2 and not set("aeiouy").isdisjoint(letters)  # noqa: PLR2004 - `xx`, `ok`
