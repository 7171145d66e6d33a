"""Names that are told by how they are written: initials after a style, families, Chinese names, titles abroad."""

import re
from collections.abc import Collection, Iterator, Mapping

from services.triage.domain.name_words import Said
from services.triage.domain.personal_data import Personal

Cues = Mapping[str, frozenset[str]]
"""Words around a name, by their part."""
TITLED_LETTERS = 3
"""Letters that a name has which a title of another language announces."""
_STYLED = re.compile(
    r"\b(?:MRS?|MS|MISS|DR|Mrs?|Ms|Miss|Dr)\.?\s"
    r"(?P<name>(?:[A-Z]\.?\s){1,3}[A-Z][A-Za-z]{2,}(?:['\u2019-][A-Z][A-Za-z]+)?)\b"
)
"""`MRS D O FENNIMORE`: the initials are part of the name."""
_FAMILY = re.compile(
    r"\b[Tt]he\s(?P<name>[A-Z][a-z]{2,}s)"
    r"(?:['\u2019]\s|\s(?=next door|opposite|across the|at (?:no|number)?\s?\d))(?P<of>[a-z]+)"
)
"""`the Wards' cottage`, `the Patels next door`."""
_SURNAMES = (
    "\u738b\u674e\u5f20\u5218\u9648\u6768\u8d75\u9ec4\u5468\u5434\u5f90\u5b59\u80e1\u6731\u9ad8\u6797\u4f55\u90ed\u9a6c"
    "\u7f57\u6881\u5b8b\u90d1\u8c22\u97e9\u5510\u51af\u4e8e\u8463\u8427\u7a0b\u66f9\u8881\u9093\u8bb8\u5085\u6c88\u66fe"
    "\u5f6d\u5415\u82cf\u5362\u848b\u8521\u8d3e\u4e01\u9b4f\u859b\u53f6\u960e\u4f59\u6f58\u675c\u6234\u590f\u949f\u6c6a"
    "\u7530\u4efb\u59dc\u8303\u65b9\u77f3\u59da\u8c2d\u5ed6\u90b9\u718a\u91d1\u9646\u90dd\u5b54\u767d\u5d14\u5eb7\u6bdb"
    "\u90b1\u79e6\u6c5f\u53f2\u987e\u4faf\u90b5\u5b5f\u9f99\u4e07\u6bb5\u94b1\u6c64\u5c39\u9ece\u6613\u5e38\u6b66\u4e54"
    "\u8d3a\u8d56\u9f9a\u6587\u5f35\u5289\u9673\u694a\u8d99\u9ec3\u5433\u5b6b\u99ac\u7f85\u9127\u8a31\u8449\u5442\u8607"
)
"""The first characters of nearly all Chinese names: family names, in both ways of writing them."""
_INITIAL = re.compile(
    r"(?<![\w&'\u2019.@#-])(?P<initial>[B-HJ-NP-TV-Z])\.?\s(?P<last>[A-Z][a-z]{3,})\b(?!['\u2019-])(?:\s(?P<after>[A-Z]\w+))?"
)
DIRECTIONS = "NSEW"
"""Letters that are no initial before a place: E Sussex."""
LETTERS_ABROAD = "WZ"
"""Letters that are words of Polish: no initial where a sentence begins with them, unless a full stop follows."""
_BEGUN = re.compile(r"(?:^|[.?!\n])\s?$")
_NICKNAME = re.compile(
    r"['\"\u2018\u201c](?P<name>(?:Big|Fat|Mad|Little|Lil|Old|Young|Ginger|Tall|Crazy|Scouse|Lanky|Skinny|Dirty|Nasty|Mental|Uncle)\s"
    r"[A-Z][a-z]{2,})['\"\u2019\u201d]"
)
"""`"Fat Tone"`."""
_CHINESE = re.compile(rf"\u53eb(?:\u505a|\u4f5c)?(?P<name>[{_SURNAMES}][\u4e00-\u9fff]{{1,2}})(?![\u4e00-\u9fff])")
"""What follows `is called`, as far as the next comma: a family name, and one or two characters."""


