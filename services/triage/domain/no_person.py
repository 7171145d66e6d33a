"""Given names that are no private person's here: an animal's, a code word's, a fallen officer's, a letter's name."""

import re
from collections.abc import Collection, Mapping

from services.triage.domain.name_words import Said

Cues = Mapping[str, frozenset[str]]
"""Words around a name, by their part."""
ANIMAL_REACH = 4
"""Words after a name and a comma in which an animal is described: `Tilly, small brown cocker`."""
_QUOTES = "'\"\u2018\u2019\u201c\u201d\u00ab\u00bb"
DUTY_REACH = 6
"""Words after a name in which it is said where an officer works."""
_LIVES = re.compile(
    r"\s(?:(?:at|in|from)\s(?:next door|upstairs|downstairs|across|opposite|over the road|(?:no\.?|number|flat)\s\d"
    r"|\d{1,3}[a-z]?\s(?:has|is|was|keeps|did|who|again)\b|\d{1,3}[a-z]?\s[A-Z][a-z]+\s[A-Z])"
    r"|(?:next door|upstairs|downstairs|opposite|(?:who\s)?lives)\b)"
)
_PETS = re.compile("[\U0001f436\U0001f415\U0001f43e\U0001f431\U0001f408\U0001f429\U0001f9ae]")
"""Dogs and cats, and their paws, as pictures."""
_ON_SKIN = re.compile(
    r"['\"\u2019\u201d]\s(?:(?:tattooed|written|inked)\s)?(?:on|across|over|down)\s(?:his|her|their|the|its|a|one)\b"
)
"""After a name in quotation marks, where it is written."""
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
        or _branded(said, place, cues)
        or _staged(said, place, cues)
        or _crowned(said, place, cues)
        or _storms(said, place, cues)
    )


def beasts_in(said: Said, cues: Cues) -> frozenset[str]:
    """Names that are said to be an animal's, or a thing's in jest: wherever else they stand, they are no person's."""
    pictured = not said.text.isascii() and _PETS.search(said.text) is not None
    told = not (cues["animals"].isdisjoint(said.vocabulary) and said.vocabulary.isdisjoint({"named", "christened"}))
    if not (pictured or told):
        return frozenset()
    return frozenset(
        said.lower[place]
        for place, word in enumerate(said.words)
        if word.upper
        and (
            (pictured and _petted(said, place))
            or (told and (_animals(said, place, cues) or _in_jest(said, place) or _beast(said, place, cues)))
        )
    )


def is_on_duty(said: Said, place: int, cues: Cues) -> bool:
    """Whether the first name is an officer's by what follows: `Nigel the PCSO`, `Kev and Jo on the Tilgate beat`."""
    after = place + 1
    if (
        said.lower[after : after + 1] in {("and",), ("&",)}
        and after + 1 < len(said.words)
        and said.words[after + 1].upper
    ):
        after += 2
    following = said.lower[after : after + DUTY_REACH] if said.joined(after) else ()
    if following[:1] == ("the",):
        return following[1:2] in {(office,) for office in cues["offices"]}
    if following[:1] not in {("on",), ("from",)} or following[1:2] not in {("the",), ("your",), ("our",)}:
        return False
    team = "team" in following and not cues["teams"].isdisjoint(following)
    return team or not cues["posts"].isdisjoint(following)


def lives_there(said: Said, place: int, cues: Cues) -> bool:
    """Whether it is said where the person lives: `Ray at 15 has`, `Rose next door`."""
    return said.lower[place] not in cues["months"] and _LIVES.match(said.text, said.words[place].end) is not None


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


def _beast(said: Said, place: int, cues: Cues) -> bool:
    """Whether it is an animal's by what stands around: `Jasper the police horse`, `Lost dog update: Winston`."""
    if not place or said.between(place) in {": ", " - ", " \u2013 "}:
        near = said.lower[max(0, place - 3) : place]
        if not cues["animals"].isdisjoint(near) and not {"lost", "missing", "found", "stolen"}.isdisjoint(near):
            return True
    if place > 1 and said.before(place) in {"called", "named"}:
        near = said.lower[max(0, place - 3) : place - 1]
        if near[-1] in cues["not_a_person"] or (near[-1] in {"is", "was"} and near[0] in cues["animals"]):
            return True
    if said.before(place) in cues["animals"] or said.before_quoted(place) in cues["animals"]:
        return True
    if not said.joined(place + 1) or said.lower[place + 1] not in {"the", "our", "my"}:
        return False
    last = next(
        (at for at in range(place + 2, min(place + 5, len(said.words))) if said.lower[at] in cues["animals"]), 0
    )
    return bool(last) and said.lower[last + 1 : last + 2] not in {(word,) for word in cues["of_animals"]}


def _petted(said: Said, place: int) -> bool:
    """Whether it is `our Bess` in a message with a dog's or a cat's picture, and no police dog's."""
    return said.before(place) in {"our", "my"} and said.vocabulary.isdisjoint({"police", "pd", "son", "daughter"})


def _branded(said: Said, place: int, cues: Cues) -> bool:
    """Whether a drink, a shop or a tattoo has it: `a can of Stella`, `Betty's bakery`, `'Sharon' on his neck`."""
    word = said.words[place]
    of = place - 2 if said.before(place) in {"and", "or", "&"} else place
    if said.before(of) == "of" and of > 1 and said.lower[of - 2] in cues["containers"]:
        return True
    if word.base != word.text and said.lower[place + 1 : place + 2] and said.between(place + 1) == " ":
        return said.lower[place + 1] in cues["of_nobody"]
    opened = place > 0 and said.between(place)[-1:] in set(_QUOTES)
    return opened and (_ON_SKIN.match(said.text, word.end) is not None or "tattoo" in said.vocabulary)


def _staged(said: Said, place: int, cues: Cues) -> bool:
    """Whether it is a star's: `whoever was singing Adele`, `the new Taylor album`."""
    if said.before(place) in cues["performing"] or (
        said.before(place) == "to" and said.before(place - 1) == "listening"
    ):
        return True
    return (
        said.joined(place + 1)
        and said.lower[place + 1] in cues["performed"]
        and said.before(place) not in cues["whose"]
    )


def _crowned(said: Said, place: int, cues: Cues) -> bool:
    """Whether it is a king's: `a George III chair`, and Harold's at Battle."""
    if said.joined(place + 1) and said.words[place + 1].text.isupper() and said.lower[place + 1] in cues["numbered"]:
        return True
    if said.lower[place] not in cues["conquered"]:
        return False
    return "1066" in said.text or not cues["conquest"].isdisjoint(said.vocabulary)


def _storms(said: Said, place: int, cues: Cues) -> bool:
    """Whether it is the second of two: `Storms Amy and Bram`, `our dogs Sid and Nancy`."""
    return said.before(place) in {"and", "&"} and not cues["many"].isdisjoint(said.lower[max(0, place - 3) : place - 2])
