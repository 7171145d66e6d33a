"""A post is taken down at once by one person, repeated until it is certain, and looked at by a second one."""

import pytest

from services.publisher.book import Book
from services.publisher.domain import effect
from services.publisher.domain.effect import Begin, Delete, Nothing, next_step
from services.publisher.standing import LONGEST_WAIT
from shared.clock import now
from shared.contracts.post_changed import COMMAND_REFUSED, REVIEWED, Delivery, State
from shared.contracts.post_requested import Review, TakeDown
from shared.errors import RateLimited
from tests.support.channel import Answer, PaperPlatform
from tests.support.waiting import wait_until
from tests.unit.publisher.posts import (
    LATER,
    NOW,
    POLICY,
    READ,
    WORLD,
    approves,
    asks,
    being_deleted,
    hold,
    in_state,
    lane,
    minutes,
    rule,
    ruled,
    sending,
    submits,
    suspended,
    taken_down,
    world,
)
from tests.unit.publisher.running_lane import a_lane, quickly, running


def reviewed(it: Delivery, by: str = "boss", **fields: object) -> Delivery:
    return ruled(it, asks(Review, by, **{"verdict": "right"} | fields))


def another() -> Delivery:
    waiting = ruled(None, submits("Another", delivery="d2"))
    return ruled(waiting, approves(waiting))


def test_who_took_it_down_why_and_by_when_somebody_looks_at_it_is_told() -> None:
    it = taken_down(in_state("posted"))
    assert it.take_down
    assert (it.take_down.by, it.take_down.at, it.take_down.reason) == ("approver", NOW, "The wrong road")
    assert it.take_down.review_by == NOW + minutes(60)
    assert it.reason == "Approver took it down: The wrong road."
    assert (it.platform_id, it.link) == ("100", "https://x.com/sbx_hastings/status/100")


@pytest.mark.parametrize(
    ("by", "reason", "why"),
    [
        ("officer", "Wrong", "is not an approver or a supervisor"),
        ("elsewhere", "Wrong", "for this account's districts"),
        ("lapsed", "Wrong", "no training"),
        ("stranger", "Wrong", "does not work here"),
        ("approver", " \n", "Say why it has to go"),
    ],
)
def test_who_may_not_and_who_gives_no_reason_is_told_so(by: str, reason: str, why: str) -> None:
    ruling = rule(in_state("posted"), asks(TakeDown, by, reason=reason))
    assert ruling.refused
    assert why in ruling.refused
    assert ruling.delivery
    assert ruling.delivery.state == "posted"


def test_it_may_be_ones_own_post() -> None:
    own = in_state("posted").model_copy(update={"author": "approver"})
    assert taken_down(own).state == "deleting"


def test_it_goes_at_once_under_a_hold_and_before_posts_and_whatever_keeps_posts_back() -> None:
    it, due = taken_down(in_state("posted")), another()
    assert next_step(lane(due, it), WORLD, NOW, None) == Delete(it)
    assert next_step(lane(it), world(holds=[hold()]), NOW, NOW + minutes(9)) == Delete(it)
    assert next_step(lane(it), world(retired=True), NOW, None) == Delete(it)
    assert next_step(lane(it), world(suspended("approver")), NOW, None) == Delete(it)


def test_while_it_is_being_asked_for_nothing_else_begins() -> None:
    it = being_deleted(in_state("posted"))
    assert next_step(lane(it, another()), WORLD, NOW, None) == Nothing(NOW + minutes(15))


def test_the_request_is_written_down_before_it_is_made_and_counted() -> None:
    it = being_deleted(in_state("posted"))
    assert it.deletion
    assert (it.deletion.number, it.deletion.begun_at, it.deletion.body) == (1, NOW, "")
    assert (it.deletion.staff_offset, it.deletion.hold_offset) == (READ.staff_offset, READ.hold_offset)
    assert it.deletion.deadline == NOW + POLICY.deadline
    assert it.reason == "Approver took it down: The wrong road."
    again = effect.begin_deletion(effect.delete_unknown(it, NOW, NOW, "503"), NOW, READ, POLICY)
    assert again.deletion
    assert again.deletion.number == 2


def test_what_has_no_certain_answer_is_tried_again_by_itself() -> None:
    it = effect.delete_unknown(being_deleted(in_state("posted")), NOW, NOW + minutes(1), "X answered 503.")
    assert next_step(lane(it), WORLD, NOW, None) == Nothing(NOW + minutes(1))
    assert next_step(lane(it), WORLD, NOW + minutes(1), None) == Delete(it)
    due = another()
    assert next_step(lane(it, due), WORLD, NOW, None) == Begin(due)


def test_what_was_never_asked_stays_deleting_and_waits() -> None:
    it = effect.delete_later(being_deleted(in_state("posted")), NOW, NOW + minutes(1), "X asks to wait.")
    assert (it.state, it.reason) == ("deleting", "X asks to wait.")
    assert next_step(lane(it), WORLD, NOW, None) == Nothing(NOW + minutes(1))
    assert next_step(lane(it), WORLD, NOW + minutes(1), None) == Delete(it)


