"""Where a message speaks of: the places that it names, and the district that follows from them or from the account."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ahocorasick_rs import AhoCorasick, MatchKind

from services.triage.domain.namesakes import is_postcode_elsewhere, with_countries
from services.triage.domain.place_forms import UNSPACED, forms_of
from services.triage.domain.place_names import (
    NO_PLACE,
    Entry,
    Named,
    is_abroad,
    is_meant,
    is_other_name,
    is_other_street,
    is_plain,
    is_road_there,
    settled,
    word_before,
)
from services.triage.domain.spelling import Spelling
from services.triage.domain.text import Text, read
from services.triage.domain.whereabouts import (
    COMPARED,
    is_addressed,
    is_another,
    is_away,
    is_called_from,
    is_flown_over,
    is_kept,
    is_mistaken,
    is_of_people,
    is_on_the_way,
    is_passing,
    is_ride,
    is_stay,
    is_told,
    is_visited,
)
from shared.contracts.labels import OUTSIDE, UNKNOWN_DISTRICT, Place, Precision

ABROAD = frozenset("in at near around outside across from".split())
"""What a place abroad needs before it: `the capital of Australia` is no place of an event."""
_PRECISION: dict[str, Precision] = {"street": "street", "landmark": "point"}


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
            for form in forms_of(entry):
                line = read(form, spelling).line
                line = line.strip() if UNSPACED.match(form) else line
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
        starts = {place.first for place in found}
        taken: set[int] = set()
        kept = []
        for place in sorted(found, key=lambda named: (named.first - named.last, named.first)):
            words = set(range(place.first, place.last + 1))
            if words & taken or is_other_name(place, text, starts):
                continue
            if is_other_street(place, text):
                taken |= words
            elif is_meant(place, text, account_districts):
                taken |= words
                kept.append(place)
            elif is_road_there(place) or any(entry.kind == NO_PLACE for entry in place.entries):
                taken |= words
        return with_countries(sorted(kept, key=lambda named: named.first), text)

    def where(self, text: Text, account_districts: Sequence[str]) -> Where:
        """The district: a place named that lies in one, then the account's where it serves one, else unknown."""
        named = [_sure(settled(place, account_districts), text) for place in self.named(text, account_districts)]
        named = _narrowed(named, text)
        told = [place for place in named if place.districts != {OUTSIDE}]
        sussex = _meant_here(told, named, text)
        here = bool(sussex) or len(account_districts) == 1
        beyond = [each for each in named if each.districts == {OUTSIDE} and _happens_there(each, text, here=here)]
        if meant_abroad := _of_that_name(named, beyond, text, only=bool(told) and not sussex):
            return meant_abroad
        sure = [place for place in sussex if is_plain(place) and len(place.districts) == 1]
        there = _happening(sure, text)
        if beyond and not there and not (sure and len(account_districts) == 1):
            return _beyond(beyond)
        if not account_districts and not there and any(is_ride(text.words, place.first) for place in sure):
            sure = []  # the train from Hove to Lewes may be anywhere
        if not there and len(sure) == 1 and len(account_districts) == 1:
            return _on_the_way(sure, account_districts[0], text)
        if found := _agreed(there or sure, sussex, account_districts):
            return found
        if not named and is_postcode_elsewhere(text):
            return Where(OUTSIDE, "a postcode lies outside the force's area")
        return _of_the_account(sussex, account_districts)

    def answered(self, text: Text, post: Text, account_districts: Sequence[str]) -> Where | None:
        """Which of the account's districts a place named in the answered post lies in, if it is one.

        A text that names another place speaks of that one.
        """
        where = self.where(post, account_districts)
        if where.named is None or where.district == OUTSIDE:
            return None
        own = [place for place in self.named(text, account_districts) if place.districts != {OUTSIDE}]
        if _elsewhere(own, where.district):
            return None
        if where.district not in account_districts and not any(where.district in place.districts for place in own):
            return None
        return Where(where.district, "the message that it answers names a place in this district", where.place)


def _of_the_account(places: Sequence[Named], account_districts: Sequence[str]) -> Where:
    if len(account_districts) == 1 and not _elsewhere(places, account_districts[0]):
        return Where(account_districts[0], "the account serves this district alone")
    return Where(UNKNOWN_DISTRICT, "no place named lies in one district, and the account does not settle it")


def _happening(places: Sequence[Named], text: Text) -> list[Named]:
    """The places where it happens: neither those on the way, nor those that only say where somebody is from."""
    there = [place for place in places if not is_passing(text.words, place.first, place.last)]
    if len(there) == 1:
        return there
    return [place for place in there if not is_of_people(text.words, place.last)] or there


