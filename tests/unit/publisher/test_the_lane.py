"""One account's lane: one at a time, in order, never late, never beside a twin whose fate is unknown."""

from datetime import datetime

import pytest

from services.publisher.domain import effect
from services.publisher.domain.change import NotAllowed
from services.publisher.domain.course import TWIN
from services.publisher.domain.effect import Begin, Change, Nothing, next_step
from shared.contracts.post_changed import Delivery
from shared.contracts.staff_changed import Grant
from tests.unit.publisher.posts import (
    LATER,
    NOW,
    POLICY,
    WORLD,
    approves,
    candidate,
    in_state,
    lane,
    minutes,
    rule,
    ruled,
    sending,
    submits,
    suspended,
    world,
)


def approved(id_: str, text: str = "", after: float = 0.0, not_before: float | None = None) -> Delivery:
    """One with a text of its own, approved and due so many minutes after NOW."""
    at = NOW + minutes(after)
    time = None if not_before is None else NOW + minutes(not_before)
    submitted = ruled(None, submits(text or f"Text of {id_}", time, delivery=id_, at=at), at)
    return ruled(submitted, approves(submitted, at=at), at)


def test_what_is_approved_is_begun_at_once_or_at_its_time() -> None:
    now, then = approved("now"), approved("then", not_before=30)
    assert next_step(lane(now), WORLD, NOW, None) == Begin(now)
    assert next_step(lane(then), WORLD, NOW, None) == Nothing(NOW + minutes(30))
    assert next_step(lane(then), WORLD, NOW + minutes(30), None) == Begin(then)


def test_an_empty_lane_waits_for_nothing() -> None:
    assert next_step({}, WORLD, NOW, None) == Nothing()
    assert next_step(lane(in_state("submitted"), in_state("posted", id_="d2")), WORLD, NOW, None) == Nothing()


def test_the_one_due_first_goes_first_and_only_one_is_sent_at_a_time() -> None:
    second, first = approved("a", after=2), approved("b", not_before=1)
    assert next_step(lane(second, first), WORLD, NOW + minutes(2), None) == Begin(first)
    under_way = sending(first, NOW + minutes(2))
    assert next_step(lane(second, under_way), WORLD, NOW + minutes(2), None) == Nothing(NOW + minutes(17))


def test_nothing_is_begun_until_a_request_of_the_process_before_is_over_but_what_is_over_is_told() -> None:
    it, quiet = approved("d1"), NOW + minutes(1)
    assert next_step(lane(it), WORLD, NOW, quiet) == Nothing(quiet)
    assert next_step(lane(it), WORLD, quiet, quiet) == Begin(it)
    assert isinstance(next_step(lane(it), world(suspended("approver")), NOW, quiet), Change)


def test_when_a_request_can_no_longer_be_on_its_way_is_known_from_its_attempt() -> None:
    assert effect.quiet_from(sending(approved("d1")), POLICY) == NOW + POLICY.deadline + POLICY.answer_within


def test_a_suspension_beats_what_is_due_and_lapsed_training_does_not() -> None:
    it = approved("d1")
    step = next_step(lane(it), world(suspended("approver")), NOW, None)
    assert isinstance(step, Change)
    assert step.transition == "post.void"
    assert step.delivery.reason == "Approver, who approved it, does not work here any more, or is suspended."
    untrained = WORLD.staff["approver"].model_copy(update={"training": ()})
    assert next_step(lane(it), world(untrained), NOW, None) == Begin(it)


@pytest.mark.parametrize("who", ["officer", "approver"])
@pytest.mark.parametrize("now_has", [(), (Grant(role="approver", district="crawley"),)])
def test_who_lost_a_role_or_district_keeps_what_they_wrote_and_approved_before_and_may_nothing_new(
    who: str, now_has: tuple[Grant, ...]
) -> None:
    moved_on = world(WORLD.staff[who].model_copy(update={"grants": now_has}))
    it, waiting = approved("d1"), in_state("submitted", id_="d2")
    assert next_step(lane(it), moved_on, NOW, None) == Begin(it)
    assert rule(waiting, approves(waiting), NOW, moved_on).refused


def test_a_wait_that_the_platform_asked_for_holds_up_no_other() -> None:
    waiting = effect.try_again(sending(approved("d1")), NOW, NOW + minutes(3), "X asks to wait.", POLICY)
    other = approved("d2", after=1)
    assert next_step(lane(waiting, other), WORLD, NOW + minutes(1), None) == Begin(other)
    assert next_step(lane(waiting), WORLD, NOW + minutes(1), None) == Nothing(NOW + minutes(3))
    assert next_step(lane(waiting), WORLD, NOW + minutes(3), None) == Begin(waiting)


def test_an_approval_that_ran_out_says_what_kept_it() -> None:
    waiting = effect.try_again(sending(approved("d1")), NOW, NOW + minutes(14), "X asks to wait.", POLICY)
    step = next_step(lane(waiting), WORLD, NOW + minutes(15), None)
    assert isinstance(step, Change)
    assert step.delivery.reason == "The approval ran out before it could be sent. X asks to wait."


