"""Which posts on a timeline may be the one that an attempt left behind."""

import pytest

from services.publisher.domain import effect
from services.publisher.domain.matching import Candidate, claimed_by, matches
from shared.contracts.post_changed import Delivery
from tests.unit.publisher.extras import SUMMONS, picture
from tests.unit.publisher.posts import NOW, TEXT, approves, candidate, in_state, ruled, sending, submits


def found(*candidates: Candidate, claimed: tuple[str, ...] = (), text: str = TEXT) -> list[str]:
    return [each.platform_id for each in matches(in_state("unknown", text=text), candidates, claimed)]


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Mum & dad <3", "Mum &amp; dad &lt;3"),
        ("Mum & dad <3", "Mum & dad <3"),
        ("Write &amp; in HTML", "Write &amp;amp; in HTML"),
        ("Café", "Cafe\u0301"),
        ("One\n\n\ntwo", "One\n\ntwo "),
        ("See https://example.org/a", "See https://example.org/a"),
        ("See example.org today", "See http://example.org/ today"),
    ],
)
def test_a_text_is_the_same_however_the_platform_wrote_it(ours: str, theirs: str) -> None:
    assert found(candidate(1, theirs), text=ours) == ["1"]


@pytest.mark.parametrize("theirs", ["Queens Road is closed.", TEXT.lower(), f"{TEXT} 2", f"@somebody {TEXT}", ""])
def test_another_text_is_another_post(theirs: str) -> None:
    assert found(candidate(1, theirs)) == []


def test_a_post_from_before_the_attempt_is_another_but_for_the_difference_of_two_clocks() -> None:
    assert found(candidate(1, after=-5)) == ["1"]
    assert found(candidate(1, after=-5.1)) == []


def test_an_answer_to_somebody_is_another_post() -> None:
    assert found(candidate(1, in_reply_to="7")) == []


@pytest.mark.parametrize(("ours", "theirs"), [("Thank you", "@jo @ada Thank you"), ("@jo Thank you", "Thank you")])
def test_the_names_in_front_of_an_answer_are_the_platforms_or_ours(ours: str, theirs: str) -> None:
    answering = in_state("unknown", text=ours)
    assert answering.attempt
    attempt = answering.attempt.model_copy(update={"in_reply_to": "7"})
    delivery = answering.model_copy(update={"attempt": attempt})
    assert len(matches(delivery, [candidate(1, theirs, in_reply_to="7")], ())) == 1
    assert matches(delivery, [candidate(1, f"{theirs} indeed", in_reply_to="7")], ()) == ()


def lost(in_reply_to: str | None = None, **content: object) -> Delivery:
    waiting = ruled(None, submits(TEXT, None, "officer", **content))
    approved = ruled(waiting, approves(waiting))
    return effect.unknown(sending(approved, in_reply_to=in_reply_to), NOW, "No answer")


def test_a_reply_is_found_by_what_it_answers() -> None:
    reply = lost("77", reply_to=SUMMONS)
    there = [candidate(1), candidate(2, in_reply_to="78"), candidate(3, in_reply_to="77")]
    assert [each.platform_id for each in matches(reply, there, ())] == ["3"]


def test_a_post_with_pictures_is_found_by_the_very_ones_that_were_uploaded_for_it_in_any_order() -> None:
    shown = lost(media=[picture("a"), picture("b")])
    assert shown.attempt
    one, two = shown.attempt.media
    there = [candidate(1), candidate(2, media=(one,)), candidate(3, media=(two, one)), candidate(4, media=("7", "8"))]
    assert [each.platform_id for each in matches(shown, there, ())] == ["3"]
    assert found(candidate(5, media=(one,)), candidate(6)) == ["6"]


def test_what_was_deleted_belongs_to_its_delivery_still() -> None:
    assert claimed_by([in_state("deleted", id_="d2"), in_state("delete_unknown", id_="d3")]) == {"100"}


def test_what_belongs_to_another_delivery_is_not_taken_from_it() -> None:
    posted = in_state("posted", id_="d2")
    assert claimed_by([posted, in_state("unknown")]) == {"100"}
    assert claimed_by([posted], but="d2") == frozenset()
    assert found(candidate(100), candidate(101), claimed=("100",)) == ["101"]


def test_the_same_post_told_twice_is_one_and_several_stand_in_order() -> None:
    assert found(candidate(2, after=2), candidate(1), candidate(2, after=2)) == ["1", "2"]


def test_what_was_never_attempted_is_not_looked_for() -> None:
    assert matches(in_state("approved"), [candidate(1)], ()) == ()