def _of_that_name(named: Sequence[Named], beyond: Sequence[Named], text: Text, *, only: bool) -> Where | None:
    """Another place that bears a name of Sussex, where the message says that it is there, or there is no other."""
    from_there = [place for place in named if place.districts == {OUTSIDE} and is_told(text.words, place.first)]
    if from_there or (only and beyond):
        return _beyond(from_there or beyond)
    return Where(OUTSIDE, "another place of that name is meant") if only else None


def _meant_here(places: Sequence[Named], named: Sequence[Named], text: Text) -> list[Named]:
    """The places of Sussex that are spoken of: no namesakes, and not the one to whose police it is only addressed."""
    words = text.words
    namesakes = {words[place.first] for place in named if is_abroad(place)}
    ours = [
        place
        for place in places
        if words[place.first] not in namesakes and not is_mistaken(words, place.first, place.last)
    ]
    return [place for place in ours if not is_addressed(words, place.first, place.last)] or ours


def _on_the_way(places: Sequence[Named], district: str, text: Text) -> Where:
    """The account's district, as the only place is one of passing by, unless somebody lives or is elsewhere."""
    if is_stay(text.words, places[0].first) and _elsewhere(places, district):
        return Where(UNKNOWN_DISTRICT, "somebody is at a place in another district than the account's")
    return Where(district, "the account serves this district alone, and it happens at no other place")


def _agreed(sure: Sequence[Named], places: Sequence[Named], account_districts: Sequence[str]) -> Where | None:
    """The one district that the places named speak for, if they do."""
    districts = {district for place in sure for district in place.districts}
    if len(districts) > 1:
        districts &= set(account_districts)
    if len(districts) == 1:
        return _in(next(iter(districts)), sure, "a place named lies in this district")
    if districts:
        return None
    if not account_districts:
        return _together(places)
    likely = {district for place in places for district in place.districts} & set(account_districts)
    if len(likely) == 1:
        return _in(next(iter(likely)), places, "a place named lies in this district, and the account agrees")
    return None


def _together(places: Sequence[Named]) -> Where | None:
    """The one district that names which others have too share, where they are several."""
    shared = frozenset.intersection(*(place.districts for place in places)) if len(places) > 1 else frozenset()
    if len(shared) != 1 or len({place.entries[0].name for place in places}) == 1:
        return None
    return _in(next(iter(shared)), places, "places named have this district alone in common")


def _sure(place: Named, text: Text) -> Named:
    """The place, plain where a helicopter is over a name that others have too."""
    if is_plain(place) or len(place.districts) > 1 or not is_flown_over(text.words, place.first):
        return place
    return replace(place, entries=tuple(replace(entry, cue="plain") for entry in place.entries))


def _narrowed(named: Sequence[Named], text: Text) -> list[Named]:
    """The places without those that the next one says more exactly: Chichester Uni (Bognor campus)."""
    return [
        place
        for place, following in zip(named, [*named[1:], None], strict=False)
        if following is None or not _is_told_closer(place, following, text)
    ]


def _is_told_closer(place: Named, following: Named, text: Text) -> bool:
    """Whether the next place stands in brackets behind it, or behind one word after it."""
    if following.first - place.last not in {1, 2} or {OUTSIDE} in (place.districts, following.districts):
        return False
    return text.original[max(0, text.spans[following.first].start - 1) : text.spans[following.first].start] == "("


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
    return any(is_plain(place) and district not in place.districts for place in places)


def _happens_there(place: Named, text: Text, *, here: bool) -> bool:
    """Whether a place outside Sussex is more than where somebody goes, lives or was: `the train to London`.

    Where the message is about a place `here`, or was sent to one's police, `I'm in Leeds` says only who writes.
    """
    words, first = text.words, place.first
    if is_abroad(place):
        return True
    if is_on_the_way(words, first, place.last) or is_kept(words, first) or is_another(words, first):
        return False
    if any(entry.police_area is not None for entry in place.entries):
        return not here or not is_away(words, first)
    told = is_visited(words, first) or is_called_from(words, first) or _is_somebodys(place, text)
    return not told and word_before(place, text) in ABROAD


def _is_somebodys(place: Named, text: Text) -> bool:
    """Whether it is where somebody else is, `the owner's in Spain`, or is compared: `in Spain it is 112`."""
    if word_before(place, text) != "in":
        return False
    span, following = text.spans[max(0, place.first - 2)], place.last + 1
    if text.original[span.start : span.end].lower().endswith(("'s", "\u2019s")):
        return True
    joined = following < len(text.words) and text.clauses[following] == text.clauses[place.last]
    return joined and text.words[following] in COMPARED