def test_a_takeover_in_the_middle_repeats_it_and_leaves_alone_what_was_not_begun() -> None:
    begun, waiting = being_deleted(in_state("posted")), taken_down(in_state("posted", id_="d2"))
    out = sending(in_state("approved", id_="d3"))
    assert effect.under_way(lane(begun, waiting, out)) == (begun, out)
    found = effect.taken_over(begun, NOW)
    assert (found.state, found.reason) == ("delete_unknown", "The publisher stopped while it was being deleted.")
    assert next_step(lane(found), WORLD, NOW, None) == Delete(found)


def test_a_certain_no_leaves_it_posted_with_the_reason_and_it_may_be_taken_down_again() -> None:
    it = effect.delete_refused(being_deleted(in_state("posted")), NOW, "X refused it.")
    assert (it.state, it.reason, it.platform_id) == ("posted", "X refused it.", "100")
    assert it.take_down
    again = ruled(it, asks(TakeDown, "boss", reason="Still wrong"))
    assert again.take_down
    assert (again.state, again.take_down.by, again.deletion) == ("deleting", "boss", None)
    assert next_step(lane(again), WORLD, NOW, None) == Delete(again)


@pytest.mark.parametrize("state", ["deleting", "deleted", "delete_unknown"])
def test_a_second_person_looks_at_it_whatever_became_of_it_and_nothing_else_changes(state: State) -> None:
    before = in_state(state)
    command = asks(Review, "boss", verdict="wrong", remark=" The road was right ", at=NOW)
    ruling = rule(before, command)
    assert ruling.transition == REVIEWED
    after = ruling.delivery
    assert after
    assert after.take_down
    assert before.take_down
    assert (after.take_down.reviewed_by, after.take_down.reviewed_at) == ("boss", NOW)
    assert (after.take_down.verdict, after.take_down.remark) == ("wrong", "The road was right")
    assert after.model_copy(update={"take_down": before.take_down, "commands": before.commands}) == before


def test_a_take_down_that_the_platform_refused_is_reviewed_too() -> None:
    it = effect.delete_refused(being_deleted(in_state("posted")), NOW, "X refused it.")
    assert reviewed(it).state == "posted"


@pytest.mark.parametrize(
    ("by", "why"),
    [
        ("approver", "Somebody else has to review what you took down."),
        ("officer", "Officer is not an approver or a supervisor for this account's districts."),
        ("stranger", "This person does not work here, or is suspended."),
    ],
)
def test_who_may_not_review_it_is_told_why(by: str, why: str) -> None:
    ruling = rule(in_state("deleted"), asks(Review, by, verdict="right"))
    assert (ruling.refused, ruling.transition) == (why, COMMAND_REFUSED)


def test_it_is_reviewed_once_and_only_where_it_was_taken_down() -> None:
    it = reviewed(in_state("deleted"))
    assert rule(it, asks(Review, "boss", verdict="wrong")).refused == "Boss has reviewed it already."
    nothing = rule(in_state("posted"), asks(Review, "boss", verdict="right"))
    assert nothing.refused == "Nobody took it down: there is nothing to review."


def test_a_review_while_the_request_is_under_way_is_kept_with_its_outcome() -> None:
    gone = effect.deleted(reviewed(being_deleted(in_state("posted"))), NOW)
    assert gone.take_down
    assert gone.take_down.verdict == "right"


@pytest.mark.parametrize("state", ["deleting", "delete_unknown"])
def test_one_that_should_replace_what_may_still_be_there_is_void(state: State) -> None:
    made = rule(None, submits(replaces="d0"), LATER, WORLD, in_state(state, id_="d0")).delivery
    assert made
    assert (made.state, state in made.reason) == ("void", True)


def test_deletions_that_are_asked_for_again_do_not_keep_posts_waiting_and_a_new_one_goes_before_them() -> None:
    again = effect.delete_unknown(being_deleted(in_state("posted", id_="d3")), NOW, NOW, "No answer")
    due, new = another(), taken_down(in_state("posted", id_="d4", text="The wrong pier"))
    assert next_step(lane(again, due), WORLD, NOW, None) == Begin(due)
    assert next_step(lane(again, due), WORLD, NOW, NOW + minutes(1)) == Delete(again)
    assert next_step(lane(again, due, new), WORLD, NOW, None) == Delete(new)


def test_a_deletion_that_takes_hundreds_of_tries_leaves_room_for_the_posts_own_story() -> None:
    it = being_deleted(in_state("posted"))
    story = it.history
    for number in range(200):
        it = effect.delete_unknown(it, NOW + minutes(number), NOW + minutes(number), f"No answer, {number}")
        it = effect.begin_deletion(it, NOW + minutes(number), READ, POLICY)
    gone = effect.deleted(it, NOW + minutes(200))
    assert gone.history[: len(story)] == story
    told = [(step.transition, step.why) for step in gone.history[len(story) :]]
    assert told == [
        ("post.delete_unknown", "No answer, 199"),
        ("post.deleting", "No answer, 199"),
        ("post.deleted", ""),
    ]


async def test_a_platform_whose_clock_went_wrong_is_asked_to_delete_again_within_a_day() -> None:
    book = Book()
    years = Answer(makes_it=False, raises=RateLimited("X asks to wait", retry_after=70 * 365 * 86_400.0))
    book.put(taken_down(in_state("posted")))
    async with running(a_lane(book, PaperPlatform(to_delete=[years]), write=quickly)):
        waits = await wait_until(lambda: book.of_account("x_hastings")["d1"].retry_at, deadline=5, what="it waits")
    assert waits
    assert waits <= now() + LONGEST_WAIT
