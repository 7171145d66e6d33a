"""Under a hold nothing goes out but what a supervisor approved for its incident, and its end sends nothing."""

from datetime import datetime

import pytest

from services.publisher.domain import effect
from services.publisher.domain.effect import Begin, Change, Nothing, next_step
from services.publisher.domain.struck import held, stopped_by
from services.publisher.domain.world import World
from shared.contracts.hold_changed import Hold
from shared.contracts.post_changed import Delivery
from shared.contracts.post_requested import Reschedule
from tests.unit.publisher.posts import (
    LATER,
    NOW,
    POLICY,
    WORLD,
    approves,
    asks,
    hold,
    in_state,
    lane,
    minutes,
    person,
    ruled,
    sending,
    submits,
    world,
)

TOLD = "Posting was held for the whole force when it was due: A big fire. Give it another time."


def under(*holds: Hold) -> World:
    return world(person("local_boss", "supervisor"), person("other_boss", "supervisor", "crawley"), holds=holds)


def about_the_fire(by: str = "boss", where: World = WORLD, not_before: datetime | None = None) -> Delivery:
    waiting = ruled(None, submits(not_before=not_before, incident="Pier fire"), where=where)
    return ruled(waiting, approves(waiting, by), where=where)


def missed_in(it: Delivery, where: World, now: datetime = NOW) -> Delivery:
    step = next_step(lane(it), where, now, None)
    assert isinstance(step, Change)
    assert (step.transition, step.delivery.state) == ("post.missed", "missed")
    return step.delivery


def test_what_falls_due_under_a_hold_is_missed_at_once_and_says_why() -> None:
    assert missed_in(in_state("approved"), under(hold())).reason == TOLD
    assert missed_in(in_state("approved", not_before=LATER), under(hold()), LATER).reason == TOLD


@pytest.mark.parametrize(
    ("scope", "said"),
    [
        ("division:east_sussex", "held for its division when"),
        ("district:hastings", "held for its district when"),
        ("account:x_hastings", "held for this account when"),
    ],
)
def test_a_hold_of_any_part_that_the_account_is_of_counts(scope: str, said: str) -> None:
    assert said in missed_in(in_state("approved"), under(hold(scope))).reason


@pytest.mark.parametrize("scope", ["district:crawley", "division:west_sussex", "account:x_crawley"])
def test_a_hold_of_another_part_stops_nothing_here(scope: str) -> None:
    it = in_state("approved")
    assert next_step(lane(it), under(hold(scope)), NOW, None) == Begin(it)


def test_a_post_whose_time_is_to_come_waits_and_goes_out_where_the_hold_has_ended_by_then() -> None:
    it = in_state("approved", not_before=LATER)
    assert next_step(lane(it), under(hold()), NOW, None) == Nothing(LATER)
    assert next_step(lane(it), under(hold(until=LATER - minutes(1))), LATER, None) == Begin(it)


@pytest.mark.parametrize("not_before", [None, NOW + minutes(1)])
def test_a_release_sends_nothing_that_fell_due_under_the_hold_though_nobody_looked_meanwhile(
    not_before: datetime | None,
) -> None:
    it = in_state("approved", not_before=not_before)
    assert missed_in(it, under(hold(until=NOW + minutes(2))), NOW + minutes(3)).reason == TOLD


def test_what_a_person_gave_another_time_and_another_approved_after_the_release_goes_out() -> None:
    released = under(hold(until=NOW + minutes(2)))
    it = missed_in(in_state("approved"), released, NOW + minutes(3))
    at = NOW + minutes(4)
    again = ruled(it, asks(Reschedule, version=it.version, not_before=None, at=at), at, released)
    approved = ruled(again, approves(again, at=at), at, released)
    assert next_step(lane(approved), released, at, None) == Begin(approved)


def test_what_was_approved_after_the_release_is_not_due_before() -> None:
    released = under(hold(until=NOW + minutes(2)))
    waiting = ruled(None, submits(not_before=NOW + minutes(1)))
    at = NOW + minutes(3)
    approved = ruled(waiting, approves(waiting, at=at), at)
    assert next_step(lane(approved), released, at, None) == Begin(approved)


def test_a_hold_that_begins_after_the_intent_calls_the_request_off_before_it_is_written() -> None:
    it = sending(in_state("approved"))
    stops = stopped_by(it, under(hold()))
    assert stops == hold()
    gone = held(it, NOW, stops)
    assert (gone.state, gone.reason) == ("missed", TOLD)
    assert stopped_by(it, under()) is None


def test_under_its_incident_a_supervisors_approval_passes_the_hold() -> None:
    it = about_the_fire()
    assert it.approval
    assert it.approval.incident == "Pier fire"
    where = under(hold(incident="pier  fire"))
    assert next_step(lane(it), where, NOW, None) == Begin(it)
    assert stopped_by(sending(it), where) is None


def test_it_passes_only_if_it_may_pass_every_hold_on_the_account() -> None:
    it = about_the_fire()
    both = under(hold(incident="Pier fire"), hold("district:hastings"))
    assert stopped_by(it, both) == hold("district:hastings")
    missed_in(it, both)
    missed_in(it, under(hold(incident="Another fire")))


@pytest.mark.parametrize(("by", "passes"), [("boss", True), ("local_boss", True), ("approver", False)])
def test_only_a_supervisor_of_the_account_lets_it_pass(by: str, *, passes: bool) -> None:
    it = about_the_fire(by, under())
    assert it.approval
    assert (it.approval.incident is not None) == passes
    assert isinstance(next_step(lane(it), under(hold(incident="Pier fire")), NOW, None), Begin) == passes


def test_a_supervisor_elsewhere_who_approves_here_as_an_approver_lets_nothing_pass() -> None:
    both = person("other_boss", "supervisor", "crawley")
    both = both.model_copy(update={"grants": (*both.grants, *person("x", "approver").grants)})
    it = about_the_fire("other_boss", world(both))
    assert it.approval
    assert it.approval.incident is None


def test_a_supervisors_approval_of_a_post_without_an_incident_passes_nothing() -> None:
    waiting = in_state("submitted")
    it = ruled(waiting, approves(waiting, "boss"))
    assert it.approval
    assert it.approval.incident is None
    missed_in(it, under(hold(incident="Pier fire")))


def test_what_waits_for_approval_stays_under_a_hold() -> None:
    assert next_step(lane(in_state("submitted")), under(hold()), NOW, None) == Nothing()


def test_what_waited_for_the_platform_when_the_hold_began_is_missed_too() -> None:
    waiting = effect.try_again(sending(in_state("approved")), NOW, NOW + minutes(3), "X asks to wait.", POLICY)
    assert missed_in(waiting, under(hold(at=NOW + minutes(1))), NOW + minutes(1)).reason == TOLD
