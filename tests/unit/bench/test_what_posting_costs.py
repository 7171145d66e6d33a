"""What the bench makes of the publisher's own histogram, and when it says that a target is missed."""

import pytest

from bench.posting import Posting, median_of

INFINITE = float("inf")


@pytest.mark.parametrize(
    ("buckets", "median"),
    [
        ([(0.01, 0), (0.02, 10), (INFINITE, 10)], 0.015),
        ([(0.01, 5), (0.02, 10), (INFINITE, 10)], 0.01),
        ([(0.01, 2), (0.02, 4), (0.05, 10), (INFINITE, 10)], 0.025),
        ([(0.01, 1), (INFINITE, 10)], INFINITE),
        ([(0.01, 0), (INFINITE, 0)], INFINITE),
    ],
)
def test_the_median_lies_within_its_bucket(buckets: list[tuple[float, float]], median: float) -> None:
    assert median_of(buckets) == pytest.approx(median)


def test_targets_that_are_met_say_nothing_and_those_that_are_missed_give_their_figures() -> None:
    assert Posting(1500, 50.0, 60, 40.0, 60.0).faults() == []
    assert Posting(1500, 49.0, 60, 40.0, 61.0).faults() == [
        "intake took 49 deliveries a second; the target is 50",
        "T1 and T2 together add 101 ms at the median; at most 100 are allowed",
    ]
