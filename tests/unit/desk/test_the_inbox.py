"""What waits, for whom, in which order; every mention can be reached by some filter."""

from datetime import timedelta

import pytest

from services.desk.domain.inbox import Filters, Tab
from services.desk.readmodel import mentions
from services.desk.readmodel.wanted import Viewer
from shared.contracts.work_changed import Claim, Closing
from tests.support.desk import PaperDesk, labels, mention, triaged

HASTINGS = Viewer("officer", frozenset({"hastings"}))
CRAWLEY = Viewer("officer_crawley", frozenset({"crawley"}))
FORCE = Viewer("supervisor", frozenset({"*"}))
NOBODY = Viewer("it", frozenset())


def _texts(desk: PaperDesk, viewer: Viewer = FORCE, tab: Tab = "all", **filters: str) -> list[str]:
    found = mentions.listed(desk.store.db, viewer, tab=tab, filters=Filters(**filters), now=desk.clock())
    return [item.mention.text for item in found]


def _say(desk: PaperDesk, text: str, *tags: str, account: str = "x_hastings", ago: int = 0, **more: object) -> str:
    said = mention(text, desk.clock() - timedelta(seconds=ago), account=account)
    desk.add(said)
    if tags:
        desk.add(triaged(said, labels(*tags, **more)))  # type: ignore[arg-type]  # labels of all kinds
    return said.id


def test_everybody_sees_their_districts_and_those_of_the_place(desk: PaperDesk) -> None:
    _say(desk, "to hastings about rother", "question", district="rother")
    _say(desk, "to crawley", "question", account="x_crawley", district="crawley")
    _say(desk, "to the force, place unknown", "question", account="x_force", district="unknown")
    assert _texts(desk, HASTINGS) == ["to hastings about rother"]
    assert _texts(desk, Viewer("r", frozenset({"rother"}))) == ["to hastings about rother"]
    assert _texts(desk, CRAWLEY) == ["to crawley"]
    assert len(_texts(desk, FORCE)) == 3
    assert _texts(desk, NOBODY) == []


def test_an_account_of_two_districts_is_seen_by_both(desk: PaperDesk) -> None:
    _say(desk, "both", "complaint", account="x_adur_and_worthing", district="unknown")
    assert (
        _texts(desk, Viewer("a", frozenset({"adur"}))) == _texts(desk, Viewer("w", frozenset({"worthing"}))) == ["both"]
    )


def test_mine_first_then_unclaimed_by_urgency_and_age_then_other_peoples(desk: PaperDesk) -> None:
    now, until = desk.clock(), desk.clock() + timedelta(minutes=30)
    theirs = _say(desk, "theirs", "emergency", ago=500)
    _say(desk, "routine, old", "question", ago=400)
    _say(desk, "routine, new", "question", ago=100)
    _say(desk, "today", "appeal_response", ago=50, urgency="today")
    _say(desk, "now", "emergency", ago=10)
    mine = _say(desk, "mine", "question", ago=5)
    desk.add(Claim(mention=theirs, by="approver", at=now, until=until))
    desk.add(Claim(mention=mine, by="officer", at=now, until=until))
    order = ["mine", "now", "today", "routine, old", "routine, new", "theirs"]
    assert _texts(desk, HASTINGS, "needs_answer") == order
    following = mentions.next_to_claim(desk.store.db, HASTINGS, Filters(), now)
    assert following is not None
    assert following.mention.text == "now"


def test_what_triage_leaves_unlabelled_comes_before_people(desk: PaperDesk) -> None:
    _say(desk, "unlabelled")
    assert _texts(desk, FORCE, "needs_answer") == []
    desk.clock.pass_by(seconds=11)
    assert _texts(desk, FORCE, "needs_answer") == ["unlabelled"]


def test_kind_words_of_a_day_wait_for_a_word(desk: PaperDesk) -> None:
    _say(desk, "thanks", "praise", ago=3600)
    _say(desk, "thanks, you clowns", "praise", "abuse", ago=3600)
    _say(desk, "thanks for yesterday", "praise", ago=90_000)
    assert _texts(desk, FORCE, "hello") == ["thanks"]


def test_done_and_all(desk: PaperDesk) -> None:
    done = _say(desk, "done", "question")
    _say(desk, "spam", "spam")
    desk.add(Closing(mention=done, by="officer", at=desk.clock(), reason="answered"))
    assert _texts(desk, FORCE, "done") == ["done"]
    assert sorted(_texts(desk, FORCE, "all")) == ["done", "spam"]
    assert _texts(desk, FORCE, "needs_answer") == []


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"district": "rother"}, ["rother"]),
        ({"tag": "praise"}, ["thanks"]),
        ({"concern": "noise"}, ["noise"]),
        ({"language": "pl"}, ["polski"]),
        ({"platform": "bluesky"}, []),
        ({"state": "claimed"}, []),
        ({"claimed": "me"}, []),
        ({"claimed": "nobody", "tag": "praise"}, ["thanks"]),
    ],
)
def test_filters(desk: PaperDesk, filters: dict[str, str], found: list[str]) -> None:
    _say(desk, "rother", "question", district="rother")
    _say(desk, "thanks", "praise")
    _say(desk, "noise", "community_concern", concern="noise")
    _say(desk, "polski", "question", language="pl")
    assert _texts(desk, FORCE, "all", **filters) == found


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("queens", True),
        ("QUEENS roa", True),
        ("uckfield queens", False),
        ("cafe", True),
        ('"); DROP TABLE mention; --', False),
        ("knife*", False),
        ("%", False),
        ("広場", True),
        ("NEAR(", False),
    ],
)
def test_search(desk: PaperDesk, asked: str, found: bool) -> None:  # noqa: FBT001 - a row of a table
    _say(desk, "Queens Road café, 駅前広場で")
    assert bool(_texts(desk, FORCE, "all", q=asked)) is found


def test_the_languages_to_choose_from_are_those_that_were_met(desk: PaperDesk) -> None:
    _say(desk, "x", "chat", language="pl")
    _say(desk, "y", "chat", language="en")
    _say(desk, "z", "chat", language="de", account="x_crawley", district="crawley")
    assert mentions.languages(desk.store.db, HASTINGS) == ["en", "pl"]
    assert mentions.languages(desk.store.db, FORCE) == ["de", "en", "pl"]
