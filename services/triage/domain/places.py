"""Where a message speaks of: the places that it names, and the district that follows from them or from the account."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from ahocorasick_rs import AhoCorasick, MatchKind

from services.triage.domain.spelling import Spelling
from services.triage.domain.text import Text, read
from services.triage.domain.whereabouts import is_club, is_on_the_way, is_passing, is_visited
from shared.contracts.labels import OUTSIDE, UNKNOWN_DISTRICT, Place, Precision

Cue = Literal["plain", "word", "agree"]
"""`plain` names stand for themselves; a `word` of the language needs a capital letter and a word such as `in` or
`near`; a name that stands for other places too has to `agree` with the account or with another place named."""

BEFORE_A_PLACE = frozenset(
    """in at on near by to from around round outside through of towards off down up past behind into across over
    for via""".split()  # noqa: SIM905 - words read best as words
)
AFTER_A_PLACE = frozenset(
    "station town village high police area centre seafront pier park road roundabout beach".split()  # noqa: SIM905 - words read best as words
)
SUFFIXES = "da de ta te dan den tan ten daki deki taki teki ya ye nin in un".split()  # noqa: SIM905 - words read best as words
"""What Turkish adds to a town's name behind an apostrophe: Shoreham'da."""
NO_PLACE = "no place"
"""The kind of a saying that holds a place's name: Duke of Edinburgh."""
ABROAD = frozenset("in at near around outside across from".split())  # noqa: SIM905 - words read best as words
"""What a place abroad needs before it: `the capital of Australia` is no place of an event."""
ROADS = frozenset(
    """road street st lane ln avenue close way drive terrace place crescent cres gardens gdns hill rise grove parade
    walk mews row square villas""".split()  # noqa: SIM905 - words read best as words
)
"""Words that make a street of a settlement's name: Brighton Road is not in Brighton."""
SURE_ROADS = frozenset("road street lane avenue drive crescent".split())  # noqa: SIM905 - words read best as words
"""Those that are nothing else, even in small letters behind a name: `Salvington way` is the direction."""
TITLES = frozenset(
    "mr mrs ms miss pc sgt sergeant inspector insp dc constable chief cllr councillor dr battle".split()  # noqa: SIM905 - words read best as words
)
_INWARD = re.compile(r"\d[a-z]{2}$")
"""The second half of a postcode: without it, or a word such as `in`, BN17 may be half a number plate."""
_PRECISION: dict[str, Precision] = {"street": "street", "landmark": "point"}


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


@dataclass(frozen=True, slots=True)
class Where:
    """The district of a message, and why."""

    district: str
    rule: str
    place: Place | None = None
    police_area: str | None = None
    named: Named | None = None


class Places:
    """Finds places of the table in a message."""

    def __init__(self, entries: Iterable[Entry], spelling: Spelling) -> None:
        by_line: dict[str, list[Entry]] = {}
        for entry in entries:
            for form in (*_forms(entry.name), *(_with_suffixes(entry))):
                line = read(form, spelling).line
                if entry not in by_line.setdefault(line, []):
                    by_line[line].append(entry)
        self._entries = [tuple(found) for found in by_line.values()]
        self._automaton = AhoCorasick(list(by_line), matchkind=MatchKind.Standard)

    def named(self, text: Text, account_districts: Sequence[str] = ()) -> list[Named]:
        """The places that the message names, the longest name first where names overlap."""
        found = [
            Named(text.word_at(start + 1), text.word_at(end - 2), self._entries[index])
            for index, start, end in self._automaton.find_matches_as_indexes(text.line, overlapping=True)
        ]
        taken: set[int] = set()
        kept = []
        for place in sorted(found, key=lambda named: (named.first - named.last, named.first)):
            words = set(range(place.first, place.last + 1))
            if words & taken:
                continue
            if _is_other_street(place, text):
                taken |= words
            elif _meant(place, text, account_districts):
                taken |= words
                kept.append(place)
            elif any(entry.kind == NO_PLACE for entry in place.entries):
                taken |= words
        return sorted(kept, key=lambda named: named.first)

    def where(self, text: Text, account_districts: Sequence[str]) -> Where:
        """The district: a place named that lies in one, then the account's where it serves one, else unknown."""
        named = self.named(text, account_districts)
        sussex = [place for place in named if place.districts != {OUTSIDE}]
        beyond = [place for place in named if place.districts == {OUTSIDE} and _happens_there(place, text)]
        sure = [place for place in sussex if _plain(place) and len(place.districts) == 1]
        there = [place for place in sure if not is_passing(text.words, place.first, place.last)]
        if beyond and not there and not (sure and len(account_districts) == 1):
            return _beyond(beyond)
        if not there and sure and len(account_districts) == 1:
            return Where(
                account_districts[0], "the account serves this district alone, and it happens at no other place"
            )
        if found := _agreed(there or sure, sussex, account_districts):
            return found
        if len(account_districts) == 1 and not _elsewhere(sussex, account_districts[0]):
            return Where(account_districts[0], "the account serves this district alone")
        return Where(UNKNOWN_DISTRICT, "no place named lies in one district, and the account does not settle it")


