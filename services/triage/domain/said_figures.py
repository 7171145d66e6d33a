"""Figures as people say them: `oh seven double four`, `nineteen forty`, `twelve hundred`."""

import re

TIMES = {"double": 2, "treble": 3, "triple": 3}
_UNITS = "one two three four five six seven eight nine".split()
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
FIGURES_SAID = {
    **dict.fromkeys(("zero", "oh", "nought", "o"), "0"),
    **{word: str(figure) for figure, word in enumerate(_UNITS, 1)},
    **{word: str(figure) for figure, word in enumerate(_TEENS, 10)},
    **{word: f"{figure}0" for figure, word in enumerate(_TENS, 2)},
    "hundred": "00",
}
"""What figures are called; `nine hundred` is 900."""
FIGURE = "|".join(("zero|oh|nought", *_UNITS, *TIMES, "hundred"))
"""The words that telephone numbers are said with."""
UNIT = "|".join(_UNITS)
TENS = "|".join(_TENS)
TEENS = "|".join(_TEENS)
NUMBER = rf"(?:(?:{TENS})[\s-]?(?:{UNIT})|{TENS}|{TEENS}|{FIGURE})"
"""Those and the numbers up to a hundred: `sixtyfive`, `forty-one`."""
SAID_ROW = rf"(?:\d{{1,6}}|{NUMBER}|o)\b(?:[\s,-]{{1,3}}(?:\d{{1,6}}|{NUMBER}|o)\b){{1,18}}"
"""Figures in a row, in words or typed; the longest number, a card's, has 19."""
_PIECES = re.compile(rf"\d+|{TENS}|{TEENS}|{FIGURE}|\bo\b", re.IGNORECASE)


def figures_of(said: str) -> str:
    """The digits that the words for them come to."""
    digits, times, tens = "", 1, False
    for piece in _PIECES.findall(said.lower()):
        if piece in TIMES:
            times = TIMES[piece]
            continue
        if tens and piece in _UNITS:
            digits = digits[:-1]
        digits += piece if len(piece) > 1 and piece.isdigit() else times * FIGURES_SAID.get(piece, piece)
        times, tens = 1, piece in _TENS
    return digits
