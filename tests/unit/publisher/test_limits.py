"""An account posts no oftener than the platform lets it, and spends no more in a day than the force set."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from services.publisher.domain import effect
from services.publisher.domain.effect import Begin, Change, Nothing, next_step
from services.publisher.domain.limits import SPENT, WINDOW_FULL, used
from services.publisher.domain.world import Policy, World
from shared.contracts.post_changed import Delivery, State
from shared.contracts.post_requested import Content
from tests.unit.publisher.posts import (
    LATER,
    NOW,
    POLICY,
    READ,
    WORLD,
    approves,
    in_state,
    lane,
    minutes,
    ruled,
    submits,
)

WINDOW = replace(WORLD, policy=Policy(posts_per_window=2))


def price(platform: str, content: Content) -> Decimal:
    return Decimal("0.20" if "https://" in content.text else "0.015") if platform == "x" else Decimal(0)


def budget(usd: str) -> World:
    return replace(WORLD, policy=Policy(usd_per_account_and_day=Decimal(usd)), price_of=price)


def approved(id_: str, at: datetime, text: str = "") -> Delivery:
    waiting = ruled(None, submits(text or f"Text of {id_}", delivery=id_, at=at), at)
    return ruled(waiting, approves(waiting, at=at), at)


def posted(id_: str, at: datetime, text: str = "") -> Delivery:
    out = effect.begin(approved(id_, at, text), at, "{}", None, READ, POLICY)
    return effect.posted(out, at, f"9{id_[1:]}", f"https://x.com/i/status/9{id_[1:]}")


def told(it: Delivery, why: str, where: World, now: datetime, *beside: Delivery) -> Delivery:
    step = next_step(lane(*beside, it), where, now, None)
    assert isinstance(step, Change)
    assert (step.delivery.state, step.delivery.reason) == ("approved", why)
    return step.delivery


def test_where_the_window_is_full_it_waits_until_there_is_room_and_says_so_once() -> None:
    one, two, at = posted("d1", NOW), posted("d2", NOW + minutes(2)), NOW + minutes(5)
    it = told(approved("d3", at), WINDOW_FULL, WINDOW, at, one, two)
    assert next_step(lane(one, two, it), WINDOW, at, None) == Nothing(NOW + minutes(15))
    assert next_step(lane(one, two, it), WINDOW, NOW + minutes(15), None) == Begin(it)
    assert next_step(lane(one, it), WINDOW, at, None) == Begin(it)


def test_a_window_fuller_than_it_may_be_waits_until_enough_have_left_it() -> None:
    out = [posted(f"d{n}", NOW + minutes(n)) for n in range(4)]
    assert used(out, WINDOW, NOW + minutes(5)).full_until == NOW + minutes(2) + POLICY.window


@pytest.mark.parametrize(
    ("state", "counts", "costs"),
    [
        ("sending", True, True),
        ("posted", True, True),
        ("unknown", True, True),
        ("abandoned", True, True),
        ("deleting", True, True),
        ("deleted", True, True),
        ("delete_unknown", True, True),
        ("refused", True, False),
        ("submitted", False, False),
        ("approved", False, False),
        ("void", False, False),
    ],
)
def test_what_may_have_reached_the_platform_counts_and_what_may_be_there_costs(
    state: State, *, counts: bool, costs: bool
) -> None:
    one = replace(budget("1"), policy=Policy(posts_per_window=1))
    so_far = used([in_state(state)], one, NOW)
    assert (so_far.full_until is not None) == counts
    assert so_far.spent == (Decimal("0.015") if costs else 0)


def test_what_was_called_off_or_put_off_neither_counts_nor_costs() -> None:
    out = effect.begin(approved("d1", NOW), NOW, "{}", None, READ, POLICY)
    for off in (
        effect.called_off(out, NOW, "Too slow.", POLICY),
        effect.try_again(out, NOW, NOW + minutes(1), "X asks to wait.", POLICY),
    ):
        so_far = used([off], replace(budget("1"), policy=Policy(posts_per_window=1)), NOW)
        assert so_far.full_until is None
        assert so_far.spent == 0


def test_once_the_days_money_is_spent_nothing_begins_before_the_next_day_of_utc() -> None:
    where, out = budget("0.21"), posted("d1", NOW, "See https://example.org")
    it = told(approved("d2", NOW), SPENT, where, NOW, out)
    assert next_step(lane(out, it), where, NOW, None) == Nothing(NOW + minutes(15))
    gone = next_step(lane(out, it), where, NOW + minutes(15), None)
    assert isinstance(gone, Change)
    assert (gone.delivery.state, SPENT in gone.delivery.reason) == ("void", True)
    tomorrow = NOW + timedelta(hours=12)
    due = approved("d3", tomorrow)
    assert next_step(lane(out, due), where, tomorrow, None) == Begin(due)
    assert used([out], where, tomorrow).spent == 0
    assert used([out], where, NOW).day_ends == tomorrow


def test_what_falls_due_when_all_is_spent_is_missed_by_its_grace() -> None:
    where, out = budget("0.21"), posted("d1", NOW, "See https://example.org")
    waiting = ruled(None, submits("Later", LATER, delivery="d2"))
    it = told(ruled(waiting, approves(waiting)), SPENT, where, LATER, out)
    gone = next_step(lane(out, it), where, LATER + minutes(5), None)
    assert isinstance(gone, Change)
    assert (gone.delivery.state, SPENT in gone.delivery.reason) == ("missed", True)


def test_what_costs_less_may_still_go_out() -> None:
    where, out = budget("0.22"), posted("d1", NOW, "See https://example.org")
    dear, cheap = approved("d2", NOW, "Also https://example.org"), approved("d3", NOW + minutes(1))
    dear = told(dear, SPENT, where, NOW + minutes(1), out)
    assert next_step(lane(out, dear, cheap), where, NOW + minutes(1), None) == Begin(cheap)


def test_the_last_cent_may_be_spent_and_none_is_needed_where_no_budget_is_set() -> None:
    it = approved("d1", NOW)
    assert next_step(lane(it), budget("0.015"), NOW, None) == Begin(it)
    told(it, SPENT, budget("0.0149"), NOW)
    assert next_step(lane(it), replace(WORLD, price_of=price), NOW, None) == Begin(it)
