"""Names of places in a message, and whether the words are meant as one: no person, street, van or place abroad."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from services.triage.domain.text import Text
from services.triage.domain.whereabouts import is_claimed, is_club
from shared.contracts.labels import OUTSIDE

Cue = Literal["plain", "word", "agree", "beside", "capitals"]
"""`plain` names stand for themselves; a `word` of the language needs a capital letter and a word such as `in` or
`near`; a name that stands for other places too has to `agree` with the account or with another place named. What is
`beside` a name of Sussex says that another place of that name is meant: Lewes, Delaware; `capitals` do so where they
are written as such: Rye NY."""

BESIDE_CUES: tuple[Cue, ...] = ("beside", "capitals")
"""The cues of a country or state that counts beside a name alone."""
BEFORE_A_PLACE = frozenset(
    """in at on near by to from around round outside through of towards off down up past behind into across over
    for via em en dans vers pres perto cerca din langa""".split()
)
AFTER_A_PLACE = frozenset(
    "station town village high police area centre seafront pier park road roundabout beach".split()
)
ABROAD_KIND = "abroad"
"""The kind of a name of Sussex with the country beside it where another place has it."""
NO_PLACE = "no place"
"""The kind of a saying that holds a place's name: Duke of Edinburgh."""
ROADS = frozenset(
    """road street st lane ln avenue close way drive terrace place crescent cres gardens gdns hill rise grove parade
    walk mews row square villas""".split()
)
"""Words that make a street of a settlement's name: Brighton Road is not in Brighton."""
HOUSES = frozenset({("court",), ("house",), ("lodge",), ("mansions",), ("yard",), ("cottages",)})
"""Words that make an address of a name behind a number: `17 Firle Court`."""
VEHICLES = frozenset("white blue red black silver green grey called named".split())
"""Before a name outside Sussex that is a thing's: `a white Luton`, a horse called Stevenage."""
VILLAGES = frozenset({"village", "hamlet", "landmark"})
"""Kinds of places that have no lanes of their own by the dozen."""
SURE_ROADS = frozenset("road street lane avenue drive crescent".split())
"""Those that are nothing else, even in small letters behind a name: `Salvington way` is the direction."""
IN_THE_STREET = frozenset("party parties market food pastor pastors art entertainer entertainers sweeper".split())
"""After `street`, which makes none of the name before it: the Worthing street party."""
DIRECTION = "way"
"""Behind a road's number and a name it is a direction even where all is in small letters: `a27 polegate way`."""
HAPPENED = frozenset("punched robbed mugged assaulted attacked jumped spiked arrested burgled".split())
"""Before `in` and a place that is a word too: `punched in reading`, against `interested in reading`."""
TITLES = frozenset("mr mrs ms miss pc sgt sergeant inspector insp dc constable chief cllr councillor dr battle".split())
QUOTES = frozenset("'\"\u2018\u2019\u201c\u201d")
_UNIVERSITIES = frozenset({"uni", "university"})
_INWARD = re.compile(r"\d([a-z]{2})?$")
"""The second half of a postcode, or its first digit: without it or a word such as `in`, BN17 may be half a plate."""
_NO_LATIN = re.compile("[^a-z].*")
_ROAD_NUMBER = re.compile(r"[abm]\d{1,4}$")
"""Before a place on that road: `A27 Patching`."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the places table: `district` is a district's id, or `outside` with the police area."""

    name: str
    kind: str
    district: str
    cue: Cue
    police_area: str | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """Words of a message that name a place, and what it may be."""

    first: int
    last: int
    entries: tuple[Entry, ...]

    @property
    def districts(self) -> frozenset[str]:
        """Where it may be."""
        return frozenset(entry.district for entry in self.entries)


def word_before(place: Named, text: Text) -> str:
    """The word before it in the same clause."""
    if place.first == 0 or text.clauses[place.first - 1] != text.clauses[place.first]:
        return ""
    return text.words[place.first - 1]


def is_plain(place: Named) -> bool:
    """Whether it needs no other word of the account or the message."""
    return any(entry.cue != "agree" for entry in place.entries)


