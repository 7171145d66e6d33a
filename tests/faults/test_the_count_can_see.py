"""Whoever counts sees a post made twice, one that nobody tells of, and one of which the wrong thing is told."""

import pytest

from shared.clock import now
from tests.faults.judgement import Held, judge
from tests.faults.kills import cases
from tests.faults.ledger import Ledger
from tests.faults.paper_desk import Asked
from tests.support.publishing import delivery

ASKED = Asked("d1", "x_hastings", "Once.")


def ledger(state: str) -> Ledger:
    """One that has read of this delivery alone."""
    told = Ledger("nowhere")
    if state:
        told.deliveries["d1"] = delivery("Once.", now(), id="d1", state=state)
    return told


@pytest.mark.parametrize(
    ("state", "held", "seen"),
    [
        ("posted", Held(1, 0), "once"),
        ("posted", Held(2, 0), "doubled"),
        ("posted", Held(1, 1), "doubled"),
        ("unknown", Held(2, 0), "doubled"),
        ("posted", Held(0, 0), "lost"),
        ("approved", Held(0, 0), "lost"),
        ("sending", Held(1, 0), "lost"),
        ("", Held(0, 0), "lost"),
        ("unknown", Held(0, 0), "shown"),
        ("abandoned", Held(1, 0), "shown"),
        ("missed", Held(0, 0), "told"),
        ("missed", Held(1, 0), "untrue"),
        ("refused", Held(1, 0), "untrue"),
    ],
)
def test_each_delivery_is_counted_for_what_it_is(state: str, held: Held, seen: str) -> None:
    count = judge([ASKED], ledger(state), {"Once.": held})
    counted = {name: getattr(count, name) for name in ("once", "shown", "told", "doubled", "lost", "untrue")}
    assert [name for name, found in counted.items() if found] == [seen]
    assert bool(count.broken) == (seen in {"doubled", "lost", "untrue"})


def test_a_post_by_hand_is_not_ours() -> None:
    by_hand = Asked("d1", "x_hastings", "Once.", by_hand=1)
    assert judge([by_hand], ledger("unknown"), {"Once.": Held(1, 0)}).shown == 1
    assert judge([by_hand], ledger("posted"), {"Once.": Held(1, 0)}).lost
    assert judge([by_hand], ledger("posted"), {"Once.": Held(3, 0)}).doubled


def test_everything_that_can_meet_meets_at_least_once() -> None:
    assert {pair for case in cases() for pair in case.pairs} == {
        pair for case in cases(full=True) for pair in case.pairs
    }
    assert len(cases()) < len(cases(full=True)) / 2