def test_a_time_that_passed_is_missed_and_names_the_time() -> None:
    it = approved("d1", not_before=30)
    assert isinstance(next_step(lane(it), WORLD, NOW + minutes(34.9), None), Begin)
    step = next_step(lane(it), WORLD, NOW + minutes(35), None)
    assert isinstance(step, Change)
    assert step.transition == "post.missed"
    assert step.delivery.reason == "Its time, 13:30 on 4 May 2026, passed before it could be sent."


def test_the_same_text_waits_for_one_of_unknown_outcome_and_says_so_once() -> None:
    lost = effect.unknown(sending(approved("d1", "Road closed &amp; wet")), NOW, "X did not answer.")
    twin, other = approved("d2", "Road  closed & wet"), approved("d3")
    step = next_step(lane(lost, twin), WORLD, NOW, None)
    assert isinstance(step, Change)
    assert (step.transition, step.delivery.version) == ("post.approved", twin.version)
    assert step.delivery.reason == TWIN
    assert next_step(lane(lost, step.delivery), WORLD, NOW, None) == Nothing(NOW + minutes(15))
    assert next_step(lane(lost, step.delivery, other), WORLD, NOW, None) == Begin(other)
    found = effect.settled_by_timeline(lost, NOW, [candidate(1)])
    assert found
    assert next_step(lane(found, step.delivery), WORLD, NOW, None) == Begin(step.delivery)


def test_an_attempt_is_written_down_whole_before_the_call() -> None:
    it = effect.begin(approved("d1"), NOW, '{"text": "…"}', "a key", effect.Read(12, 34), POLICY)
    assert it.attempt
    assert (it.attempt.number, it.attempt.begun_at, it.attempt.deadline) == (1, NOW, NOW + POLICY.deadline)
    assert (it.attempt.body, it.attempt.key) == ('{"text": "…"}', "a key")
    assert (it.attempt.staff_offset, it.attempt.hold_offset) == (12, 34)
    again = sending(effect.called_off(it, NOW, "Too slow.", POLICY))
    assert again.attempt
    assert again.attempt.number == 2
    assert again.reason == ""


@pytest.mark.parametrize("when", [NOW, LATER + minutes(5)])
def test_nothing_is_begun_before_its_time_or_after_it(when: datetime) -> None:
    it = in_state("approved", not_before=LATER)
    with pytest.raises(NotAllowed):
        effect.begin(it, when, "{}", None, effect.Read(7, 9), POLICY)


def test_an_approval_of_another_content_or_by_the_author_begins_nothing() -> None:
    it = approved("d1")
    assert it.approval
    forged = it.content.model_copy(update={"text": "Another text"})
    own = it.approval.model_copy(update={"by": it.author})
    for wrong in ({"content": forged}, {"approval": own}, {"approval": None}):
        with pytest.raises(NotAllowed):
            sending(it.model_copy(update=wrong))


def test_those_of_unknown_outcome_are_looked_for_in_the_order_of_their_attempts() -> None:
    late = effect.taken_over(sending(approved("a", after=1), NOW + minutes(1)), NOW + minutes(2))
    early = effect.taken_over(sending(approved("b")), NOW + minutes(2))
    assert [it.id for it in effect.unknown_of(lane(late, approved("c"), early))] == ["b", "a"]


def test_one_match_is_the_post_with_the_platforms_own_time() -> None:
    it = effect.settled_by_timeline(in_state("unknown"), NOW + minutes(1), [candidate(41)])
    assert it
    assert (it.state, it.platform_id, it.link) == ("posted", "41", "https://x.com/sbx_hastings/status/41")
    assert it.posted_at == candidate(41).created_at


def test_several_matches_are_shown_to_a_person_and_written_only_when_they_changed() -> None:
    it = in_state("unknown")
    assert effect.settled_by_timeline(it, NOW, []) is None
    told = effect.settled_by_timeline(it, NOW, [candidate(1), candidate(2)])
    assert told
    assert (told.state, told.version) == ("unknown", it.version)
    assert told.candidates == (candidate(1).link, candidate(2).link)
    assert effect.settled_by_timeline(told, NOW, [candidate(1), candidate(2)]) is None
    assert effect.settled_by_timeline(told, NOW, []) is None
    assert effect.settled_by_timeline(told, NOW, [candidate(1), candidate(2), candidate(3)])


def test_what_waits_and_what_was_shown_end_with_their_state() -> None:
    waiting = effect.try_again(sending(approved("d1")), NOW, NOW + minutes(3), "X asks to wait.", POLICY)
    assert sending(waiting, NOW + minutes(3)).retry_at is None
    told = effect.settled_by_timeline(in_state("unknown"), NOW, [candidate(1), candidate(2)])
    assert told
    found = effect.settled_by_timeline(told, NOW, [candidate(2)])
    assert found
    assert found.candidates == ()
