"""What the encoder is shown: a message, the one it answers, the numbers that are right; and mistakes as people type."""

import random
from dataclasses import dataclass
from typing import Any

_KEYS = "qwertyuiopasdfghjklzxcvbnm"
_BESIDE = "wa qes wrd etf ryg tuh yij uok ipl ol qsz adwx sfe dgr fht gjy hku jli kop xas zcd xvf cbg vnh bmj nk"
NEIGHBOURS = dict(zip(_KEYS, _BESIDE.split(), strict=True))
"""Keys beside each key of a telephone."""
LEFT_OUT, MISTYPED = 0.03, 0.08
"""Share of the words that are left out, or get one wrong letter."""
SHORTEST = 4


@dataclass(frozen=True)
class Line:
    """One message to learn from."""

    text: str
    answered: str | None
    target: Any
    """1.0 for each output that is right, else 0.0."""


def mistyped(text: str, chance: random.Random) -> str:
    """The text as somebody in a hurry types it."""
    words = []
    for word in text.split(" "):
        luck = chance.random()
        if luck < LEFT_OUT:
            continue
        wrong = luck < LEFT_OUT + MISTYPED and len(word) >= SHORTEST and word.isalpha()
        words.append(_one_letter_off(word, chance) if wrong else word)
    return " ".join(words) or text


def _one_letter_off(word: str, chance: random.Random) -> str:
    place = chance.randrange(1, len(word) - 1)
    before, letter, after = word[:place], word[place], word[place + 1 :]
    kind = chance.randrange(4)
    if kind == 0:
        return before + after
    if kind == 1:
        return before + after[0] + letter + after[1:]
    if kind == 2:
        return before + letter + letter + after
    return before + chance.choice(NEIGHBOURS.get(letter.lower(), letter)) + after
