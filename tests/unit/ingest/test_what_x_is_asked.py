"""Rules and queries within X's lengths; rules of others are left alone; waits as X documents them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ingest.domain.backoff import JITTER, BackOff, Cause, Pace
from services.ingest.domain.rules import (
    LONGEST_QUERY,
    LONGEST_RULE,
    NO_REPOSTS,
    RuleChanges,
    StandingRule,
    changes,
    queries_for,
    rules_for,
    tag_of,
)

HANDLES = st.lists(st.from_regex(r"[A-Za-z0-9_]{1,15}", fullmatch=True), unique=True, max_size=300)


@given(HANDLES)
def test_every_handle_is_asked_for_once_within_the_platforms_lengths(handles: list[str]) -> None:
    for longest, values in ((LONGEST_RULE, rules_for(handles)), (LONGEST_QUERY, queries_for(handles))):
        assert all(len(value) <= longest for value in values)
        assert all(value.endswith(NO_REPOSTS) for value in values)
        terms = [term for value in values for term in value.removesuffix(NO_REPOSTS).strip("()").split(" OR ")]
        assert terms == [f"@{handle}" for handle in handles]


def test_rules_are_brought_to_what_is_wanted_and_others_are_left_alone() -> None:
    tag = tag_of("sussex")
    standing = [
        StandingRule("1", "@stays", tag),
        StandingRule("2", "@goes", tag),
        StandingRule("3", "@theirs", "somebody-else"),
        StandingRule("4", "@untagged", None),
        StandingRule("5", "@same_value_their_tag", "somebody-else"),
    ]
    wanted = ("@stays", "@comes", "@same_value_their_tag")
    assert changes(standing, wanted, tag) == RuleChanges(add=("@comes",), delete=("2",))
    assert changes([StandingRule("1", "@stays", tag)], ("@stays",), tag) == RuleChanges((), ())


def waits(cause: Cause, count: int) -> list[float]:
    back_off = BackOff(Pace())
    return [back_off.after(cause, jitter=0) for _ in range(count)]


def test_waits_grow_as_documented() -> None:
    assert waits("broken", 4) == [0, 0.25, 0.5, 0.75]
    assert waits("broken", 100)[-1] == 16
    assert waits("http", 9) == [5, 10, 20, 40, 80, 160, 320, 320, 320]
    assert waits("limit", 6) == [60, 120, 240, 480, 900, 900]
    assert waits("refused", 2) == [300, 300]
    assert waits("http", 2_000)[-1] == 320


def test_what_the_platform_asks_for_is_kept_and_jitter_only_adds() -> None:
    assert BackOff(Pace()).after("limit", jitter=0, asked=77) == 77
    assert BackOff(Pace()).after("http", jitter=1) == 5 * (1 + JITTER)


@pytest.mark.parametrize(("lived", "wait"), [(59, 0.25), (60, 0)])
def test_only_a_connection_that_lived_ends_the_counting(lived: float, wait: float) -> None:
    back_off = BackOff(Pace())
    back_off.after("broken", jitter=0)
    back_off.lived(lived)
    assert back_off.after("broken", jitter=0) == wait
