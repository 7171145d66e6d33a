"""In which language a message is written: ISO 639-1, or `und` where it is too short to tell."""

from collections.abc import Sequence
from typing import Any, Protocol

from lingua import Language, LanguageDetectorBuilder

from services.triage.domain.rules import Concepts

LANGUAGES = """ENGLISH POLISH PORTUGUESE ROMANIAN UKRAINIAN ARABIC BENGALI TURKISH FRENCH SPANISH LITHUANIAN
RUSSIAN GERMAN ITALIAN HUNGARIAN PERSIAN URDU BULGARIAN CHINESE HINDI PUNJABI GREEK ALBANIAN DUTCH""".split()  # noqa: SIM905 - words read best as words
"""Languages spoken in Sussex; each one more makes short texts harder to tell apart."""
ENOUGH_ENGLISH = 0.3
"""Share of a message's words that are common English ones from which on it is English without a further look."""
ENOUGH_LETTERS = 12
"""Fewer letters of the Latin alphabet tell no language, except where its words are English beyond doubt."""
CLEAR_MARGIN = 0.25
"""How far the likeliest language must be ahead of the next; English wins a closer race, being the most frequent."""


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


def language_of(concepts: Concepts, languages: Languages) -> str:
    """The language of a message."""
    if mostly_english(concepts):
        return "en"
    words = " ".join(concepts.text.original[span.start : span.end] for span in concepts.text.spans)
    letters = sum(letter.isalpha() for letter in words)
    if letters == 0:
        return "und"
    (best, likelihood), (_, next_likelihood), *_ = languages.ranked(words)
    latin = all(ord(letter) < 0x250 for letter in words if letter.isalpha())  # noqa: PLR2004 - end of Latin Extended-B
    if latin and letters < ENOUGH_LETTERS:
        return "en" if "english" in concepts else "und"
    if not latin or likelihood - next_likelihood >= CLEAR_MARGIN:
        return best
    return "en" if best == "en" or "english" in concepts else "und"
