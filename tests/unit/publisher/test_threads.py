"""A later part of a thread goes out as a reply to the one before it, after it, or not at all."""

from datetime import datetime

import pytest

from services.publisher.domain import effect
from services.publisher.domain.change import NotAllowed
from services.publisher.domain.effect import Begin, Change, Nothing, next_step
from services.publisher.domain.thread import FOLLOWS, MISSED, in_reply_to_of
from shared.contracts.post_changed import Delivery, State
from shared.contracts.post_requested import Command
from tests.unit.publisher.extras import SUMMONS
from tests.unit.publisher.posts import (
    LATER,
    NOW,
    POLICY,
    READ,
    WORLD,
    approves,
    candidate,
    hold,
    in_state,
    lane,
    minutes,
    rule,
    ruled,
    sending,
    submits,
    world,
)


def continues(text: str = "Part two", not_before: datetime | None = None, **fields: object) -> Command:
    return submits(text, not_before, "officer", **{"delivery": "d2", "follows": "d1"} | fields)


def part_two(first: Delivery, not_before: datetime | None = None, at: datetime = NOW) -> Delivery:
    """Approved, after the first part."""
    made = rule(None, continues(not_before=not_before, at=at), at, WORLD, first).delivery
    assert made
    assert made.state == "submitted", made.reason
    return ruled(made, approves(made, at=at), at)


def told_to_wait(first: Delivery, second: Delivery, now: datetime = NOW) -> Delivery:
    step = next_step(lane(first, second), WORLD, now, None)
    assert isinstance(step, Change)
    assert (step.delivery.state, step.delivery.reason) == ("approved", FOLLOWS)
    return step.delivery


def changed(first: Delivery, second: Delivery, now: datetime = NOW) -> Delivery:
    step = next_step(lane(first, second), WORLD, now, None)
    assert isinstance(step, Change)
    assert step.delivery.id == "d2"
    return step.delivery


def test_the_first_part_goes_first_whatever_was_approved_first_and_the_second_waits_and_says_so_once() -> None:
    first = in_state("submitted")
    second = told_to_wait(first, part_two(first))
    assert next_step(lane(first, second), WORLD, NOW, None) == Nothing(NOW + minutes(75))
    approved = ruled(first, approves(first, at=NOW + minutes(1)), NOW + minutes(1))
    assert next_step(lane(second, approved), WORLD, NOW + minutes(1), None) == Begin(approved)


def test_the_second_goes_out_as_a_reply_to_the_first() -> None:
    first = in_state("posted")
    second = part_two(first)
    assert next_step(lane(first, second), WORLD, NOW, None) == Begin(second)
    assert in_reply_to_of(second, lane(first, second)) == "100"
    assert in_reply_to_of(first, lane(first, second)) is None
    out = sending(second, in_reply_to="100")
    assert out.attempt
    assert out.attempt.in_reply_to == "100"
    with pytest.raises(NotAllowed):
        sending(second)
    assert in_reply_to_of(second, lane(in_state("unknown"), second)) is None


def test_a_first_of_unknown_outcome_blocks_the_second_and_no_other() -> None:
    first = in_state("unknown")
    second = told_to_wait(first, part_two(first))
    waiting = ruled(None, submits("Another", delivery="d3"))
    other = ruled(waiting, approves(waiting))
    assert next_step(lane(first, second, other), WORLD, NOW, None) == Begin(other)


def test_while_the_first_is_looked_up_the_second_outlives_its_own_approval_and_has_its_whole_time_after_it() -> None:
    first = in_state("unknown")
    second = told_to_wait(first, part_two(first))
    late = NOW + minutes(40)
    assert next_step(lane(first, second), WORLD, late, None) == Nothing(NOW + minutes(75))
    found = effect.settled_by_timeline(first, late, [candidate(1)])
    assert found
    assert next_step(lane(found, second), WORLD, late + minutes(14.9), None) == Begin(second)
    gone = changed(found, second, late + minutes(15))
    assert (gone.state, gone.reason) == ("void", f"The approval ran out before it could be sent. {FOLLOWS}")


def test_no_thread_waits_longer_than_an_hour_beyond_its_own_time() -> None:
    first = in_state("unknown")
    second = told_to_wait(first, part_two(first))
    assert changed(first, second, NOW + minutes(75)).state == "void"
    found = effect.settled_by_timeline(first, NOW + minutes(70), [candidate(1)])
    assert found
    assert next_step(lane(found, second), WORLD, NOW + minutes(74), None) == Begin(second)
    assert changed(found, second, NOW + minutes(75)).state == "void"


