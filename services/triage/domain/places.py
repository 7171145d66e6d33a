"""Where a message speaks of: the places that it names, and the district that follows from them or from the account."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from ahocorasick_rs import AhoCorasick, MatchKind

from services.triage.domain.spelling import Spelling
from services.triage.domain.text import Text, read
from shared.contracts.labels import OUTSIDE, UNKNOWN_DISTRICT, Place, Precision

Cue = Literal["plain", "word", "agree"]
"""`plain` names stand for themselves; a `word` of the language needs a capital letter and a word such as `in` or
`near`; a name that stands for other places too has to `agree` with the account or with another place named."""

BEFORE_A_PLACE = frozenset(
    """in at near by to from around round outside through of towards off down up past behind into across over
    for via""".split()  # noqa: SIM905 - words read best as words
)
AFTER_A_PLACE = frozenset(
    "station town village high police area centre seafront pier park road roundabout beach".split()  # noqa: SIM905 - words read best as words
)
ROADS = frozenset(
    """road street lane avenue close way drive terrace place crescent gardens hill rise grove parade walk mews row
    square""".split()  # noqa: SIM905 - words read best as words
)
"""Words that make a street of a settlement's name: Brighton Road is not in Brighton."""
TITLES = frozenset(
    "mr mrs ms miss pc sgt sergeant inspector insp dc constable chief cllr councillor dr battle".split()  # noqa: SIM905 - words read best as words
)
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
            for form in _forms(entry.name):
                line = read(form, spelling).line
                if entry not in by_line.setdefault(line, []):
                    by_line[line].append(entry)
        self._entries = [tuple(found) for found in by_line.values()]
        self._automaton = AhoCorasick(list(by_line), matchkind=MatchKind.Standard)

    def named(self, text: Text) -> list[Named]:
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
            elif _meant(place, text):
                taken |= words
                kept.append(place)
        return sorted(kept, key=lambda named: named.first)

    def where(self, text: Text, account_districts: Sequence[str]) -> Where:
        """The district: a place named that lies in one, then the account's where it serves one, else unknown."""
        named = self.named(text)
        sussex = [place for place in named if place.districts != {OUTSIDE}]
        if found := _agreed(sussex, account_districts):
            return found
        outside = [place for place in named if place.districts == {OUTSIDE} and not _on_the_way(place, text)]
        if outside and not any(_plain(place) for place in sussex):
            return _beyond(outside)
        if len(account_districts) == 1 and not _elsewhere(sussex, account_districts[0]):
            return Where(account_districts[0], "the account serves this district alone")
        return Where(UNKNOWN_DISTRICT, "no place named lies in one district, and the account does not settle it")


def _agreed(places: Sequence[Named], account_districts: Sequence[str]) -> Where | None:
    """The one district that the places named speak for, if they do."""
    sure = [place for place in places if _plain(place) and len(place.districts) == 1]
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


def _on_the_way(place: Named, text: Text) -> bool:
    """Whether it is only where somebody goes or comes from: `the train to London`."""
    return place.first > 0 and text.words[place.first - 1] in {"to", "from", "towards", "for"}


def _plain(place: Named) -> bool:
    return any(entry.cue != "agree" for entry in place.entries)


def _is_other_street(place: Named, text: Text) -> bool:
    """Whether the next word makes a street of the name: it is not in that place, unless the table has that street."""
    following = place.last + 1
    return (
        following < len(text.words)
        and text.words[following] in ROADS
        and text.clauses[following] == text.clauses[place.last]
        and any(entry.kind not in {"street", "landmark"} for entry in place.entries)
    )


def _meant(place: Named, text: Text) -> bool:
    """Whether the words are meant as a place."""
    before = text.words[place.first - 1] if place.first else ""
    if before in TITLES or (before == "the" and place.districts == {OUTSIDE}):
        return False  # a person's name, or a pub's: the Carlisle
    if all(entry.cue != "word" for entry in place.entries):
        return True
    after = text.words[place.last + 1] if place.last + 1 < len(text.words) else ""
    return text.capital(place.first) and (before in BEFORE_A_PLACE or after in AFTER_A_PLACE)


def _forms(name: str) -> list[str]:
    """The name as people write it: with and without `saint` in full, `by-sea`, and an apostrophe's s."""
    forms = [name]
    words = name.split()
    if words[0].lower() == "st":
        forms.append(f"Saint {' '.join(words[1:])}")
    if words[-1].lower() == "street" and len(words) > 1:
        forms.append(f"{' '.join(words[:-1])} St")
    return forms
