"""The desk lets through what the publisher will take, and stops what it would refuse: the same rules, told at once."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest

from services.desk.domain import alike, composing, posting
from services.desk.domain.composing import Draughted, InCommon
from services.desk.domain.delivery import DeskDelivery
from services.desk.domain.order import Order
from services.desk.domain.refusal import Refused
from services.publisher.domain.ruling import RULES
from services.publisher.domain.world import Policy
from shared.contracts.post_changed import Delivery, State, Step, TakenDown
from shared.contracts.post_requested import (
    Approve,
    Command,
    Content,
    Edit,
    Reschedule,
    Review,
    SendBack,
    Settle,
    TakeDown,
    Withdraw,
)
from shared.registry import Account, load_registry
from shared.settings import CommonSettings
from tests.support.desk import PEOPLE

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
STAFF = {each.id: each for each in PEOPLE}
REGISTRY = load_registry(CommonSettings().registry)
ACCOUNTS = {
    name: Account(id=name, platform="x", handle=name[2:], name=name[2:].title(), districts=(name[2:],))
    for name in ("x_hastings", "x_rother")
}
CONTENT = Content(account="x_hastings", text="Caught")


def order(by: str = "supervisor") -> Order:
    return Order("c1", STAFF[by], NOW)


def item(state: State = "submitted") -> DeskDelivery:
    delivery = Delivery(
        id="d1",
        post="p1",
        platform="x",
        content=CONTENT,
        hash=CONTENT.hash,
        version=3,
        state=state,
        author="officer",
        submitted_at=NOW,
        changed_at=NOW,
    )
    return DeskDelivery(delivery, frozenset({"hastings"}))


def taken_down(each: DeskDelivery) -> DeskDelivery:
    """By somebody else."""
    down = TakenDown(by="approver", at=NOW, reason="The wrong road", review_by=NOW + timedelta(hours=1))
    return DeskDelivery(each.delivery.model_copy(update={"take_down": down}), each.audience)


ACTS: dict[type[Command], Callable[[DeskDelivery], Command | posting.Settled]] = {
    Approve: lambda each: posting.approve(each, order(), STAFF["officer"], hash=CONTENT.hash, version=3),
    SendBack: lambda each: posting.send_back(each, order(), reason="Which road?", version=3),
    Withdraw: lambda each: posting.withdraw(each, order(), reason=""),
    Reschedule: lambda each: posting.reschedule(each, order(), not_before=NOW + timedelta(hours=1), version=3),
    Settle: lambda each: posting.settle(each, order(), outcome="abandoned", url=None, replaced_by="d2"),
    Edit: lambda each: posting.edit(each, order(), replaced_by="d2"),
    TakeDown: lambda each: posting.take_down(each, order(), reason="The wrong road"),
    Review: lambda each: posting.review(taken_down(each), order(), verdict="right", remark=""),
}


@pytest.mark.parametrize("state", get_args(State))
@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_in_every_state_it_is_the_publishers_own_answer(act: type[Command], state: State) -> None:
    if state in RULES[act].states:
        ACTS[act](item(state))
    else:
        with pytest.raises(Refused) as refusal:
            ACTS[act](item(state))
        assert refusal.value.kind == "conflict"


def test_every_act_of_the_publishers_is_tried_here() -> None:
    assert set(ACTS) == set(RULES)


def test_a_time_may_be_as_far_away_as_the_publisher_takes() -> None:
    assert Policy().at_most_ahead == composing.AT_MOST_AHEAD


@pytest.mark.parametrize(("by", "kind"), [("officer", "forbidden"), ("media", "forbidden"), ("approver", "")])
def test_who_may_approve_may_settle_and_send_back(by: str, kind: str) -> None:
    for act in (
        lambda: posting.settle(item("unknown"), order(by), outcome="abandoned", url=None, replaced_by="d2"),
        lambda: posting.send_back(item(), order(by), reason="Which road?", version=None),
    ):
        if not kind:
            act()
            continue
        with pytest.raises(Refused) as refusal:
            act()
        assert refusal.value.kind == kind


def test_whoever_chose_the_time_is_told_that_somebody_else_approves_it() -> None:
    sent = (
        Step(transition="post.submitted", at=NOW, by="officer"),
        Step(transition="post.submitted", at=NOW, by="approver"),
    )
    own = DeskDelivery(item().delivery.model_copy(update={"history": sent}), frozenset({"hastings"}))
    with pytest.raises(Refused, match="Somebody else has to approve the time you chose") as refusal:
        posting.approve(own, order("approver"), STAFF["officer"], hash=CONTENT.hash, version=3)
    assert refusal.value.kind == "forbidden"
    assert posting.approve(own, order("supervisor"), STAFF["officer"], hash=CONTENT.hash, version=3)


def test_its_author_withdraws_it_also_when_their_role_has_gone() -> None:
    left = Order("c1", STAFF["officer"].model_copy(update={"grants": ()}), NOW)
    assert posting.withdraw(item(), left, reason="").by == "officer"
    with pytest.raises(Refused):
        posting.withdraw(item(), Order("c1", STAFF["officer_crawley"], NOW), reason="")


def test_another_try_of_one_whose_time_has_passed_goes_as_soon_as_it_is_approved() -> None:
    timed = CONTENT.model_copy(update={"not_before": NOW - timedelta(minutes=9)})
    unknown = item("unknown").delivery.model_copy(update={"content": timed})
    known = DeskDelivery(unknown, frozenset({"hastings"}))
    settled = posting.settle(known, order(), outcome="not_posted", url=None, replaced_by="d2")
    assert settled.again == CONTENT


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Road closed", "Road closed"),
        ("Road closed!", "ROAD  CLOSED"),
        ("Caf\u00e9 open", "Cafe\u0301 open."),
        ("\U0001f6a8 \U0001f693", "\U0001f6a8\U0001f693"),
    ],
)
def test_words_that_are_the_same_but_for_capitals_and_stops_are_the_same(one: str, other: str) -> None:
    asked = [Draughted("x_hastings", one), Draughted("x_rother", other)]
    made = composing.contents(asked, InCommon(), order(), ACCOUNTS, {"x": lambda _: None})
    with pytest.raises(Refused, match="word each its own way"):
        alike.worded_apart(made, REGISTRY)


def test_what_is_sent_is_in_the_form_that_the_hash_is_of() -> None:
    asked = [Draughted("x_hastings", " Cafe\u0301\r\nopen ")]
    (content,) = composing.contents(asked, InCommon(), order(), ACCOUNTS, {"x": lambda _: None})
    assert content.text == "Caf\u00e9\nopen"


def test_a_retired_account_is_named() -> None:
    retired = {"x_hastings": ACCOUNTS["x_hastings"].model_copy(update={"status": "retired"})}
    with pytest.raises(Refused, match="x_hastings is retired"):
        composing.contents([Draughted("x_hastings", "Caught")], InCommon(), order(), retired, {"x": lambda _: None})
