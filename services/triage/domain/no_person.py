"""Given names that are no private person's here: an animal's, a code word's, a fallen officer's, a letter's name."""

import re
from collections.abc import Collection, Mapping

from services.triage.domain.name_words import Said

Cues = Mapping[str, frozenset[str]]
"""Words around a name, by their part."""
ANIMAL_REACH = 4
"""Words after a name and a comma in which an animal is described: `Tilly, small brown cocker`."""
_QUOTES = "'\"\u2018\u2019\u201c\u201d\u00ab\u00bb"
_BORN = re.compile(r",?\s\(?(?:born|dob|d\.o\.b|aged)\b", re.IGNORECASE)
"""After a name, what only a person has."""


def is_nobodys(said: Said, place: int, cues: Cues, places: Collection[str]) -> bool:
    """Whether a first name that stands alone belongs to no private person."""
    return (
        _animals(said, place, cues)
        or _fallen(said, place, cues)
        or _scheme(said, place, cues)
        or _in_jest(said, place)
        or _to_station(said, place, cues, places)
    )


def is_spelled(said: Said, place: int, length: int, cues: Cues) -> bool:
    """Whether it stands for a letter, beside another word that does: `Juliet Kilo Papa`."""
    if length > 1:
        return cues["letters"].issuperset(said.lower[place + 1 : place + length])
    after = said.lower[place + 1] if said.joined(place + 1) else ""
    return after in cues["letters"] or said.before(place) in cues["letters"]


def has_birth(said: Said, last: int) -> bool:
    """Whether a date of birth or an age follows the name."""
    return _BORN.match(said.text, said.words[last].end) is not None


def _animals(said: Said, place: int, cues: Cues) -> bool:
    """Whether an animal stands beside it between commas: `grey cat, Mabel, very shy`, `Tilly, brown cocker`."""
    if said.text.startswith(", ", said.words[place].end):
        last = place + 1
        while last + 1 < min(len(said.words), place + 1 + ANIMAL_REACH) and said.between(last + 1) == " ":
            last += 1
        described = said.lower[place + 1 : last + 1]
        if described and described[-1] in cues["animals"] and cues["no_description"].isdisjoint(described):
            return _ends(said, last)
    if not place or said.between(place) != ", " or said.lower[place - 1] not in cues["animals"]:
        return False
    return _ends(said, place) and cues["done_with"].isdisjoint(said.lower[max(0, place - ANIMAL_REACH) : place])


def _ends(said: Said, place: int) -> bool:
    """Whether a clause ends with that word."""
    return said.text[said.words[place].end : said.words[place].end + 1] in {"", ",", ".", "!", "?", "\n", ";", ":"}


def _fallen(said: Said, place: int, cues: Cues) -> bool:
    """Whether an officer who died is taken leave of by the first name: `PC Marlow ... rest easy Steve`."""
    return said.after_phrase(place, cues["farewells"]) and not cues["short_ranks"].isdisjoint(said.vocabulary)


def _scheme(said: Said, place: int, cues: Cues) -> bool:
    """Whether it is a scheme's code word, in quotation marks: `asked for 'Angela'`."""
    word = said.words[place]
    quoted = said.text[word.start - 1 : word.start] in _QUOTES if word.start else False
    return quoted and said.lower[place] in cues["schemes"] and said.text[word.end : word.end + 1] in set(_QUOTES)


def _in_jest(said: Said, place: int) -> bool:
    """Whether a thing or a beast was given it: `I've named him Keith`."""
    return (
        place > 1
        and said.before(place) in {"him", "her", "it"}
        and said.lower[place - 2] in {"named", "christened"}
        and (said.lower[place - 1] == "it" or said.lower[place - 3 : place - 2] in {("i",), ("i've",)})
    )


def _to_station(said: Said, place: int, cues: Cues, places: Collection[str]) -> bool:
    """Whether it is short for a station: `Hassocks to Vic`."""
    if said.lower[place] not in cues["stations"] or said.before(place) != "to" or not said.joined(place - 1):
        return False
    return said.words[place - 2].upper and said.lower[place - 2] in places
