"""The forms in which people write a place's name: abbreviated, and with the endings of other languages."""

import re
from collections.abc import Iterator

from services.triage.domain.place_names import Entry

UNSPACED = re.compile("[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]{2,}$")
"""A name in Chinese, Japanese or Korean, which is found inside of what has no spaces."""
TURKISH = "da de ta te dan den tan ten daki deki taki teki ya ye nin in un".split()
"""What Turkish adds to a town's name behind an apostrophe: Shoreham'da."""
HUNGARIAN_AND_LITHUANIAN = "ban ben ba be bol rol on en nal nel tol ig as yje ui uje".split()
"""What those add to a town's name: Worthingban, Hastingse. One letter more is mended as a slip is."""
POLISH = {
    "n": "nie nu nem".split(),
    "m": "mie mu mem".split(),
    "g": "gu giem".split(),
    "r": "rze ru rem".split(),
    "d": "dzie du dem".split(),
    "t": "cie tu tem".split(),
    "s": "sie su sem".split(),
    "h": "hu hem".split(),
    "k": "ku kiem".split(),
    "l": "lu lem".split(),
}
"""What stands in place of a name's last letter: w Brightonie, w Bognorze."""
CYRILLIC = "а у е і и ом ем ові".split()  # noqa: RUF001
"""What Ukrainian and Russian add to a name that ends in a consonant."""
_CYRILLIC_CONSONANT = re.compile("[бвгґджзклмнпрстфхцчшщ]$")
BENGALI = "ে ের তে র এ এর য়ে য়ের কে".split()
ARABIC = "ب ل و".split()
"""What is written to the beginning of the next word in Arabic: in, to, and."""
PERSIAN = str.maketrans("يك", "یک")
"""The same letters as those of Arabic, with numbers of their own."""


def forms_of(entry: Entry) -> Iterator[str]:
    """The name and its other forms."""
    yield entry.name
    if not entry.name.isascii():
        yield from _in_other_scripts(entry.name)
        return
    words = entry.name.split()
    if words[0].lower() == "st":
        yield f"Saint {' '.join(words[1:])}"
    if words[-1].lower() == "street" and len(words) > 1:
        yield f"{' '.join(words[:-1])} St"
    if entry.kind == "town":
        yield from _of_a_town(entry)


def _of_a_town(entry: Entry) -> Iterator[str]:
    """With a French d' before it, and with what other languages add behind it."""
    name = entry.name
    if name[0] in "AEHIOU":
        yield f"d'{name}"
    for suffix in TURKISH:
        yield f"{name}{suffix}"
    if entry.cue == "plain":  # Battle and Rye with an ending are words
        for suffix in HUNGARIAN_AND_LITHUANIAN:
            yield f"{name}{suffix}"
        for ending in POLISH.get(name[-1], ()):
            yield f"{name[:-1]}{ending}"


def _in_other_scripts(name: str) -> Iterator[str]:
    if _CYRILLIC_CONSONANT.search(name):
        yield from (f"{name}{ending}" for ending in CYRILLIC)
    elif "\u0980" <= name[0] <= "\u09ff":
        yield from (f"{name}{ending}" for ending in BENGALI)
    elif "\u0600" <= name[0] <= "\u06ff":
        for written in {name, name.translate(PERSIAN)}:
            yield written
            yield from (f"{before}{written}" for before in ARABIC)
