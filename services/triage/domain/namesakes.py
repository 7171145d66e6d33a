"""Other places that bear a name of Sussex, told by the country, county or town beside it; and postcodes elsewhere."""

import re
from collections.abc import Sequence
from dataclasses import replace

from services.triage.domain.place_names import ABROAD_KIND, BESIDE_CUES, Named
from services.triage.domain.text import Text
from services.triage.domain.whereabouts import is_told, is_visited
from shared.contracts.labels import OUTSIDE

BETWEEN = frozenset({"in", "over", "the", "down", "village", "town", "county", "plaza", "mall"})
"""Between a name and the country where another place has it: `Hastings in New Zealand`, `Horsham Plaza, Victoria`."""
FORCES = frozenset({"police", "pd", "department", "dept", "sheriff", "sheriffs"})
"""The same, where what follows is nothing but a country: `Hastings Police in Nebraska`."""
PARTS = frozenset("tower street road park school church pub station centre area estate hill green common".split())
"""What part of a town may bear a name of Sussex: the Carfax Tower in Oxford."""
DOES = frozenset("is isnt was wasnt has hasnt had says said needs got".split())
"""After a name that is a person's as well: `a fight in Hastings, Victoria is hurt` must not be taken for Australia."""
OURS = frozenset({"BN", "PO", "RH", "GU", "TN"})
"""Areas of postcodes that Sussex has a part of."""
AREAS = frozenset(
    """AB AL B BA BB BD BH BL BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY G GL
    HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE
    PH PL PR RG RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO
    ZE""".split()
)
"""The other areas."""
_POSTCODE = re.compile(r"(?<![\w-])([A-Z]{1,2})\d[A-Z\d]? ?\d(?!ND|RD|ST|TH)[ABD-HJLNP-UW-Z]{2}(?!\w)")


def with_countries(named: Sequence[Named], text: Text) -> list[Named]:
    """The places; those with a country, state or other town beside them become one with it: Lewes, Delaware.

    A state by itself is one only where the message says that it is there.
    """
    kept: list[Named] = []
    for place in named:
        beyond = [entry for entry in place.entries if entry.cue in BESIDE_CUES]
        before = kept[-1] if kept else None
        if beyond and before is not None and _beside(before, place, text):
            kept[-1] = Named(before.first, place.last, tuple(replace(entry, kind=ABROAD_KIND) for entry in beyond))
        elif before is not None and _is_part_of(before, place, text):
            there = tuple(replace(entry, kind=ABROAD_KIND) for entry in place.entries)
            kept[-1] = Named(before.first, place.last, there)
        elif len(beyond) < len(place.entries) or (is_told(text.words, place.first) and _is_cued(place)):
            kept.append(place)
    return kept


def is_postcode_elsewhere(text: Text) -> bool:
    """Whether it holds postcodes, all of them of areas that Sussex has no part of."""
    if not any(map(str.isdigit, text.original)):
        return False
    areas = set(_POSTCODE.findall(text.original))
    return bool(areas) and areas <= AREAS


def _is_cued(place: Named) -> bool:
    return any(entry.cue == "beside" for entry in place.entries)


def _beside(before: Named, place: Named, text: Text) -> bool:
    """Whether nothing but a comma, or a word such as `in`, stands between them, in one sentence."""
    if text.sentences[before.last] != text.sentences[place.first]:
        return False
    if before.districts == {OUTSIDE} and is_visited(text.words, before.first):
        return False
    between = text.words[before.last + 1 : place.first]
    if not _is_cued(place) and not any(entry.cue == "plain" for entry in place.entries):
        return not between and _in_capitals(place, text) and not _in_capitals(before, text)
    parted = bool(between) or text.clauses[before.last] != text.clauses[place.first]
    sure = any(entry.cue == "plain" for entry in place.entries)  # others are names as well: the Brighton Victoria train
    acts = not between and not DOES.isdisjoint(text.words[place.last + 1 : place.last + 2])
    joined = (BETWEEN | FORCES if sure else BETWEEN).issuperset(between)
    return joined and (sure or (parted and text.capital(place.first) and not acts))


def _in_capitals(place: Named, text: Text) -> bool:
    span = text.span(place.first, place.last)
    return text.original[span.start : span.end].isupper()


def _is_part_of(before: Named, place: Named, text: Text) -> bool:
    """Whether a street or landmark of that name stands in a town elsewhere: the Carfax Tower in Oxford."""
    if before.districts & place.districts or text.clauses[before.last] != text.clauses[place.first]:
        return False
    between = text.words[before.last + 1 : place.first]
    if not between or between[-1] != "in" or not PARTS.issuperset(between[:-1]):
        return False
    town = any(entry.kind == "town" for entry in before.entries)
    return not town and all(entry.district == OUTSIDE and entry.police_area for entry in place.entries)