def is_abroad(place: Named) -> bool:
    """Whether a name of Sussex and a country beside it are taken as one."""
    return any(entry.kind == ABROAD_KIND for entry in place.entries)


def is_other_name(place: Named, text: Text, starts: Collection[int]) -> bool:
    """Whether the St with which a street ends begins the name of a place, or the street's name is two other words.

    `over St Leonards` is no street; a street such as Over Street has to be written as a name.
    """
    if text.words[place.last] == "st" and place.last != place.first and place.last in starts:
        return True
    if text.words[place.first] not in BEFORE_A_PLACE or not any(entry.kind == "street" for entry in place.entries):
        return False
    named = text.capital(place.first) and text.capital(place.last) and text.words[place.last] == "street"
    return not named and word_before(place, text) not in BEFORE_A_PLACE


def settled(place: Named, account_districts: Sequence[str]) -> Named:
    """A name that nearly always means one place, but another to the account: it means that which the account serves."""
    mostly = {entry.district for entry in place.entries if entry.cue != "agree"}
    if len(mostly) != 1 or len(place.districts) == 1:
        return place
    else_where = place.districts.intersection(account_districts) - mostly
    meant = else_where if else_where and mostly.isdisjoint(account_districts) else mostly
    return replace(
        place, entries=tuple(replace(entry, cue="plain") for entry in place.entries if entry.district in meant)
    )


def is_other_street(place: Named, text: Text) -> bool:
    """Whether the next word makes a street of the name: it is not in that place, unless the table has that street."""
    following = place.last + 1
    if place.first and text.words[place.first - 1].isdigit() and text.words[following : following + 1] in HOUSES:
        return True
    return (
        following < len(text.words)
        and _latin(text.words[following]) in ROADS
        and not _is_lane_there(place, following, text)
        and text.clauses[following] == text.clauses[place.last]
        and not (text.words[following] == "street" and _at(text, following + 1) in IN_THE_STREET)
        and any(entry.name.isascii() for entry in place.entries)  # Chinese has no space before `Lewes Road`
        and (_is_sure(following, text) or _is_lower_street(place, following, text))
        and not any(entry.kind == "street" or entry.name.split()[-1].lower() in ROADS for entry in place.entries)
    )


def _is_sure(following: int, text: Text) -> bool:
    """Whether the word is nothing but a street's, or is written as a name."""
    return _latin(text.words[following]) in SURE_ROADS or text.capital(following)


def _is_lower_street(place: Named, following: int, text: Text) -> bool:
    """Whether a word that is not always a street's makes one of a name written in small letters as well."""
    on_a_road = text.words[following] == DIRECTION and _ROAD_NUMBER.match(word_before(place, text)) is not None
    return not text.capital(place.first) and not on_a_road


def _latin(word: str) -> str:
    """Its Latin letters: Chinese goes on without a space behind `Lewes Road`."""
    return word if word.isascii() else _NO_LATIN.sub("", word)


def _is_lane_there(place: Named, following: int, text: Text) -> bool:
    """Whether it is the lane at a village, and no lane's name: `Rowfant lane`."""
    village = all(entry.kind in VILLAGES and entry.cue == "plain" for entry in place.entries)
    return village and text.words[following] == "lane" and text.capital(place.first) and not text.capital(following)


def is_road_there(place: Named) -> bool:
    """Whether a street bears the name of a place in another district, to which other roads lead: Battle Road."""
    return all(entry.kind == "street" and entry.cue == "word" for entry in place.entries)


def is_meant(place: Named, text: Text, account_districts: Sequence[str]) -> bool:
    """Whether the words are meant as a place."""
    before = word_before(place, text)
    if (
        any(entry.kind == NO_PLACE for entry in place.entries)
        or before in TITLES
        or ((before == "the" or before in VEHICLES) and place.districts == {OUTSIDE})
    ):
        return False  # a person's name, a pub's: the Carlisle, or a van's: a Luton
    if _in_address(place, text) or _of_two_hashtags(place, text) or _is_team(place, text):
        return False
    if _is_tagged_university(place, text) or _is_asked_for(place, text) or _is_said_to_be(place, text):
        return False
    if all(entry.kind == "postcode" for entry in place.entries):
        return before in BEFORE_A_PLACE or _INWARD.match(_word_after(place, text)) is not None
    return all(entry.cue != "word" for entry in place.entries) or _is_borne_out(place, text, account_districts)


