"""Names of those who are thanked as officers are, or whom an advert praises; not of whom the writer knows."""

from collections.abc import Mapping

from services.triage.domain.name_words import Said

Cues = Mapping[str, frozenset[str]]
"""Words around a name, by their part."""
TRADE_REACH = 3
"""Words after a name in which an advert says what it is for: `Mrs Bianca trading`."""
ADVERT_REACH = 6
"""Words of the same clause around it in which an advert says so: `Mrs Anita helped me recover my lost bitcoin`."""
ACQUAINTED_REACH = 5
"""Words after a name in which it is said who it is to somebody: `Mr Kelvin is my landlord`."""
NO_THANKS_REACH = 4
"""Words after a name in which thanks are taken back: `thanks Colin for absolutely nothing`."""


def is_thanked(said: Said, place: int, cues: Cues) -> bool:
    """Whether a first name is thanked, as one thanks an officer, or praised, as one praises a dog."""
    if "," in said.between(place) or not said.after_phrase(place, cues["thanks"]):
        return False
    taken_back = said.lower[place + 2 : place + 1 + NO_THANKS_REACH]
    return said.lower[place + 1 : place + 2] != ("for",) or cues["no_thanks"].isdisjoint(taken_back)


def is_advertised(said: Said, place: int, length: int, cues: Cues, *, known: bool) -> bool:
    """Whether an advert names who makes people rich: `Mrs Bianca trading`, `contact mr kelvin, no credit check`."""
    style = said.before(place, ". ")
    if style not in cues["promoters"] or _acquainted(said, place, length, cues):
        return False
    reach = place + length
    while reach < place + length + TRADE_REACH and said.joined(reach):
        reach += 1
    if not cues["adverts"].isdisjoint(said.lower[place:reach]):
        return True
    return length == 1 and known and _offered(said, place, cues, trade=style not in cues["styles"])


def _offered(said: Said, place: int, cues: Cues, *, trade: bool) -> bool:
    """Whether words of an advert stand around the first name; a prophet's, or the writer's own, may stand further."""
    wide = trade or said.before(place - 1) in {"am", "i'm", "im"}
    if wide and not cues["offers"].isdisjoint(said.vocabulary):
        return True
    near = said.lower[place : place + ADVERT_REACH] if trade else ()
    return not cues["adverts"].isdisjoint((*said.clause(place, ADVERT_REACH), *near))


def _acquainted(said: Said, place: int, length: int, cues: Cues) -> bool:
    """Whether the writer knows the person: `my neighbour Mr Kelvin`, `Mr Kelvin, my landlord`, `next door`."""
    known = cues["kin"] | cues["lives_by"]
    if place > 1 and said.between(place - 1) in {" ", ", "} and said.lower[place - 2] in known:
        return True
    for word in said.lower[place + length : place + length + ACQUAINTED_REACH]:
        if word in known:
            return True
        if word not in cues["whose"] and word not in cues["who_is"]:
            break
    return False
