"""How a place stands in what is said: where it happens, on the way, where somebody lives, or a football club."""

from collections.abc import Sequence

ON_THE_WAY = frozenset("to from towards toward for via".split())
"""Before a place that somebody goes to or comes from: `the train to London`."""
MOVED = frozenset("moved moving retiring relocated".split())
"""Before `to` and a place where somebody now lives."""
CALLS = frozenset(
    """phoned phones phoning rang rung rings ringing calling called texted texting messaged messaging
    whispering""".split()
)
"""Before `from` and a place where somebody is who tells of it."""
WRITES = (
    MOVED
    | CALLS
    | frozenset(
        """watching writing greetings hello hi posting message news stuff footage pictures scenes nicked stolen taken
        robbed pinched""".split()
    )
)
"""Before `from` or `to` and a place where somebody or something now is, or where it happened: `stolen from`."""
OTHERS = frozenset(
    """he she they hes shes theyre has whos him her them ex lad lads son daughter brother sister family mate friend
    officer pcso""".split()
)
"""Before `moved to`: the place is where another person lives, and not where it happens."""
CALL_REACH = 4
"""Words between a call and the place where it comes from: `rings us every Sunday from`."""
WHOM = frozenset({"me", "us", "him", "her", "them", "mum", "dad"})
"""Between such a word and `from`: `rung me from`."""
LIVES = frozenset(
    """live lives living based work works working were are is was im am been re theyre were hes shes ive stay staying
    holiday away off born grew up""".split()
)
"""Before `in` and a place where somebody is, which need not be where it happens."""
HERE_I_AM = frozenset("im we we're i live lives living based from am".split())
CARRIED = frozenset(
    """bus train ticket tickets scarf shirt top kit hoodie cap hat flag tattoo van accent based to""".split()
)
"""After a place's name that something only bears: a Crawley bus ticket; and `Polegate to Lewes`."""
STOPS = frozenset("station stop depot".split())
"""A bus station is a place."""
COMPARED = frozenset("we its it is one you they there would police".split())
"""After a country with which a sentence begins: `in Norway we don't have this`."""
KEPT = frozenset({"bail", "prison"})
"""Before `in` and a place where somebody is kept: it happened elsewhere."""
ADDRESSED = frozenset("tagging tagged youre dear not".split())
"""Before a place whose police the message is sent to, or where it did not happen: `not Brighton but Seaford`."""
ADDRESSEES = frozenset("lot account page one cover covers".split())
"""After it: `the Lewes one never answers`."""
GOES = frozenset({"go", "goes", "going", "went", "gone"})
"""Before `wrong` where no place is: `what could go wrong #Rotherfield`."""
WENT = frozenset("attended visited to at".split())
"""Before `the wrong` and a place's name: whoever says so is at the one of ours."""
OURS_AFTER_ALL = frozenset(
    "account area branch bus department desk district lot number office page people person police team train".split()
)
"""After the name of a place it is something else that is wrong: `the wrong Worthing number`."""
CLUB = frozenset(
    """away fans fan fc afc united rovers wanderers under u18s u18 u21s u16s ladies reserves keeper striker supporters
    supporter nil game match derby""".split()
)
"""After a club's name."""
VERSUS = frozenset({"v", "vs", "versus"})
OPPONENT = VERSUS | {"against", "beat", "thrashed"}
BEATEN = frozenset("hammered battered beaten thrashed robbed lost destroyed slaughtered murdered smashed".split())
"""Two words before a club's name: `hammered by Dorking`."""


LOSERS = frozenset({"us", "them", "him", "yous"})
"""After what a team does: `Brighton robbed us`."""
OFFICE = frozenset("police cid fraud constabulary cop cops officer detective".split())
CLAIMS = frozenset("claims claimed claiming pretends pretended pretending says saying said reckons posing".split())
"""Before `from` and the police of a place, where somebody only says so."""
CLAIM_REACH = 6
"""Words between the two: `says he was DC Smith from`."""
RIDES = frozenset("train trains bus coach service ferry load delivery parcel drop pallet".split())
"""Before `to`, `from` or `for` and a place: where it goes to is not where it is."""
NUMBERS = frozenset({"999", "101", "111", "112"})
"""Whom people ring, and no hour or number of a bus before `to`."""
FLIES = frozenset("helicopter heli chopper copter npas drone drones".split())
"""Before `over` and a place whose name others have too: the one that the police of Sussex fly over."""
PEOPLE = frozenset("man woman girl boy lad teenager pensioner lady bloke chap guy runaway".split())
"""After the name of a place that somebody is from: `the Bexhill man you're looking for`."""


def is_claimed(words: Sequence[str], first: int, last: int, *, quoted: bool) -> bool:
    """Whether it is the place of a police that somebody only says to be from."""
    if OFFICE.isdisjoint(words[last + 1 : last + 2]):
        return False
    if quoted:
        return True
    return _before(words, first)[0] in {"from", "be"} and not CLAIMS.isdisjoint(
        words[max(0, first - CLAIM_REACH) : first]
    )