def _agreed(sure: Sequence[Named], places: Sequence[Named], account_districts: Sequence[str]) -> Where | None:
    """The one district that the places named speak for, if they do."""
    districts = {district for place in sure for district in place.districts}
    if len(districts) > 1:
        districts &= set(account_districts)
    if len(districts) == 1:
        return _in(next(iter(districts)), sure, "a place named lies in this district")
    if districts:
        return None
    likely = {district for place in places for district in place.districts} & set(account_districts)
    if len(likely) == 1:
        return _in(next(iter(likely)), places, "a place named lies in this district, and the account agrees")
    return None


def _in(district: str, places: Sequence[Named], rule: str) -> Where:
    place = next(place for place in places if district in place.districts)
    entry = next(entry for entry in place.entries if entry.district == district)
    return Where(
        district, rule, Place(name=entry.name, precision=_PRECISION.get(entry.kind, "settlement")), None, place
    )


def _beyond(places: Sequence[Named]) -> Where:
    areas = {entry.police_area for place in places for entry in place.entries}
    entry = places[0].entries[0]
    return Where(
        OUTSIDE,
        "a place named lies outside the force's area",
        Place(name=entry.name, precision="settlement"),
        next(iter(areas)) if len(areas) == 1 else None,
        places[0],
    )


def _elsewhere(places: Sequence[Named], district: str) -> bool:
    """Whether the message names places of several districts, none of them the account's."""
    return any(_plain(place) and district not in place.districts for place in places)


def _happens_there(place: Named, text: Text) -> bool:
    """Whether a place outside Sussex is more than where somebody goes, lives or was: `the train to London`."""
    if is_on_the_way(text.words, place.first, place.last):
        return False
    if any(entry.police_area is not None for entry in place.entries):
        return True
    return not is_visited(text.words, place.first) and _word_before(place, text) in ABROAD


def _word_before(place: Named, text: Text) -> str:
    """The word before it in the same clause."""
    if place.first == 0 or text.clauses[place.first - 1] != text.clauses[place.first]:
        return ""
    return text.words[place.first - 1]


def _plain(place: Named) -> bool:
    return any(entry.cue != "agree" for entry in place.entries)


def _is_other_street(place: Named, text: Text) -> bool:
    """Whether the next word makes a street of the name: it is not in that place, unless the table has that street."""
    following = place.last + 1
    return (
        following < len(text.words)
        and text.words[following] in ROADS
        and text.clauses[following] == text.clauses[place.last]
        and (text.words[following] in SURE_ROADS or text.capital(following) or not text.capital(place.first))
        and not any(entry.kind == "street" or entry.name.split()[-1].lower() in ROADS for entry in place.entries)
    )


def _meant(place: Named, text: Text, account_districts: Sequence[str]) -> bool:
    """Whether the words are meant as a place."""
    before = _word_before(place, text)
    after = text.words[place.last + 1] if place.last + 1 < len(text.words) else ""
    if (
        any(entry.kind == NO_PLACE for entry in place.entries)
        or before in TITLES
        or (before == "the" and place.districts == {OUTSIDE})
    ):
        return False  # a person's name, or a pub's: the Carlisle
    if _in_address(place, text) or is_club(text.words, place.first, place.last):
        return False
    if all(entry.kind == "postcode" for entry in place.entries):
        return before in BEFORE_A_PLACE or _INWARD.match(after) is not None
    if all(entry.cue != "word" for entry in place.entries):
        return True
    cued = before in BEFORE_A_PLACE or after in AFTER_A_PLACE or _stands_alone(place, text)
    if not place.districts.isdisjoint(account_districts):  # the account says so as well: half the evidence is enough
        return text.capital(place.first) or (cued and before not in {"to", "for", "the"})
    return cued and text.capital(place.first)


def _stands_alone(place: Named, text: Text) -> bool:
    """Whether it is a sentence by itself, between others: `Joyriding. Roffey. You couldn't make it up`."""
    before, after = place.first - 1, place.last + 1
    parted = before >= 0 and text.sentences[before] != text.sentences[place.first]
    return parted and (after == len(text.words) or text.sentences[after] != text.sentences[place.last])


def _in_address(place: Named, text: Text) -> bool:
    """Whether it is part of somebody's e-mail address."""
    start, end = text.spans[place.first].start, text.spans[place.last].end
    return text.original[end : end + 1] == "@" or text.original[max(0, start - 1) : start] in {"@", "_"}


def _forms(name: str) -> list[str]:
    """The name as people write it: with and without `saint` in full, `by-sea`, and an apostrophe's s."""
    forms = [name]
    words = name.split()
    if words[0].lower() == "st":
        forms.append(f"Saint {' '.join(words[1:])}")
    if words[-1].lower() == "street" and len(words) > 1:
        forms.append(f"{' '.join(words[:-1])} St")
    return forms


def _with_suffixes(entry: Entry) -> list[str]:
    return [f"{entry.name}{suffix}" for suffix in SUFFIXES] if entry.kind == "town" and entry.name.isascii() else []
