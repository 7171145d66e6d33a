"""A reply answers who turned to the account; one from a template that two approved waits for nobody."""

from datetime import date

import pytest

from services.publisher.domain.change import NotAllowed
from services.publisher.domain.effect import Begin, Change, next_step
from services.publisher.domain.thread import in_reply_to_of
from services.publisher.domain.world import World
from shared.contracts.post_changed import Delivery
from shared.contracts.post_requested import Command, Reschedule
from tests.unit.publisher.extras import BY_TWO, SUMMONS, USE, Ring, answers, picture, template, where
from tests.unit.publisher.posts import (
    LATER,
    NOW,
    WORLD,
    approves,
    asks,
    hold,
    in_state,
    lane,
    minutes,
    person,
    rule,
    ruled,
    sending,
    submits,
    suspended,
    world,
)


def answered(by: str = "officer") -> Delivery:
    return ruled(None, answers(by=by), where=where())


# To somebody who turned to us


def test_a_reply_goes_to_the_message_that_named_the_account() -> None:
    waiting = ruled(None, submits(reply_to=SUMMONS))
    it = ruled(waiting, approves(waiting))
    assert it.content.reply_to == SUMMONS
    assert in_reply_to_of(it, lane(it)) == "77"
    out = sending(it, in_reply_to="77")
    assert out.attempt
    assert out.attempt.in_reply_to == "77"
    for other in (None, "78"):
        with pytest.raises(NotAllowed):
            sending(it, in_reply_to=other)
    with pytest.raises(NotAllowed):
        sending(in_state("approved"), in_reply_to="77")


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"accounts": ("x_crawley",)}, "did not name @sbx_hastings: answer from an account that it named."),
        ({"accounts": ()}, "did not name @sbx_hastings"),
        ({"mention": "mastodon:77"}, "is not on X, as @sbx_hastings is."),
    ],
)
def test_a_reply_to_a_message_that_did_not_turn_to_the_account_is_void(changed: dict[str, object], why: str) -> None:
    made = ruled(None, submits(reply_to=SUMMONS.model_copy(update=changed)))
    assert made.state == "void"
    assert why in made.reason


# From a template


def test_a_reply_from_a_template_is_approved_as_soon_as_it_is_submitted_by_the_two() -> None:
    it = answered()
    assert (it.state, it.version, it.template) == ("approved", 2, USE)
    assert it.approval
    assert (it.approval.by, it.approval.second, it.approval.hash) == ("approver", "boss", it.hash)
    assert (it.approval.at, it.approval.expires_at) == (NOW, NOW + minutes(15))
    assert [(step.transition, step.by) for step in it.history] == [
        ("post.submitted", "officer"),
        ("post.approved", None),
    ]
    assert it.reason == "It is written from a template that Approver and Boss approved."
    assert next_step(lane(it), where(), NOW, None) == Begin(it)


@pytest.mark.parametrize("author", ["approver", "boss"])
def test_one_of_the_two_may_answer_with_it_and_the_other_is_the_second_person(author: str) -> None:
    it = answered(by=author)
    assert it.approval
    assert (it.approval.by == author, it.approval.second) == (False, author)
    assert next_step(lane(it), where(), NOW, None) == Begin(it)


PICTURE = picture()


@pytest.mark.parametrize(
    ("command", "there", "why"),
    [
        (answers("@somebody Ring 999."), where(), "Its words are not those of the template"),
        (answers("@somebody_else Ring 101."), where(), "Its words are not those of the template"),
        (answers(reply_to=None), where(), "A template is for replies alone"),
        (answers(not_before=LATER), where(), "goes out at once"),
        (answers(media=[PICTURE]), where(), "add nothing to it"),
        (answers(incident="Fire"), where(), "add nothing to it"),
        (answers(by="lapsed"), where(), "no training"),
        (answers(by="elsewhere"), where(), "for this account's districts"),
        (answers(), WORLD, "This template is not there any more"),
        (answers(), where(template("approver")), "not approved by two people"),
        (answers(), where(template("approver", "author")), "not approved by two people"),
        (answers(), where(BY_TWO.model_copy(update={"texts": {"en": "Other"}})), "not approved by two people"),
        (answers(template=USE.model_copy(update={"hash": "0" * 64})), where(), "was changed after you looked at it"),
        (answers(), where(base=world(suspended("boss"))), "does not work here any more"),
        (answers(), where(routes={}), "choose the route"),
        (answers(), where(routes={"ring": Ring(until=date(2026, 5, 3))}), "This route has run out"),
        (answers(template=USE.model_copy(update={"language": "pl"})), where(), "no words in that language"),
    ],
)
def test_what_the_two_did_not_approve_is_void_and_says_why(command: Command, there: World, why: str) -> None:
    made = ruled(None, command, where=there)
    assert made.state == "void"
    assert why in made.reason


def test_one_for_another_account_is_void() -> None:
    other = template("approver", "boss", accounts=("x_crawley",))
    use = USE.model_copy(update={"hash": other.hash})
    assert ruled(None, answers(template=use), where=where(other)).state == "void"


@pytest.mark.parametrize(
    ("there", "why"),
    [
        (where(BY_TWO.model_copy(update={"withdrawn_at": NOW})), "This template is not there any more"),
        (where(BY_TWO.model_copy(update={"texts": {"en": "Other"}})), "not approved by two people"),
        (where(base=world(suspended("approver"))), "Approver, who approved it, does not work here"),
        (where(base=world(suspended("boss"))), "Boss, who approved it, does not work here"),
        (where(base=world(without="officer")), "who wrote it, does not work here"),
        (where(routes={"ring": Ring(until=date(2026, 5, 3))}), "This route has run out"),
    ],
)
def test_what_is_taken_back_before_it_is_sent_voids_it(there: World, why: str) -> None:
    step = next_step(lane(answered()), there, NOW, None)
    assert isinstance(step, Change)
    assert step.delivery.state == "void"
    assert why in step.delivery.reason


def test_under_a_hold_a_template_does_not_pass() -> None:
    step = next_step(lane(answered()), where(base=world(holds=[hold()])), NOW, None)
    assert isinstance(step, Change)
    assert step.delivery.state == "missed"


def test_one_that_was_read_too_late_is_missed_and_then_needs_a_person_and_the_template_no_more() -> None:
    late = NOW + minutes(2)
    it = ruled(None, answers(), late, where())
    assert (it.state, it.approval) == ("missed", None)
    again = ruled(it, asks(Reschedule, version=it.version, not_before=None, at=late), late, where())
    assert again.state == "submitted"
    approved = ruled(again, approves(again, at=late), late, where())
    assert next_step(lane(approved), WORLD, late, None) == Begin(approved)


def test_another_account_of_a_person_in_no_template_approves_as_ever() -> None:
    own = rule(answered(), approves(answered(), "boss")).refused
    assert own == "It cannot be approved. It is approved already."
    assert ruled(None, answers(by="media"), where=where(base=world(person("media", "media", "*")))).state == "approved"
