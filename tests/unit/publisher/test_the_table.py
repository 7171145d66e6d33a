"""The table of how a post gets out exactly once, row by row: state, event -> next."""

from collections.abc import Callable
from typing import get_args

import pytest

from services.publisher.domain import effect
from services.publisher.domain.change import NotAllowed
from services.publisher.domain.struck import held
from services.publisher.domain.world import World
from shared.contracts.post_changed import COMMAND_REFUSED, Delivery, State
from shared.contracts.post_requested import (
    Approve,
    Command,
    Edit,
    Reschedule,
    Review,
    SendBack,
    Settle,
    TakeDown,
    Withdraw,
)
from shared.x.snowflake import first_id_at
from tests.unit.publisher.posts import (
    LATER,
    NOW,
    POLICY,
    READ,
    WORLD,
    approves,
    asks,
    being_deleted,
    candidate,
    hold,
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

Event = Callable[[Delivery], Delivery | None]


def command(kind: type[Command], by: str = "officer", **fields: object) -> Event:
    return lambda delivery: ruled(delivery, asks(kind, by, **fields))


def by_itself(where: World = WORLD, after: float = 0.0) -> Event:
    """What the lane makes of it, so many minutes after NOW, without anybody's command."""

    def event(delivery: Delivery) -> Delivery | None:
        step = effect.next_step(lane(delivery), where, NOW + minutes(after), None)
        return step.delivery if isinstance(step, effect.Change) else None

    return event


def rescheduled(delivery: Delivery) -> Delivery:
    return ruled(delivery, asks(Reschedule, version=delivery.version, not_before=LATER))


def sent_back(delivery: Delivery) -> Delivery:
    return ruled(delivery, asks(SendBack, "approver", version=delivery.version, reason="Which Queens Road?"))


URL = f"https://x.com/sbx_hastings/status/{first_id_at(NOW)}"
TABLE: list[tuple[State, str, Event, State]] = [
    ("submitted", "valid approval", lambda it: ruled(it, approves(it)), "approved"),
    ("submitted", "edit", command(Edit, replaced_by="d2"), "void"),
    ("submitted", "withdrawal", command(Withdraw), "void"),
    ("submitted", "author suspended", by_itself(world(suspended("officer"))), "void"),
    ("submitted", "author gone", by_itself(world(without="officer")), "void"),
    ("submitted", "account retired", by_itself(world(retired=True)), "void"),
    ("submitted", "sent back with a reason", sent_back, "returned"),
    ("submitted", "another time", rescheduled, "submitted"),
    ("approved", "edit", command(Edit, replaced_by="d2"), "void"),
    ("approved", "withdrawal", command(Withdraw), "void"),
    ("approved", "author suspended", by_itself(world(suspended("officer"))), "void"),
    ("approved", "approver suspended", by_itself(world(suspended("approver"))), "void"),
    ("approved", "account retired", by_itself(world(retired=True)), "void"),
    ("approved", "sent back with a reason", sent_back, "returned"),
    ("approved", "another time", rescheduled, "submitted"),
    ("approved", "expired", by_itself(after=15), "void"),
    ("approved", "due under a hold", by_itself(world(holds=[hold()])), "missed"),
    ("approved", "due and the barrier passed", sending, "sending"),
    ("missed", "rescheduled by a person", rescheduled, "submitted"),
    ("missed", "edit", command(Edit, replaced_by="d2"), "void"),
    ("missed", "withdrawal", command(Withdraw), "void"),
    ("returned", "edit", command(Edit, replaced_by="d2"), "void"),
    ("returned", "withdrawal", command(Withdraw), "void"),
    ("returned", "another time", rescheduled, "submitted"),
    ("sending", "last check: in time", lambda it: effect.called_off(it, NOW, "Too slow.", POLICY), "approved"),
    ("sending", "last check: expired", lambda it: effect.called_off(it, NOW + minutes(15), "", POLICY), "void"),
    ("sending", "last check: a hold", lambda it: held(it, NOW, hold()), "missed"),
    ("sending", "2xx with an id", lambda it: effect.posted(it, NOW, "100", URL), "posted"),
    ("sending", "certain no", lambda it: effect.refused(it, NOW, "X refused it."), "refused"),
    ("sending", "429", lambda it: effect.try_again(it, NOW, NOW + minutes(1), "X asks to wait.", POLICY), "approved"),
    ("sending", "429, too long", lambda it: effect.try_again(it, NOW, NOW + minutes(15), "Wait.", POLICY), "void"),
    ("sending", "no certain answer", lambda it: effect.unknown(it, NOW, "X answered 503."), "unknown"),
    ("sending", "found at takeover", lambda it: effect.taken_over(it, NOW), "unknown"),
    ("unknown", "one match", lambda it: effect.settled_by_timeline(it, NOW, [candidate(1)]), "posted"),
    (
        "unknown",
        "two matches",
        lambda it: effect.settled_by_timeline(it, NOW, [candidate(1), candidate(2)]),
        "unknown",
    ),
    ("unknown", "a person: it is there", command(Settle, "approver", outcome="posted", url=URL), "posted"),
    ("unknown", "a person: it is not", command(Settle, "approver", outcome="not_posted"), "abandoned"),
    ("unknown", "a person: abandoned", command(Settle, "approver", outcome="abandoned"), "abandoned"),
    ("posted", "take down", command(TakeDown, "approver", reason="The wrong road"), "deleting"),
    ("deleting", "begun", lambda it: effect.begin_deletion(it, NOW, READ, POLICY), "deleting"),
    ("deleting", "gone, or never there", lambda it: effect.deleted(it, NOW), "deleted"),
    ("deleting", "no certain answer", lambda it: effect.delete_unknown(it, NOW, LATER, "503"), "delete_unknown"),
    ("deleting", "never asked", lambda it: effect.delete_later(it, NOW, LATER, "Wait."), "deleting"),
    ("deleting", "certain no", lambda it: effect.delete_refused(it, NOW, "Not yours."), "posted"),
    ("delete_unknown", "tried again", lambda it: effect.begin_deletion(it, LATER, READ, POLICY), "deleting"),
]
SCHEDULED: list[tuple[State, str, Event, State]] = [
    ("approved", "time passed by more than the grace", by_itself(after=125), "missed"),
    ("approved", "its time comes under a hold", by_itself(world(holds=[hold()]), after=120), "missed"),
    ("sending", "last check: too late", lambda it: effect.called_off(it, LATER + minutes(5), "", POLICY), "missed"),
    (
        "sending",
        "429 beyond the grace",
        lambda it: effect.try_again(it, LATER, LATER + minutes(5), "", POLICY),
        "missed",
    ),
]


@pytest.mark.parametrize(
    ("state", "event", "happens", "then"), TABLE, ids=lambda each: each if str(each) == each else ""
)
def test_state_and_event_lead_to_the_next(state: State, event: str, happens: Event, then: State) -> None:
    leads_to(in_state(state), event, happens, then)


@pytest.mark.parametrize(
    ("state", "event", "happens", "then"), SCHEDULED, ids=lambda each: each if str(each) == each else ""
)
def test_state_and_event_of_a_post_with_a_time_lead_to_the_next(
    state: State, event: str, happens: Event, then: State
) -> None:
    leads_to(in_state(state, not_before=LATER), event, happens, then)


def leads_to(before: Delivery, event: str, happens: Event, then: State) -> None:
    after = happens(before)
    assert after, event
    assert after.state == then
    assert after.version == before.version + (after.candidates == ())
    assert after.history[:-1] == before.history
    assert after.history[-1].transition == f"post.{then}"


def test_submitting_leads_to_submitted() -> None:
    ruling = rule(None, submits())
    assert ruling.transition == "post.submitted"
    assert ruling.delivery
    assert (ruling.delivery.state, ruling.delivery.version) == ("submitted", 1)


COMMANDS: dict[type[Command], tuple[dict[str, object], set[str]]] = {
    Approve: ({}, {"submitted"}),
    SendBack: ({"reason": "Which road?"}, {"submitted", "approved"}),
    Edit: ({"replaced_by": "d2"}, {"submitted", "approved", "returned", "missed", "void", "refused", "abandoned"}),
    Withdraw: ({}, {"submitted", "approved", "returned", "missed"}),
    Reschedule: ({"not_before": LATER}, {"submitted", "approved", "returned", "missed"}),
    Settle: ({"outcome": "abandoned"}, {"unknown"}),
    TakeDown: ({"reason": "The wrong road."}, {"posted"}),
    Review: ({"verdict": "right"}, {"deleting", "deleted", "delete_unknown"}),
}


@pytest.mark.parametrize("state", get_args(State))
@pytest.mark.parametrize("kind", COMMANDS, ids=lambda kind: kind.__name__)
def test_a_command_is_decided_in_its_states_and_refused_with_a_sentence_in_all_others(
    kind: type[Command], state: State
) -> None:
    before = in_state(state)
    fields, states = COMMANDS[kind]
    bound = {"hash": before.hash, "version": before.version}
    known = {name: value for name, value in bound.items() if name in kind.model_fields}
    ruling = rule(before, asks(kind, "boss" if kind is Review else "approver", **known | fields))
    assert (ruling.refused is None) == (state in states)
    if ruling.refused:
        assert ruling.transition == COMMAND_REFUSED
        assert ruling.refused.endswith(".")


OUTCOMES: list[Callable[[Delivery], object]] = [
    lambda it: effect.posted(it, NOW, "1", URL),
    lambda it: effect.refused(it, NOW, "no"),
    lambda it: effect.unknown(it, NOW, "?"),
    lambda it: effect.taken_over(it, NOW),
    lambda it: effect.called_off(it, NOW, "", POLICY),
    lambda it: effect.try_again(it, NOW, NOW, "", POLICY),
]


@pytest.mark.parametrize("state", [state for state in get_args(State) if state != "sending"])
def test_an_outcome_comes_only_to_what_is_being_sent(state: State) -> None:
    for outcome in OUTCOMES:
        with pytest.raises(NotAllowed):
            outcome(in_state(state))


@pytest.mark.parametrize("state", [state for state in get_args(State) if state != "approved"])
def test_nothing_but_what_is_approved_is_begun(state: State) -> None:
    with pytest.raises(NotAllowed):
        sending(in_state(state))


DELETIONS: list[Callable[[Delivery], object]] = [
    lambda it: effect.deleted(it, NOW),
    lambda it: effect.delete_unknown(it, NOW, LATER, "?"),
    lambda it: effect.delete_later(it, NOW, LATER, "?"),
    lambda it: effect.delete_refused(it, NOW, "no"),
]


@pytest.mark.parametrize("state", [state for state in get_args(State) if state != "deleting"])
def test_the_outcome_of_a_deletion_comes_only_to_what_is_being_deleted(state: State) -> None:
    for outcome in DELETIONS:
        with pytest.raises(NotAllowed):
            outcome(in_state(state))


@pytest.mark.parametrize("state", [state for state in get_args(State) if state not in ("deleting", "delete_unknown")])
def test_nothing_is_deleted_that_was_not_taken_down(state: State) -> None:
    with pytest.raises(NotAllowed):
        effect.begin_deletion(in_state(state), LATER, READ, POLICY)
    with pytest.raises(NotAllowed):
        effect.begin_deletion(being_deleted(in_state("posted")), LATER, READ, POLICY)


@pytest.mark.parametrize("state", [state for state in get_args(State) if state not in ("submitted", "approved")])
def test_time_staff_and_holds_change_only_what_is_not_sent_yet(state: State) -> None:
    it = in_state(state)
    step = effect.next_step(lane(it), world(without="officer", holds=[hold()]), NOW + minutes(60), None)
    assert step == (effect.Delete(it) if state in ("deleting", "delete_unknown") else effect.Nothing())
