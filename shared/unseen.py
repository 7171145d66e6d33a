"""Characters that nobody sees, and that turn round what people see: a text is not always what it looks like."""

import unicodedata
from collections.abc import Mapping

BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and signs to Unicode, and nothing to the eye: Hangul fillers, Braille without a dot."""

TURNING: Mapping[str, str] = {
    "\u061c": "Arabic letter mark",
    "\u200e": "left-to-right mark",
    "\u200f": "right-to-left mark",
    "\u202a": "left to right from here",
    "\u202b": "right to left from here",
    "\u202c": "end of direction",
    "\u202d": "forced left to right",
    "\u202e": "forced right to left",
    "\u2066": "left to right from here",
    "\u2067": "right to left from here",
    "\u2068": "own direction from here",
    "\u2069": "end of direction",
}
"""What changes the order in which characters are shown, in words for people."""

JOINERS = frozenset("\u200c\u200d")
"""Between letters of Arabic and Indian scripts, and between the parts of an emoji, they belong to what is seen."""

_NONE = frozenset(range(0xFDD0, 0xFDF0)) | {(plane << 16) + last for plane in range(17) for last in (0xFFFE, 0xFFFF)}
"""What Unicode keeps free for ever: each screen shows what it likes, or nothing."""

LAST_LATIN = "\u024f"
"""Up to here no letter is joined to the next."""

BLACK_FLAG, TAGS = "\U0001f3f4", range(0xE0020, 0xE0080)
"""The flags of England, Scotland and Wales are this sign with unseen letters behind it."""

_NOT_SEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zs", "Zl", "Zp", "Mn", "Me"})
"""Unicode's categories of what shows nothing by itself."""


def nothing_to_see(text: str) -> bool:
    """Whether the text has no character that shows anything by itself."""
    return all(each in BLANK or unicodedata.category(each) in _NOT_SEEN for each in text)


def unseen(text: str, at: int) -> str | None:
    """What stands there unseen, in words; None for what is seen, for space, and for what belongs to its neighbours."""
    each, before = text[at], text[at - 1] if at else ""
    if each in TURNING:
        return TURNING[each]
    if each in BLANK or each == "\u034f":
        return "blank character"
    if unicodedata.category(each) == "Co" or ord(each) in _NONE:
        return f"character without a meaning, {ord(each):X}"
    if unicodedata.category(each) != "Cf" or _belongs(each, before, text[:at]):
        return None
    return unicodedata.name(each, f"unseen character {ord(each):X}").lower()


def _belongs(each: str, before: str, so_far: str) -> bool:
    if each in JOINERS:
        return before > LAST_LATIN and before not in TURNING and before not in JOINERS
    if ord(each) in TAGS:
        return so_far.rstrip("".join(map(chr, TAGS))).endswith(BLACK_FLAG)
    return False