def written_names(text: str, cues: Cues) -> Iterator[Personal]:
    """`MRS D O FENNIMORE`, and who is called something in Chinese."""
    for match in _STYLED.finditer(text):
        yield Personal("named_person", match.start("name"), match.end("name"))
    for match in _NICKNAME.finditer(text):
        if cues["nick_things"].isdisjoint({match.group("name").lower().partition(" ")[2]}):
            yield Personal("named_person", match.start("name"), match.end("name"))
    if "\u53eb" in text:
        for match in _CHINESE.finditer(text):
            yield Personal("named_person", match.start("name"), match.end("name"))


def families(text: str, cues: Cues) -> Iterator[Personal]:
    """`the Wards' cottage`."""
    for match in _FAMILY.finditer(text):
        name = match.group("name").lower()
        of = match.group("of")
        if (of in cues["of_family"] or of in cues["animals"] or of[:-1] in cues["animals"]) and name not in cues[
            "no_family"
        ] | cues["never"]:
            yield Personal("named_person", match.start("name"), match.end("name"))


def initials(text: str, cues: Cues, places: Collection[str]) -> Iterator[Personal]:
    """`M Coates`, `D. Honeysett`."""
    for match in _INITIAL.finditer(text):
        last, after = match.group("last").lower(), (match.group("after") or "").lower()
        none = not (cues["never"].isdisjoint({last, after}) and cues["not_after"].isdisjoint({last, after}))
        if match.group("initial") in DIRECTIONS:
            none = none or last in places or not (text.isascii() or "." in match.group())
        if match.group("initial") in LETTERS_ABROAD and _BEGUN.search(text[max(0, match.start() - 2) : match.start()]):
            none = none or "." not in match.group()
        before = text[max(0, match.start() - 16) : match.start()].split()[-1:]
        word = before[0].strip(".(").lower() if before else ""
        if not none and word not in cues["letter_of"] and word not in cues["ranks"]:
            yield Personal("named_person", match.start(), match.end("last"))


def is_place_abroad(said: Said, place: int, cues: Cues, places: Collection[str] = ()) -> bool:
    """Whether it is a place of ours in another script, or with an ending: `X \u0420\u043e\u0443\u0434`, `Bognore`."""
    lower = said.lower[place]
    if lower.isascii():
        return lower in places or lower[:-1] in places
    if (
        not cues["streets_cyrillic"].isdisjoint(said.lower[place : place + 3])
        or lower.partition("-")[0] in cues["never"]
    ):
        return True
    return said.before(place) in cues["where_cyrillic"]


def is_titled(said: Said, place: int, cues: Cues) -> bool:
    """Whether a title of another language stands before it, or after it as in Turkish."""
    word = said.words[place]
    if word.caseless:
        return said.before(place) in cues["titles_abroad"]
    if not word.capital or len(word.base) < TITLED_LETTERS or word.lower in cues["nations"]:
        return False
    if said.before(place, ". ") in cues["titles_abroad"]:
        return said.lower[place - 2] not in cues["some"] if place > 1 else True
    following = said.words[place + 1] if said.joined(place + 1) else None
    return following is not None and following.upper and following.lower in cues["titles_after"]


def is_introduced(said: Said, place: int, length: int, cues: Cues) -> bool:
    """Whether it follows a label, `Neve: X Y`, or the article of persons in Tagalog, `si X Y`."""
    if not said.words[place].capital or said.words[place].lower in cues["nations"]:
        return False
    if said.between(place) == ": " and said.lower[place - 1] in cues["labels"]:
        return length > 1
    return said.before(place) in cues["article_tagalog"] and len(cues["tagalog"] & said.vocabulary) > 1


def is_surname_first(said: Said, place: int, length: int, cues: Cues) -> bool:
    """Whether a given name of Hungary stands second, as it does there: `Szilv\u00e1ssy \u00d6d\u00f6n`."""
    return length > 1 and said.words[place].capital and said.lower[place + 1] in cues["second_names"]


def is_noun(said: Said, cues: Cues) -> bool:
    """Whether the text is German, where every noun has a capital letter."""
    return len(cues["german"] & said.vocabulary) > 1
