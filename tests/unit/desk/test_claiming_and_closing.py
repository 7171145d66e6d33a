"""A mention is answered by one person; claims run out; a closed one can be opened again."""

from datetime import UTC, datetime, timedelta

import pytest

from services.desk.domain import commands
from services.desk.domain.mention import DeskMention
from services.desk.domain.refusal import Refused
from tests.support.desk import mention

NOW = datetime(2026, 11, 22, 2, 14, tzinfo=UTC)
LASTS = timedelta(minutes=30)
NAMES = {"sam": "PC Sam Rye", "jo": "Sgt Jo Bexley"}
FRESH = DeskMention(mention("Any news?", NOW), frozenset({"hastings"}))


def _claimed(by: str, at: datetime = NOW) -> DeskMention:
    held = commands.claim(FRESH, by=by, now=at, lasts=LASTS, names=NAMES)
    return DeskMention(FRESH.mention, FRESH.audience, claim=held)


def _closed() -> DeskMention:
    done = commands.close(FRESH, by="jo", now=NOW, reason="answered", names=NAMES)
    return DeskMention(FRESH.mention, FRESH.audience, closing=done)


def test_a_claim_stands_for_a_while() -> None:
    item = _claimed("sam")
    assert item.claimed_by(NOW + LASTS - timedelta(seconds=1)) == "sam"
    assert item.state(NOW) == "claimed"
    assert item.claimed_by(NOW + LASTS) is None
    assert item.state(NOW + LASTS) == "open"


def test_somebody_elses_claim_stands() -> None:
    with pytest.raises(Refused, match="PC Sam Rye answers this mention already") as refused:
        commands.claim(_claimed("sam"), by="jo", now=NOW, lasts=LASTS, names=NAMES)
    assert refused.value.kind == "conflict"


def test_ones_own_claim_is_renewed() -> None:
    later = NOW + timedelta(minutes=20)
    assert commands.claim(_claimed("sam"), by="sam", now=later, lasts=LASTS, names=NAMES).until == later + LASTS


def test_a_claim_that_ran_out_is_free_for_all() -> None:
    assert commands.claim(_claimed("sam"), by="jo", now=NOW + LASTS, lasts=LASTS, names=NAMES).by == "jo"


def test_only_the_holder_gives_back() -> None:
    assert commands.release(_claimed("sam"), by="sam", now=NOW).by is None
    with pytest.raises(Refused, match="You do not hold this mention"):
        commands.release(_claimed("sam"), by="jo", now=NOW)


def test_closing_needs_a_known_reason() -> None:
    with pytest.raises(Refused, match="answered, redirected"):
        commands.close(FRESH, by="jo", now=NOW, reason="bored", names=NAMES)


def test_nobody_closes_over_a_colleagues_head() -> None:
    with pytest.raises(Refused, match="PC Sam Rye answers this mention"):
        commands.close(_claimed("sam"), by="jo", now=NOW, reason="answered", names=NAMES)


def test_closed_stays_closed_until_it_is_opened_again() -> None:
    with pytest.raises(Refused, match="closed"):
        commands.claim(_closed(), by="sam", now=NOW, lasts=LASTS, names=NAMES)
    assert commands.reopen(_closed(), by="sam", now=NOW).reason is None
    with pytest.raises(Refused, match="open"):
        commands.reopen(FRESH, by="sam", now=NOW)


@pytest.mark.parametrize("text", ["", "   ", "x" * 2_001])
def test_a_note_says_something_and_not_too_much(text: str) -> None:
    with pytest.raises(Refused) as refused:
        commands.note(FRESH, by="sam", now=NOW, text=text, note_id="1")
    assert refused.value.kind == "invalid"