def test_with_a_time_the_grace_counts_from_when_the_first_is_known_to_be_posted() -> None:
    first = effect.unknown(sending(in_state("approved", not_before=LATER)), LATER, "No answer")
    second = part_two(first, LATER)
    late = LATER + minutes(20)
    assert next_step(lane(first, second), WORLD, LATER - minutes(1), None) == Nothing(LATER)
    second = told_to_wait(first, second, LATER)
    found = effect.settled_by_timeline(first, late, [candidate(1)])
    assert found
    assert next_step(lane(found, second), WORLD, late + minutes(4.9), None) == Begin(second)
    assert changed(found, second, late + minutes(5)).state == "missed"


def test_where_the_first_was_posted_long_ago_the_second_has_its_own_time() -> None:
    first, at = in_state("posted"), NOW + minutes(60)
    second = part_two(first, at=at)
    assert next_step(lane(first, second), WORLD, at + minutes(14.9), None) == Begin(second)
    assert changed(first, second, at + minutes(15)).state == "void"


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("void", "is void"),
        ("refused", "was refused"),
        ("abandoned", "was given up"),
        ("deleting", "is being deleted"),
        ("deleted", "was deleted"),
        ("delete_unknown", "is being deleted"),
    ],
)
def test_a_thread_ends_with_the_part_that_ended(state: State, said: str) -> None:
    second = part_two(in_state("submitted"))
    first = in_state(state).model_copy(update={"retry_at": LATER})
    gone = changed(first, second)
    assert (gone.state, gone.reason) == ("void", f"The part of the thread before it {said}: write it anew.")
    assert changed(first, second.model_copy(update={"state": "submitted", "approval": None})).state == "void"


def test_a_first_that_could_not_be_deleted_is_not_gone_on_from() -> None:
    second = part_two(in_state("submitted"))
    down = in_state("deleted").take_down
    still_there = in_state("posted").model_copy(update={"take_down": down})
    assert changed(still_there, second).state == "void"


def test_a_first_that_nobody_knows_any_more_ends_it() -> None:
    second = part_two(in_state("submitted"))
    step = next_step(lane(second), WORLD, NOW, None)
    assert isinstance(step, Change)
    assert step.delivery.state == "void"


def test_with_a_first_that_was_missed_the_second_is_missed_and_both_can_be_given_another_time() -> None:
    second = part_two(in_state("submitted"))
    missed = changed(in_state("missed"), second)
    assert (missed.state, missed.reason) == ("missed", MISSED)
    waiting = second.model_copy(update={"state": "submitted", "approval": None})
    assert next_step(lane(in_state("missed"), waiting), WORLD, NOW, None) == Nothing()


def test_a_hold_when_its_own_time_has_come_makes_it_missed_though_the_first_is_still_looked_up() -> None:
    first = in_state("unknown")
    step = next_step(lane(first, part_two(first)), world(holds=[hold()]), NOW, None)
    assert isinstance(step, Change)
    assert step.delivery.state == "missed"


@pytest.mark.parametrize(
    ("first", "command", "why"),
    [
        (in_state("submitted"), continues(follows="d9"), "is not known on this account: submit that one first."),
        (in_state("submitted"), continues(follows="d2"), "is not known on this account: submit that one first."),
        (in_state("submitted"), continues(post="p2"), "is of another post: write both in one."),
        (in_state("void"), continues(), "is void: write it as a post of its own."),
        (in_state("deleted"), continues(), "was deleted: write it as a post of its own."),
        (in_state("submitted"), continues(reply_to=SUMMONS), "only the first part of a thread answers."),
        (in_state("submitted", not_before=LATER), continues(), "goes out at 15:00 on 4 May 2026: give this one"),
        (in_state("approved", not_before=LATER), continues(not_before=LATER - minutes(1)), "give this one the same"),
    ],
)
def test_what_can_be_no_later_part_is_void_and_says_why(first: Delivery, command: Command, why: str) -> None:
    made = rule(None, command, NOW, WORLD, first).delivery
    assert made
    assert made.state == "void"
    assert why in made.reason


def test_no_later_part_is_begun_after_the_longest_that_it_may_wait() -> None:
    second = part_two(in_state("submitted"))
    assert second.approval
    assert second.approval.expires_at == NOW + minutes(75)
    with pytest.raises(NotAllowed):
        effect.begin(second, NOW + minutes(75), "{}", None, READ, POLICY, in_reply_to="100")
