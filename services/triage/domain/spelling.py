"""One spelling for each word: case, accents, apostrophes, stretched letters, usual typos and text-speak folded away."""

import re
import string
import unicodedata
from collections.abc import Iterable, Mapping

_OTHER_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "\u0131": "i", "ß": "ss", "æ": "ae", "œ": "oe", "\u2019": "'"}
)
_SILENT = re.compile("['\u2018\u02bc`\u00b4\u0300-\u036f\u064b-\u065f\u0670\u200c\u200d\ufe0e\ufe0f]")
"""Apostrophes, accents, Arabic vowel marks, joiners and variation selectors carry no meaning here."""
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_STARS = re.compile(r"\*+")
REMEMBERED = 50_000
"""Distinct words whose normal form is kept; past it the memory is emptied, so that it stays bounded."""
SHORTEST_GUESS = 6
"""Letters of a word from which on one wrong letter is mended: shorter words are too near to others."""


def fold(word: str) -> str:
    """The word in lower case without accents and apostrophes, its stars as one."""
    folded = unicodedata.normalize("NFD", word.lower().translate(_OTHER_LETTERS))
    return _STARS.sub("*", _SILENT.sub("", unicodedata.normalize("NFC", _SILENT.sub("", folded))))


class Spelling:
    """Gives every word its normal form, the same for the writer's words and for the lexicon's."""

    def __init__(self, usual: Mapping[str, str], mended: Iterable[str] = (), real_words: Iterable[str] = ()) -> None:
        self._usual = dict(usual)
        self._known: frozenset[str] = frozenset()
        self._mended = _one_letter_off(mended, frozenset(real_words))
        self._memory: dict[str, str] = {}

    def learn(self, words: Iterable[str]) -> None:
        """Leave these words alone: the lexicon knows them."""
        self._known = self._known | frozenset(words)
        self._memory.clear()

    def normal(self, word: str) -> str:
        """The normal form: one word, or several where people write them as one."""
        known = self._memory.get(word)
        if known is None:
            if len(self._memory) >= REMEMBERED:
                self._memory.clear()
            known = self._memory[word] = self._find(fold(word))
        return known

    def _find(self, folded: str) -> str:
        usual = self._usual.get(folded)
        if usual is not None:
            return usual
        if folded in self._known:
            return folded
        if _STRETCHED.search(folded):
            return self._shrink(folded)
        return self._mended.get(folded, folded) if len(folded) >= SHORTEST_GUESS - 1 else folded

    def _shrink(self, folded: str) -> str:
        """`heeelp` is help, `sooo` is so, `pleeeease` is please: two letters where that is a word, else one."""
        twice, once = _STRETCHED.sub(r"\1\1", folded), _STRETCHED.sub(r"\1", folded)
        for form in (twice, once):
            if form in self._known or form in self._usual:
                return self._usual.get(form, form)
        return self._mended.get(once, once)


def _one_letter_off(words: Iterable[str], real_words: frozenset[str]) -> dict[str, str]:
    """Every spelling with one letter missing, added, wrong or swapped, unless it is a real word or stands for two."""
    right = {word for word in words if len(word) >= SHORTEST_GUESS}
    table: dict[str, str] = {}
    doubtful: set[str] = set()
    for word in sorted(right):
        for wrong in _edits(word) - right - real_words:
            if table.setdefault(wrong, word) != word:
                doubtful.add(wrong)
    for wrong in doubtful:
        del table[wrong]
    return table


def _edits(word: str) -> set[str]:
    cuts = [(word[:place], word[place:]) for place in range(1, len(word) + 1)]
    return {
        edit
        for left, right in cuts
        for edit in (
            *([left + right[1:]] if right else []),
            *([left + right[1] + right[0] + right[2:]] if len(right) > 1 else []),
            *(left + letter + right for letter in string.ascii_lowercase),
            *(left + letter + right[1:] for letter in string.ascii_lowercase if right),
        )
    }
