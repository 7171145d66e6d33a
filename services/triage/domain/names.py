"""Names of private persons in a text; officers and other people in public roles are none."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from services.triage.domain.name_words import Said, Word, said_in
from services.triage.domain.names_abroad import (
    families,
    initials,
    is_introduced,
    is_noun,
    is_place_abroad,
    is_surname_first,
    is_titled,
    written_names,
)
from services.triage.domain.no_person import beasts_in, has_birth, is_nobodys, is_on_duty, is_spelled, lives_there
from services.triage.domain.personal_data import Personal
from services.triage.domain.praise import is_advertised, is_thanked

LONGEST = 3
"""Words of a name."""
CLEAR_LETTERS = 4
"""Letters from which on a word in capitals, or one without its capital, may be a name."""
SURNAME_LETTERS = 3
"""Letters that a name has which is known by its cue alone."""
KIN_REACH = 4
"""Words before the kin in which it is said whose: `my daughter's ex husband`."""
CALLED_REACH = 12
"""Words before `called` in which an animal or an officer is the one that is called so."""
SAYING_REACH = 3
"""Words after a name that make a saying of it: `Daniel in the lion's den`."""
THING_REACH = 4
"""Words before it in which a thing is: `a pub called`."""
OFFICES = frozenset(
    {"officer", "constable", "sergeant", "inspector", "handler", "pcso", "detective", "dispatcher", "paramedic"}
)
"""Before a comma and the name of who does it: `the liaison officer, Sue, kept us going`."""
_SIGNED = re.compile(r"[\d\n\u2014\u2013-]")
"""What stands before the name with which a message is signed: a telephone number, a new line, a dash."""


@dataclass(frozen=True)
class Names:
    """Finds names by what stands before them, and by given names."""

    plain: Collection[str]
    """Given names that are hardly ever anything else."""
    inside: Collection[str]
    """Those that are words as well: names where the capital is not that of a sentence's first word."""
    cues: Mapping[str, frozenset[str]]
    """Words around a name, by their part."""
    public: Collection[str]
    """People, characters and brands that everybody knows, in lower case."""
    places: Collection[str]
    """Places of several words, in lower case: Mark Cross is a village."""
    place_words: frozenset[str]
    """The words of places, in lower case: no surname for somebody whose given name is not known."""

    def find(self, text: str) -> list[Personal]:
        """The names of private persons."""
        said, found, place = said_in(text), [], 0
        beasts = beasts_in(said, self.cues)
        for candidate in [place for place, word in enumerate(said.words) if self._may_be(said, place, word)]:
            if candidate < place or not (length := self._length(said, candidate)):
                continue
            if self._is_name(said, candidate, length):
                place = candidate + length
                last = said.words[place - 1]
                if said.lower[candidate] not in beasts and self._private(said, candidate, length):
                    found.append(Personal("named_person", said.words[candidate].start, last.start + len(last.base)))
        return list(
            dict.fromkeys(
                (
                    *found,
                    *initials(text, self.cues, self.place_words),
                    *families(text, self.cues),
                    *written_names(text, self.cues),
                )
            )
        )

    def _may_be(self, said: Said, place: int, word: Word) -> bool:
        """A first look, as most words are none: a word with its capital letter, or a given name without it."""
        lower = said.lower[place]
        if word.text[0].isupper():
            if word.base != word.text and word.text.endswith(("n't", "n\u2019t")):
                return False
            return lower not in self.cues["never"] or lower in self.cues["months"]
        if lower in self._small or (place and said.lower[place - 1] in {"mr", "mrs"}) or lower[:-1] in self._small:
            return True
        return not word.text.isascii() and (
            bool(self._known(word)) or (word.caseless and is_titled(said, place, self.cues))
        )

    @cached_property
    def _small(self) -> frozenset[str]:
        """Given names as they are typed without a capital letter."""
        return frozenset(name.lower() for name in (*self.plain, *self.inside))

    def _known(self, word: Word) -> str:
        """Which kind of given name it is, if one: `plain` or `inside`."""
        form = word.base.title() if word.shouted else word.base
        form = form[:1].upper() + form[1:]
        if form in self.plain or (not form.isascii() and form[:-1] in self.plain):
            return "plain"
        first, hyphen, second = form.partition("-")
        if hyphen and first in self.plain and second.lower() in self._small | self.cues["months"]:
            return "plain"
        return "inside" if form in self.inside else ""

    def _unmarked(self, said: Said, place: int) -> bool:
        """Whether but the apostrophe is missing: `Callums got the rope`, `jamies fitting`."""
        word = said.words[place]
        if len(word.base) <= CLEAR_LETTERS or word.lower[-1] != "s" or not said.joined(place + 1):
            return False
        if said.lower[place + 1] not in self.cues["unmarked"] or said.lower[place] in self.cues["not_unmarked"]:
            return False
        return word.base[:-1].title() in self.plain and said.before(place) != "the"

    def _length(self, said: Said, place: int) -> int:
        """The words of the name: the given name, and surnames after it."""
        first, length = said.words[place], 1
        if first.caseless and said.before(place) in self.cues["titles_caseless"]:
            return 2 if said.joined(place + 1) and said.lower[place + 1] not in self.cues["never"] else 1
        while length < LONGEST and said.joined(place + length):
            following = said.words[place + length]
            alike = following.capital if first.capital else following.shouted and first.shouted
            if not alike or len(following.base) < SURNAME_LETTERS or following.lower in self.cues["never"]:
                break
            length += 1
        return length

    def _is_name(self, said: Said, place: int, length: int) -> bool:
        """Whether the words are a name at all."""
        word = said.words[place]
        known = self._known(word) or ("plain" if self._unmarked(said, place) else "")
        kin = self._kin(said, place)
        if word.lower in self.cues["never"] and not (kin and word.lower in self.cues["months"]):
            return False
        if word.caseless:
            return known == "plain" or is_titled(said, place, self.cues)
        if not word.upper:
            return self._small_name(said, place, known, kin=kin)
        if kin or said.before(place, ". ") in self.cues["styles"]:
            return bool(known) or (word.capital and len(word.base) >= SURNAME_LETTERS)
        return self._written(said, place, known, length)

    def _written(self, said: Said, place: int, known: str, length: int) -> bool:
        """Whether it is one with its capital letter: by a title or a cue before it, or by itself."""
        if is_introduced(said, place, length, self.cues) or (is_titled(said, place, self.cues) and not said.titled):
            return bool(known) or said.lower[place] not in self.place_words
        if said.after_phrase(place, self.cues["said"]):
            return self._named(said, place, known, length)
        return self._by_itself(said, place, known, length)

    def _small_name(self, said: Said, place: int, known: str, *, kin: bool) -> bool:
        """A name typed without its capital: `my son josh`, `its lewis`, `mr osborn`."""
        word = said.words[place]
        if word.lower in self.cues["verbs"] or len(word.base) < SURNAME_LETTERS:
            return False
        if kin:
            return bool(known)
        if said.before(place, ". ") in {"mr", "mrs"}:
            return len(word.base) >= CLEAR_LETTERS and "-the-" not in word.lower
        following = said.lower[place + 1] if place == 0 and len(said.lower) > 1 else ""
        told = following in self.cues["starts"] or self._signs(said, place)
        told = (
            told
            or self._unmarked(said, place)
            or any(said.after_phrase(place, self.cues[cue]) for cue in ("presents", "said"))
        )
        return known == "plain" and len(word.base) >= CLEAR_LETTERS and told

    def _named(self, said: Said, place: int, known: str, length: int) -> bool:
        """After `called` and its like; a dog is called something as well."""
        if place > 1 and said.lower[place - 2] in self.cues["things"] | self.cues["not_a_person"]:
            return False
        near = said.lower[max(0, place - THING_REACH) : place]
        animals = said.lower[max(0, place - CALLED_REACH) : place]
        if not (self.cues["things"].isdisjoint(near) and self.cues["not_a_person"].isdisjoint(animals)):
            return bool(known) and length > 1
        word = said.words[place]
        if said.before(place - 1) in self.cues["counted"] or (length == 1 and word.lower in self.cues["nations"]):
            return bool(known) and length > 1
        if length == 1 and not known and said.after_phrase(place, self.cues["nicknamed"]):
            return False
        return bool(known) or (word.capital and len(word.base) >= SURNAME_LETTERS)

    def _by_itself(self, said: Said, place: int, known: str, length: int) -> bool:
        """By its given name, or as two words that are presented as a name."""
        word = said.words[place]
        if known == "plain":
            return word.capital or length > 1 or (said.shouting and len(word.base) > CLEAR_LETTERS)
        if known == "inside":
            if said.before(place) in self.cues["dear"] or self._signs(said, place):
                return True
            acts = place + 1 < len(said.lower) and said.lower[place + 1] in self.cues["does"]
            acts = acts or lives_there(said, place, self.cues)
            return word.capital and (length > 1 or acts or not said.begins(place))
        foreign = not said.begins(place) and not all(
            said.words[at].base.isascii() for at in range(place, place + length)
        )
        if foreign and (
            word.lower in self.cues["articles"] or is_noun(said, self.cues) or is_place_abroad(said, place, self.cues)
        ):
            foreign = False
        foreign = foreign or is_surname_first(said, place, length, self.cues)
        presented = length > 1 and word.capital and (foreign or said.after_phrase(place, self.cues["presents"]))
        return presented and not said.titled and self.place_words.isdisjoint(said.lower[place : place + length])

    @staticmethod
    def _signs(said: Said, place: int) -> bool:
        """Whether the message ends with it, as a letter does."""
        return 0 < place == len(said.words) - 1 and _SIGNED.search(said.between(place)) is not None

    def _kin(self, said: Said, place: int) -> bool:
        """Whether right before it is said what the person is to somebody."""
        before = said.before(place, ", ")
        if before in self.cues["kin_abroad"]:
            return bool(self._known(said.words[place])) or not is_place_abroad(said, place, self.cues, self.place_words)
        whose = said.lower[max(0, place - 1 - KIN_REACH) : max(0, place - 1)]
        return before in self.cues["kin"] and not self.cues["whose"].isdisjoint(whose)

    def _private(self, said: Said, place: int, length: int) -> bool:
        """Whether it is a private person's: no officer, no public figure (but a namesake), no place, pub or song."""
        known = bool(self._known(said.words[place]))
        if (
            (length == 1 and known and is_thanked(said, place, self.cues))
            or (length == 1 and is_nobodys(said, place, self.cues, self.place_words))
            or is_spelled(said, place, length, self.cues)
            or is_advertised(said, place, length, self.cues, known=known)
            or (length == 1 and self._is_place(said, place))
        ):
            return False
        after = said.words[place + length] if said.joined(place + length) else None
        if self._is_part(said, place, length) and not (known and length > 1 and has_birth(said, place + length - 1)):
            return False
        before = said.before(place) or (said.before_quoted(place) if length == 1 else "")
        month = length == 1 and said.lower[place] in self.cues["months"]
        if month and (said.number_follows(place) or before in self.cues["when"]):
            return False
        if before in self.cues["not_before"]:
            who = length > 1 or (after is not None and after.lower in {"who", "that"})
            return before in {"a", "an"} and who and not self._well_known(said, place, length)
        if length == 1 and is_on_duty(said, place, self.cues):
            return False
        namesake = length > 1 and (self._kin(said, place) or lives_there(said, place + length - 1, self.cues))
        return namesake or not (self._well_known(said, place, length) or self._ranked(said, place, length))

    def _is_part(self, said: Said, place: int, length: int) -> bool:
        """Whether a word of it, or the one after it, makes a place, a pub, a club or a firm of it."""
        if not self.cues["not_after"].isdisjoint(said.lower[place + 1 : place + length]):
            return True
        after = said.words[place + length] if said.joined(place + length) else None
        return after is not None and (after.upper or after.lower == "law") and after.lower in self.cues["not_after"]

    def _is_place(self, said: Said, place: int) -> bool:
        """Whether a place is called by it: `the park at Alexandra`, `Pelham car park`; so is a law: Clare's."""
        word, following = said.words[place], said.lower[place + 1 : place + 3]
        if following[:1] == ("law",) or following == ("car", "park"):
            return True
        if word.lower not in self.place_words or word.base != word.text or not word.upper:
            return False
        second = said.lower[place - 2] if place > 1 else ""
        return said.before(place) in self.cues["where"] and second not in self.cues["done_to"]

    def _well_known(self, said: Said, place: int, length: int) -> bool:
        """Whether it is a public figure's name, a saying, or part of a place's name."""
        last = place + length
        while last < place + length + SAYING_REACH and said.joined(last):
            last += 1
        reach = said.lower[place:last]
        alone = 2 if length > 1 and self._known(said.words[place]) else 1
        phrases = [" ".join(reach[:count]).replace("\u2019", "'") for count in range(alone, len(reach) + 1)]
        for place_before in (place, place - 1):
            if before := said.before(place_before):
                phrases += [f"{before} {phrase}" for phrase in phrases]
            else:
                break
        return any(phrase in self.public or phrase in self.places for phrase in phrases)

    def _ranked(self, said: Said, place: int, length: int) -> bool:
        """Whether a rank stands before it, or before the name that it is joined to: `PCs Hall and Amy`."""
        before = said.before(place, ". ")
        if before in self.cues["no_ranks"] and not said.words[place - 1].upper:
            return before == "captain" and self.cues["whose"].isdisjoint(said.lower[max(0, place - 3) : place - 1])
        if before in self.cues["military"] and length > 1 and self._known(said.words[place]):
            return False
        if said.before(place, ", ") in OFFICES and said.text.startswith(",", said.words[place].end):
            return True
        if before in {"called", "named"}:
            before = said.before(place - 1)
            return before in self.cues["ranks"] and before not in self.cues["no_ranks"]
        if before in {"and", "&"}:
            return not self.cues["ranks"].isdisjoint(said.lower[max(0, place - 4) : place - 2])
        return before in self.cues["ranks"]