def _is_borne_out(place: Named, text: Text, account_districts: Sequence[str]) -> bool:
    """Whether a word of the language stands as a place's name does."""
    before, agrees = word_before(place, text), not place.districts.isdisjoint(account_districts)
    if is_road_there(place):
        return agrees or (text.capital(place.first) and text.capital(place.last) and before != "the")
    if before == "in" and place.first > 1 and text.words[place.first - 2] in HAPPENED:
        return True
    cued = _is_cued(place, text)
    if agrees:  # the account says so as well: half the evidence is enough
        return text.capital(place.first) or (cued and before not in {"to", "for", "the"})
    return cued and text.capital(place.first)


def _is_cued(place: Named, text: Text) -> bool:
    """Whether the words around it are those around a place."""
    before = word_before(place, text)
    numbered = _ROAD_NUMBER.match(before) is not None
    near = numbered or before in BEFORE_A_PLACE or _word_after(place, text) in AFTER_A_PLACE
    return near or _stands_alone(place, text)


def _word_after(place: Named, text: Text) -> str:
    return _at(text, place.last + 1)


def _at(text: Text, word: int) -> str:
    return text.words[word] if word < len(text.words) else ""


def _is_team(place: Named, text: Text) -> bool:
    """Whether it is a team's name; what stands behind a comma says nothing: `the big house Kirdford, keeper away`."""
    following = place.last + 1
    parted = following < len(text.words) and text.clauses[following] != text.clauses[place.last]
    return is_club(text.words[:following] if parted else text.words, place.first, place.last)


def _of_two_hashtags(place: Named, text: Text) -> bool:
    """Whether it is put together of hashtags that have nothing to do with each other: `#sussex #uni`."""
    between = slice(text.spans[place.first].end, text.spans[place.last].start + 1)
    return place.first != place.last and "#" in text.original[between]


def _is_tagged_university(place: Named, text: Text) -> bool:
    """Whether it is a tag such as #SussexUni, which says who writes and not where it happens."""
    start = text.spans[place.first].start
    return text.original[max(0, start - 1) : start] == "#" and not _UNIVERSITIES.isdisjoint(
        text.words[place.first : place.last + 1]
    )


def _is_asked_for(place: Named, text: Text) -> bool:
    """Whether somebody asks which place of that name is meant: `Which Northgate?`."""
    if place.first == 0 or text.words[place.first - 1] != "which":
        return False
    following = place.last + 1
    ends = following == len(text.words) or text.clauses[following] != text.clauses[place.last]
    return ends or text.words[following] in {"is", "do", "are", "or"}


def _is_said_to_be(place: Named, text: Text) -> bool:
    """Whether swindlers call themselves the police of that place: 'Hove police fraud team'."""
    start = text.spans[place.first].start
    quoted = text.original[max(0, start - 1) : start] in QUOTES
    from_quoted = word_before(place, text) == "from" and (
        text.original[max(0, text.spans[place.first - 1].start - 1) : text.spans[place.first - 1].start] in QUOTES
    )
    return is_claimed(text.words, place.first, place.last, quoted=quoted or from_quoted)


def _stands_alone(place: Named, text: Text) -> bool:
    """Whether it is a sentence by itself, between others: `Joyriding. Roffey. You couldn't make it up`.

    One of Sussex may be told behind a comma as well: `a body on the beach, Goring`.
    """
    before, after = place.first - 1, place.last + 1
    if before < 0:
        return False
    if text.sentences[before] != text.sentences[place.first]:
        return after == len(text.words) or text.sentences[after] != text.sentences[place.last]
    last = after == len(text.words) or text.clauses[after] != text.clauses[place.last]
    return last and text.clauses[before] != text.clauses[place.first] and OUTSIDE not in place.districts


def _in_address(place: Named, text: Text) -> bool:
    """Whether it is part of somebody's e-mail address."""
    start, end = text.spans[place.first].start, text.spans[place.last].end
    return text.original[end : end + 1] == "@" or text.original[max(0, start - 1) : start] in {"@", "_"}