def is_ride(words: Sequence[str], first: int) -> bool:
    """Whether a train, bus or load goes to or comes from there: `the 17.46 to Seaford`, `a load for Shoreham`."""
    before, second = _before(words, first)
    if before == "of" and second == "out":
        before, second = "from", words[first - 3] if first > 2 else ""  # noqa: PLR2004 - three words back
    if before == "for":
        return second in RIDES
    return before in {"to", "from"} and (second in RIDES or (second.isdigit() and second not in NUMBERS))


def is_flown_over(words: Sequence[str], first: int) -> bool:
    """Whether a helicopter is over it."""
    return _before(words, first)[0] in {"over", "above", "around", "round", "circling"} and not FLIES.isdisjoint(
        words[max(0, first - CLAIM_REACH) : first]
    )


def is_of_people(words: Sequence[str], last: int) -> bool:
    """Whether somebody is named by it, as in `the Bexhill man`."""
    return not PEOPLE.isdisjoint(words[last + 1 : last + 2])


def is_club(words: Sequence[str], first: int, last: int) -> bool:
    """Whether the name is that of a team."""
    before, second = _before(words, first)
    if before in OPPONENT or (before in {"by", "to"} and second in BEATEN):
        return True
    following = words[last + 1] if last + 1 < len(words) else ""
    if following in BEATEN or following == "beat":
        return not LOSERS.isdisjoint(words[last + 2 : last + 3])
    return following in CLUB or following in VERSUS


def is_passing(words: Sequence[str], first: int, last: int) -> bool:
    """Whether it is where somebody comes from, goes to or lives, rather than where it happens."""
    before, second = _before(words, first)
    return (before == "in" and second in HERE_I_AM) or is_on_the_way(words, first, last)


def is_on_the_way(words: Sequence[str], first: int, last: int) -> bool:
    """Whether it is where somebody comes from or goes to, or what a thing is named by."""
    before, second = _before(words, first)
    if before == "of" and is_ride(words, first):
        return True
    if before in ON_THE_WAY:
        third = words[first - 3] if first > 2 else ""  # noqa: PLR2004 - three words back
        if second in MOVED and third in OTHERS:
            return True
        if before == "to" and second == "off" and first == 2:  # noqa: PLR2004 - `Off to London for the day`
            return False
        return second not in WRITES and not (second in WHOM and third in WRITES) and first != 1
    following = words[last + 1 : last + 3]
    return bool(following) and following[0] in CARRIED and following[-1] not in STOPS


def is_stay(words: Sequence[str], first: int) -> bool:
    """Whether somebody lives, is or calls from there: it may well happen there, unlike on the way to a place."""
    before, second = _before(words, first)
    called = before == "from" and not CALLS.isdisjoint(words[max(0, first - 1 - CALL_REACH) : first - 1])
    return called or (before == "in" and second in HERE_I_AM) or (before == "to" and second in MOVED)


def is_visited(words: Sequence[str], first: int) -> bool:
    """Whether somebody only was or lives there: `while we were in Spain`."""
    before, second = _before(words, first)
    return before == "in" and second in LIVES


def is_away(words: Sequence[str], first: int) -> bool:
    """Whether the writer tells of something elsewhere from there: `I'm in Leeds`."""
    before, second = _before(words, first)
    return before == "in" and second in {"im", "am"}


def is_kept(words: Sequence[str], first: int) -> bool:
    """Whether somebody is kept there for what they did elsewhere: `on bail in Kent`."""
    before, second = _before(words, first)
    return before == "in" and second in KEPT


def is_another(words: Sequence[str], first: int) -> bool:
    """Whether only another one of the kind is there: `there's one in Hampshire too`."""
    return _before(words, first) == ("in", "one")


def is_called_from(words: Sequence[str], first: int) -> bool:
    """Whether somebody calls from there: `rang me from Canada`."""
    before, second = _before(words, first)
    third = words[first - 3] if first > 2 else ""  # noqa: PLR2004 - three words back
    return before == "from" and (second in CALLS or (second in WHOM and third in CALLS))


def is_addressed(words: Sequence[str], first: int, last: int) -> bool:
    """Whether it is said of whom the message is sent to, or that it did not happen there."""
    return _before(words, first)[0] in ADDRESSED or not ADDRESSEES.isdisjoint(words[last + 1 : last + 2])


def is_told(words: Sequence[str], first: int) -> bool:
    """Whether the message says in so many words where it is from: `this is Delaware`."""
    return _before(words, first) == ("is", "this")


def is_mistaken(words: Sequence[str], first: int, last: int) -> bool:
    """Whether another place of that name is meant: `wrong Hastings, mate`."""
    before, second = _before(words, first)
    if before == "wrong" and second == "the" and first > 2 and words[first - 3] in WENT:  # noqa: PLR2004 - three back
        return False
    told = (before == "wrong" and second not in GOES) or (before == "another" and second in {"", "theres"})
    return told and OURS_AFTER_ALL.isdisjoint(words[last + 1 : last + 2])


def _before(words: Sequence[str], first: int) -> tuple[str, str]:
    return words[first - 1] if first else "", words[first - 2] if first > 1 else ""
