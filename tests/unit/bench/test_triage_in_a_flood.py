"""What the bench says of triage: each missed target by name, and nothing where all are met."""

from dataclasses import replace

from bench.flood import Flood
from bench.triage import Triaging

GOOD = Triaging(
    fast=24_000.0,
    fast_hard=16_000.0,
    whole=210.0,
    flood=Flood(
        seconds=30.0,
        written=30_000,
        expected=3_000,
        missing=0,
        p50=0.1,
        p99=0.5,
        longest=0.9,
        most_behind=12_000,
        caught_up=40.0,
    ),
)


def faults(**flood: float | None) -> list[str]:
    assert GOOD.flood is not None
    return replace(GOOD, flood=replace(GOOD.flood, **flood)).faults()  # type: ignore[arg-type] # by name


def test_nothing_is_said_where_all_targets_are_met() -> None:
    assert GOOD.faults() == []


def test_each_missed_target_is_named() -> None:
    assert "fast path" in replace(GOOD, fast=19_000.0).faults()[0]
    assert "labelled" in replace(GOOD, whole=120.0).faults()[0]
    assert "2.1 s" in faults(longest=2.1)[0]
    assert "2 of 3000 alerts" in faults(missing=2)[0]
    assert "caught up" in faults(caught_up=None)[0]


def test_a_machine_without_a_model_measures_the_rest() -> None:
    without = replace(GOOD, whole=None, flood=None)
    assert without.faults() == []
    assert "no model" in without.table()
